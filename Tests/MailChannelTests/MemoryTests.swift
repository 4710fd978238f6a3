import ComplaintModel
import FaultInjection
import Foundation
import Testing

@testable import MailChannel

/// What a source remembers, and what it makes of a mailbox that is not what it was.
@Suite struct MemoryTests {
    private func mailbox(_ validity: UInt32, next: UInt32? = nil, change: UInt64? = nil) -> SelectedMailbox {
        SelectedMailbox(uidValidity: validity, uidNext: next, highestChange: change)
    }

    @Test func setsOfUIDsAreWrittenShort() {
        var set = UIDSet([7, 3, 1, 2, 7])
        #expect("\(set)" == "1:3,7")
        set.insert([4, 6])
        set.remove([2])
        #expect("\(set)" == "1,3:4,6:7")
        #expect(UIDSet("1,3:4,6:7") == set)
        #expect(set.count == 5)
        #expect(UIDSet("1:x") == nil && UIDSet("3:1") == nil && UIDSet("1:2:3") == nil && UIDSet(":") == nil)
        #expect("\(UIDSet([UInt32.max, UInt32.max - 1]))" == "4294967294:4294967295")
    }

    @Test func batchesAreBoundedByCountAndBytesAndKeepSuspectsApart() {
        let mails = (1...200).map { ListedMail(uid: UInt32($0), size: $0 == 70 ? 30 << 20 : 100_000) }
        let batches = MailBatch.cut(mails, limit: 25 << 20, alone: [100])
        #expect(batches.flatMap(\.mails) == mails)
        #expect(batches.allSatisfy { $0.mails.count <= MailBatch.mostMails })
        #expect(batches.filter(\.isOversize).map { $0.mails.map(\.uid) } == [[70]])
        #expect(batches.contains { $0.mails.map(\.uid) == [100] && !$0.isOversize })
        let large = (1...4).map { ListedMail(uid: $0, size: 5 << 20) }
        #expect(MailBatch.cut(large, limit: 25 << 20, alone: []).count == 4)
    }

    @Test func aMailboxGoesOnOnlyWhereItsNumbersMeanTheSame() {
        var cursor = MailboxCursor(account: "a")
        #expect(cursor.meet(mailbox(7, next: 5, change: 9), of: "a") == .new)
        cursor.next = 5
        cursor.isReconciling = false
        #expect(cursor.meet(mailbox(7, next: 5, change: 10), of: "a") == .goesOn)
        #expect(cursor.meet(mailbox(7), of: "a") == .goesOn)
        for other in [mailbox(8, next: 5, change: 10), mailbox(7, next: 4, change: 10), mailbox(7, next: 5, change: 3)]
        {
            var copy = cursor
            #expect(copy.meet(other, of: "a") == .renumbered)
            #expect(copy.next == 1 && copy.isReconciling)
        }
        #expect(cursor.meet(mailbox(7, next: 5), of: "b") == .renumbered)
    }

    private func taken(_ validity: UInt32, _ uid: UInt32, _ text: String, key: (UInt32, UInt32)? = nil) -> TakenMail {
        let place = MailPlace(uidValidity: validity, uid: uid)
        return TakenMail(
            place: place, digest: ContentDigest(of: Array(text.utf8)),
            key: key.map { MailPlace(uidValidity: $0.0, uid: $0.1) } ?? place)
    }

    @Test func mailsAreKnownByTheirBytesWhenTheyAreRenumbered() {
        let book = [taken(1, 1, "a"), taken(1, 2, "b"), taken(1, 3, "b"), taken(1, 2, "b")]
        var known = KnownMails(book, uidValidity: 2)
        func key(_ uid: UInt32, _ text: String) -> [UInt32] {
            let key = known.key(
                for: ContentDigest(of: Array(text.utf8)), at: MailPlace(uidValidity: 2, uid: uid))
            return [key.uidValidity, key.uid]
        }
        #expect(key(1, "b") == [1, 2])
        #expect(key(2, "a") == [1, 1])
        #expect(key(3, "b") == [1, 3], "a second mail with the same bytes is the second one")
        #expect(key(4, "b") == [2, 4], "a third one was never seen")
        #expect(key(1, "b") == [1, 2], "the same again")
    }

    @Test func whatWasRecognisedBeforeACrashStaysRecognised() {
        let book = [taken(1, 1, "a"), taken(2, 9, "a", key: (1, 1))]
        var known = KnownMails(book, uidValidity: 2)
        let digest = ContentDigest(of: Array("a".utf8))
        #expect(known.key(for: digest, at: MailPlace(uidValidity: 2, uid: 9)) == MailPlace(uidValidity: 1, uid: 1))
        #expect(
            known.key(for: digest, at: MailPlace(uidValidity: 2, uid: 10)) == MailPlace(uidValidity: 2, uid: 10),
            "the mail that was there is taken; this one is another")
    }

    @Test func theBookSurvivesALineThatACrashCutOff() throws {
        let folder = try ScratchFolder()
        let digest = ContentDigest(of: [1])
        let first = try MailboxMemory(folder.path, account: "a")
        _ = try first.meet(mailbox(7), of: "a")
        _ = try first.keys(of: [(uid: 1, digest: digest)])
        let book = URL(fileURLWithPath: folder.path).appending(path: "taken")
        let handle = try FileHandle(forWritingTo: book)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("7 2 abc".utf8))
        try handle.close()
        let second = try MailboxMemory(folder.path, account: "a")
        _ = try second.keys(of: [(uid: 3, digest: digest)])
        let third = try MailboxMemory(folder.path, account: "a")
        _ = try third.meet(mailbox(8), of: "a")
        let keys = try third.keys(of: [1, 2, 3].map { (uid: $0, digest: digest) })
        #expect(keys.map(\.uidValidity) == [7, 7, 8])
        #expect(keys.map(\.uid) == [1, 3, 3])
    }

    @Test func aDamagedCursorIsNone() throws {
        let folder = try ScratchFolder()
        try Data("{\"account\":\"a\",\"next\":".utf8).write(to: URL(fileURLWithPath: folder.path + "/cursor.json"))
        #expect(try MailboxMemory(folder.path, account: "a").cursor == MailboxCursor(account: "a"))
    }

    @Test func theCursorIsReadAsItWasWritten() throws {
        let folder = try ScratchFolder()
        let memory = try MailboxMemory(folder.path + "/deep/er", account: "a")
        memory.cursor.next = 4_294_967_296
        memory.cursor.unfetched = UIDSet([4, 5, 9])
        try memory.save()
        #expect(try MailboxMemory(folder.path + "/deep/er", account: "a").cursor == memory.cursor)
    }
}
