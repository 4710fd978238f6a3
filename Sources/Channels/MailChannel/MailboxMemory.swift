internal import ComplaintModel
internal import Foundation
internal import PipelineContract

/// What a source remembers of its mailbox over a restart: the cursor, and the book of what was taken.
///
/// The book is written before a mail is handed to the house, the cursor after the mail is safe and dealt with. Whatever
/// a crash leaves, a mail is fetched again rather than passed over, and gets the key it had.
final class MailboxMemory {
    private static let (cursorFile, bookFile) = ("cursor.json", "taken")

    private let folder: DurableFolder
    private var known: KnownMails?
    private var bookEndsCleanly = false
    /// How far the mailbox was taken in.
    var cursor: MailboxCursor

    /// Reads what is remembered in `folder`; an unreadable cursor is none, and the mailbox is looked at from its start.
    init(_ path: String, account: String) throws(HouseFault) {
        folder = try DurableFolder(path)
        let saved = try folder.read(Self.cursorFile)
        cursor =
            saved.flatMap { try? JSONDecoder().decode(MailboxCursor.self, from: Data($0)) }
            ?? MailboxCursor(account: account)
    }

    /// Makes the cursor durable.
    func save() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try folder.replace(Self.cursorFile, with: Array(try encoder.encode(cursor)) + [UInt8(ascii: "\n")])
    }

    /// Compares with the mailbox as it was opened; see `MailboxCursor`.
    func meet(_ mailbox: SelectedMailbox, of account: String) throws -> MailboxCursor.Meeting {
        let meeting = cursor.meet(mailbox, of: account)
        known = nil
        if meeting == .new, try book().isEmpty { cursor.isReconciling = false }
        try save()
        return meeting
    }

    /// The places that mails are known by, durably noted in the book before they are handed to the house.
    func keys(of mails: [(uid: UInt32, digest: ContentDigest)]) throws -> [MailPlace] {
        if cursor.isReconciling, known == nil { known = KnownMails(try book(), uidValidity: cursor.uidValidity) }
        let lines = mails.map { mail in
            let place = MailPlace(uidValidity: cursor.uidValidity, uid: mail.uid)
            return TakenMail(
                place: place, digest: mail.digest, key: known?.key(for: mail.digest, at: place) ?? place)
        }
        // A line that a crash cut off must not swallow the next one.
        let start = bookEndsCleanly ? "" : "\n"
        try folder.append(Array((start + lines.map(\.line).joined()).utf8), to: Self.bookFile)
        bookEndsCleanly = true
        return lines.map(\.key)
    }

    /// Everything that may come again has come: from here on UIDs are trusted.
    func endReconciling() throws {
        (known, cursor.isReconciling) = (nil, false)
        try save()
    }

    private func book() throws(HouseFault) -> [TakenMail] {
        let text = String(decoding: try folder.read(Self.bookFile) ?? [], as: UTF8.self)
        return text.split(separator: "\n").compactMap(TakenMail.init(line:))
    }
}
