import ComplaintModel
import Foundation
import PipelineContract
import Testing

@testable import Spool

@Suite struct UnsoundEntryTests {
    /// Torn, damaged and foreign files in a queue go aside with their reason; sound ones behind them are still worked.
    @Test(arguments: ["cut", "flipped", "version", "garbage", "empty"])
    func unsoundRecordsGoToQuarantine(_ fault: String) async throws {
        let site = try TemporarySpool()
        let receipt = try site.take("letter")
        let folder = "\(site.path)/queues/unpack/ready"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
        switch fault {
        case "cut": bytes.removeLast(5)
        case "flipped": bytes[bytes.count - 10] ^= 1
        case "version": bytes[16] = UInt8(ascii: "9")
        case "garbage": bytes = Array("not a record\n".utf8)
        default: bytes = []
        }
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
        let aside = try #require(try site.spool[.unpack].entries(in: .quarantine).first)
        #expect(aside.item == ItemID(receipt.arrival))
        #expect(try site.spool[.unpack].quarantineReason(of: aside)?.isEmpty == false)
        #expect(try site.spool.ledger.item(ItemID(receipt.arrival))?.state == .quarantined)
        let balance = try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {})
        #expect(balance.holds)
        #expect(balance.accounts[0].quarantine == 1)
    }

    @Test func foreignEntriesAreNeverOpenedThroughALink() throws {
        let site = try TemporarySpool()
        let folder = "\(site.path)/queues/unpack/ready"
        let secret = "\(site.path)/secret"
        try Data("secret".utf8).write(to: URL(fileURLWithPath: secret))
        let real = QueueEntry.name(
            of: Envelope(
                item: ItemID(ArrivalID(channel: .scan, source: .desk, channelKey: "k")),
                receivedAt: Timestamp(milliseconds: 5)))
        symlink(secret, "\(folder)/\(real)")
        mkfifo("\(folder)/pipe", 0o600)
        mkdir("\(folder)/folder", 0o700)
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/stray.txt"))
        let receipt = try site.take("letter")
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        #expect(claim.envelope.item.arrival == receipt.arrival)
        #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
        #expect(try site.spool[.unpack].entries(in: .quarantine).count == 4)
        #expect(try String(contentsOfFile: secret, encoding: .utf8) == "secret")
    }

    @Test func anEntryTheLedgerDoesNotKnowIsSetAside() throws {
        let (one, other) = (try TemporarySpool(), try TemporarySpool())
        _ = try one.take("letter")
        let folder = "/queues/unpack/ready/"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: one.path + folder).first)
        try FileManager.default.copyItem(atPath: one.path + folder + name, toPath: other.path + folder + name)
        #expect(try other.spool.claim(from: .unpack, events: Silence()) == nil)
        #expect(try other.spool[.unpack].entries(in: .quarantine).count == 1)
    }

    /// Linux allows any bytes in a name; they are moved as they are, once.
    @Test func aNameThatIsNoUTF8GoesAside() throws {
        let site = try TemporarySpool()
        let name: [UInt8] = Array("50%".utf8) + [0xA1, 0xFF, 0xD2] + Array("ข".utf8)
        #expect(FileName.bytes(of: FileName.text(of: name)).dropLast().map(UInt8.init(bitPattern:)) == name)
        let path = Array("\(site.folder(.unpack, .deferred))/".utf8) + name
        close(open(path.map(CChar.init(bitPattern:)) + [0], O_CREAT | O_WRONLY, 0o600))
        for _ in 0..<3 {
            _ = try site.spool[.unpack].wake(at: site.watch.time)
            #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
            site.watch.turn(seconds: 5)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder(.unpack, .quarantine)).count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder(.unpack, .ready)).isEmpty)
    }

    @Test func aNoteWithoutItsEntryIsRemoved() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        let entry = try #require(try site.spool[.unpack].entries(in: .ready).first)
        #expect(try site.spool[.unpack].quarantine(entry, from: .active, reason: "gone meanwhile") == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder(.unpack, .quarantine)).isEmpty)
    }

    /// As after `sudo rongthuk submit`: the entry is root's, and its reader is not.
    @Test func anEntryThatMustNotBeReadHoldsUpNobody() throws {
        let site = try TemporarySpool()
        let first = try site.take("root's letter")
        let second = try site.take("letter")
        let queue = site.spool[.unpack]
        let entry = try #require(try queue.entries(in: .ready).first { $0.item?.arrival == first.arrival })
        chmod("\(site.folder(.unpack, .ready))/\(entry.name)", 0)
        let others = try queue.entries(in: .ready).filter { $0 != entry }
        for other in others { chmod("\(site.folder(.unpack, .ready))/\(other.name)", 0o666) }
        for folder in ["tmp", "ready", "active", "quarantine"] { chmod("\(site.path)/queues/unpack/\(folder)", 0o777) }
        var reasons: [String] = []
        let claims = try asNobody {
            try (0..<2).map { _ in
                try queue.claim { entry, error in
                    reasons.append(error.description)
                    _ = try queue.quarantine(entry, from: .ready, reason: error.description)
                }
            }
        }
        #expect(claims.compactMap { $0?.envelope.item.arrival } == [second.arrival])
        #expect(try queue.entries(in: .quarantine).map(\.item) == [ItemID(first.arrival)])
        #expect(reasons.count == 1)
        #expect(reasons.first?.contains("Permission denied") == true)
    }

    /// Where setting aside fails too, the entries behind are worked, and the failure is told when nothing else is left.
    @Test func anEntryThatCannotEvenBeSetAsideHoldsUpNobody() throws {
        let site = try TemporarySpool()
        let first = try site.take("letter")
        let queue = site.spool[.unpack]
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(site.folder(.unpack, .ready))/0-foreign"))
        struct Refused: Error {}
        let claim = try queue.claim { _, _ in throw Refused() }
        #expect(claim?.envelope.item.arrival == first.arrival)
        #expect(throws: Refused.self) { try queue.claim { _, _ in throw Refused() } }
    }

    /// A leftover of an earlier round is damaged: the sound entry of the operator's round goes on.
    @Test func aDamagedEntryOfAnEarlierRoundEndsNothing() throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        let known = try #require(try site.spool.ledger.item(item))
        let arrival = try #require(try site.spool.ledger.arrival(item.arrival))
        let old = try #require(try site.spool[.unpack].entries(in: .ready).first)
        #expect(try site.spool.ledger.begin(1, of: known, event: "corrected", at: site.watch.time))
        try site.spool[.normalise].enqueue(Envelope(item: item, receivedAt: arrival.receivedAt, round: 1), arrival)
        try site.damage(old, in: .unpack)
        #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
        #expect(try site.spool.recover().faults.isEmpty)
        #expect(try site.spool.ledger.item(item)?.state == .inFlight)
        #expect(try site.spool.claim(from: .normalise, events: Silence())?.envelope.round == 1)
    }
}

/// Does something with the rights of nobody, on this thread: root may read everything.
private func asNobody<Result>(_ body: () throws -> Result) throws -> Result {
    // No module of Swift's has <sys/fsuid.h>.
    typealias SetUser = @convention(c) (uid_t) -> Int32
    let setUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetUser.self)
    _ = setUser(65534)
    defer { _ = setUser(geteuid()) }
    return try body()
}
