import ComplaintModel
import Foundation
import PipelineContract
import Testing

@testable import Spool

@Suite struct BalanceTests {
    @Test(arguments: [Ledger.State.rejected, .quarantined])
    func whatTheStoreHoldsMustBeFiled(_ state: Ledger.State) async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(state == .rejected ? .reject(reason: "test") : .quarantine(reason: "test"))
        #expect(try await site.balance().holds)
        #expect(try await site.balance(filed: [item]).faults.map(\.item) == [item.rawValue])
    }

    /// All that disagree are looked at together: three pauses, however many they are.
    @Test func manySuspectsCostThreePauses() async throws {
        let site = try TemporarySpool()
        for number in 0..<50 {
            try site.spool.ledger.record(
                .filed, of: ItemID(try site.take("letter \(number)").arrival), round: 0, at: site.watch.time)
        }
        let pauses = Counter()
        let balance = try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: { pauses.add() })
        #expect(balance.faults.count == 50)
        #expect(pauses.count == 3)
        #expect(try site.spool.accounts().map(\.filed) == [50])
    }

    @Test func whatComesRightMeanwhileIsNoFault() async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.spool.ledger.record(.filed, of: item, round: 0, at: site.watch.time)
        #expect(try await site.spool.balance(filed: [], isFiled: { $0 == item }, pause: {}).holds)
    }

    @Test func aSplitWithoutLettersIsNamed() async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.spool.ledger.record(.split, of: item, round: 0, at: site.watch.time)
        #expect(try await site.balance().faults.map(\.item) == [item.rawValue])
    }

    @Test func aStageThatGivesNothingOnLosesNothing() async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(.advance([]))
        #expect(try site.spool.ledger.item(item)?.state == .quarantined)
        #expect(try await site.balance().holds)
    }
}

/// What was filed stays filed: a later reading that is not filed itself takes nothing from the store.
@Suite struct StartingAgainTests {
    private let code = TrackingCode(buddhistYear: 2569, number: 7)

    @Test func whatIsFiledIsReadAgainOnlyWhenAskedFor() async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(.filed(code))
        #expect(throws: HandRefusal.filed(item, as: code.rawValue)) { try site.spool.startAgain(item.arrival) }
        try site.spool.startAgain(item.arrival, again: true)
        #expect(try site.dieHolding().round == 1)
    }

    @Test(arguments: ["reject", "quarantine"])
    func aLaterReadingThatFailsLeavesTheComplaintFiled(_ end: String) async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(.filed(code))
        try site.spool.startAgain(item.arrival, again: true)
        try site.settle(end == "reject" ? .reject(reason: "no") : .quarantine(reason: "no"))
        let known = try #require(try site.spool.ledger.item(item))
        #expect((known.state, known.round, known.reason) == (.filed, 1, code.rawValue))
        #expect(try site.spool.ledger.events(of: item.arrival).last?.detail == "no")
        #expect(try await site.balance(filed: [item]).holds)
    }

    /// Rounds are compared by name, so even what nobody can read any more is cleared away, with notes left alone.
    @Test func anUnreadableEntryDoesNotHinder() async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(.hold(ReviewCase.empty(item, site)))
        let entry = try #require(try site.spool[.review].entries(in: .held).first)
        try site.damage(entry, in: .review)
        let note = "\(site.folder(.review, .quarantine))/\(entry.noteName)"
        try Data("lone".utf8).write(to: URL(fileURLWithPath: note))
        try site.spool.startAgain(item.arrival)
        #expect(try site.spool[.review].entries(in: .held).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: note))
        #expect(try await site.balance().holds)
    }

    /// Letters of an earlier reading that were not settled are found anew, and are no ghosts where they are not.
    @Test func unsettledLettersAreFoundAnew() async throws {
        let site = try TemporarySpool()
        let arrival = try site.take("batch").arrival
        let parts = (1...3).map { ItemID(arrival, part: $0) }
        try site.settle(.advance(parts.map { Parcel(to: .recognise, item: $0, payload: "page") }))
        try site.settle(.reject(reason: "blank"), at: .recognise)
        let inHand = try #require(try site.spool.claim(from: .recognise, events: Silence()))
        try site.spool.startAgain(arrival)
        let parcel = Parcel(to: .normalise, item: inHand.envelope.item, payload: "text")
        try site.spool.settle(inHand, .advance([parcel]), seconds: 0, events: Silence())
        #expect(try site.spool[.normalise].entries(in: .ready).isEmpty, "what was in hand is stale")
        #expect(try site.spool.claim(from: .recognise, events: Silence()) == nil)
        try site.settle(.advance([Parcel(to: .recognise, item: ItemID(arrival), payload: "pages")]))
        #expect(try site.spool.recover() == .init())
        #expect(try site.spool.accounts().map { [$0.letters, $0.rejected, $0.inFlight] } == [[2, 1, 1]])
        #expect(try await site.balance().holds)
    }
}

private final class Counter {
    private(set) var count = 0
    func add() { count += 1 }
}
