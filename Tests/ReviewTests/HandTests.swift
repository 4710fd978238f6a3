import ComplaintModel
import Foundation
import PipelineContract
import Review
import Spool
import Testing

@Suite struct HandTests {
    private func entryPath(_ site: DeskSite) throws -> String {
        let entry = try #require(try site.spool.queue(.review).entries(in: .held).first)
        return "\(site.path)/queues/review/held/\(entry.name)"
    }

    @Test func aDamagedRecordIsSetAsideAndTheOthersAreListed() async throws {
        let site = try DeskSite()
        try await site.hold()
        let path = try entryPath(site)
        try await site.hold(key: "other")
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: path))
        let desk = try ReviewDesk(site.spool, events: Silence())
        #expect(try desk.waiting().count == 1)
        #expect(try site.spool.ledger.item(site.item)?.state == .quarantined)
        #expect(try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {}).holds)
        try site.spool.startAgain(site.item.arrival)
        #expect(try site.spool.queue(.review).entries(in: .quarantine).isEmpty)
    }

    /// A record that waits is open only once the ledger says so: never both open and on its way.
    @Test func whatIsOnItsWayIsNotOpen() async throws {
        let site = try DeskSite()
        try await site.hold()
        let queue = site.spool.queue(.review)
        let entry = try #require(try queue.entries(in: .held).first)
        let (envelope, reviewCase) = try queue.read(ReviewCase.self, of: entry)
        let desk = try ReviewDesk(site.spool, events: Silence())
        try desk.accept(site.item, by: "somsri")
        // The power went before the removal of the held entry was durable.
        try queue.enqueue(envelope, reviewCase, state: .held)
        #expect(try desk.waiting().isEmpty)
        #expect(throws: ReviewError.notWaiting(site.item)) { try desk.take(site.item, by: "malee") }
        #expect(try site.spool.ledger.item(site.item)?.round == 1)
    }

    /// The next queue cannot be written: the decision fails, the item is open as before and can be decided again.
    @Test func aDecisionThatFailedIsOpenAgain() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        // A folder of that name lets the last rename fail, after the ledger has begun the round.
        let name = try URL(fileURLWithPath: entryPath(site)).lastPathComponent
            .replacingOccurrences(of: ".0.record", with: ".1.record")
        let folder = "\(site.path)/queues/file/ready/\(name)"
        try FileManager.default.createDirectory(atPath: "\(folder)/x", withIntermediateDirectories: true)
        #expect(throws: SpoolError.self) { try desk.accept(site.item, by: "somsri") }
        #expect(try site.spool.ledger.item(site.item)?.round == 1)
        try FileManager.default.removeItem(atPath: folder)
        #expect(try desk.waiting().map(\.item) == [site.item])
        #expect(try site.spool.ledger.item(site.item)?.round == 0)
        try desk.accept(site.item, by: "malee")
        #expect(try site.spool.claim(from: .file, events: Silence())?.envelope.round == 1)
    }

    @Test func rejectingALaterReadingLeavesTheComplaintFiled() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        try desk.accept(site.item, by: "somsri")
        let code = TrackingCode(buddhistYear: 2569, number: 3)
        let claim = try #require(try site.spool.claim(from: .file, events: Silence()))
        try site.spool.settle(claim, .filed(code), seconds: 0, events: Silence())
        try desk.startAgain(site.item.arrival, by: "somsri", again: true)
        try await site.hold()
        #expect(try desk.reject(site.item, by: "somsri", reason: "a worse reading") == .filed)
        #expect(try site.spool.ledger.item(site.item)?.reason == code.rawValue)
        let filed: Set = [site.item]
        #expect(try await site.spool.balance(filed: filed, isFiled: filed.contains, pause: {}).holds)
    }

    @Test func nobodyStartsAgainWhatAColleagueHasInHand() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        _ = try desk.take(site.item, by: "somsri")
        #expect(throws: ReviewError.self) { try desk.startAgain(site.item.arrival, by: "malee", again: false) }
        #expect(try desk.waiting().count == 1)
        try desk.startAgain(site.item.arrival, by: "somsri", again: false)
        #expect(try desk.waiting().isEmpty)
    }

    @Test func leasesAreBoundedAndThoseOfAWrongClockAreVoid() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        let long = try desk.take(site.item, by: "somsri", minutes: .max)
        #expect(long.until.seconds(since: long.since) == 480 * 60)
        let short = try desk.take(site.item, by: "somsri", minutes: -5)
        #expect(short.until.seconds(since: short.since) == 60)
        site.pass(minutes: -10)
        #expect(try desk.waiting().first?.lease == nil)
        _ = try desk.take(site.item, by: "malee")
    }
}
