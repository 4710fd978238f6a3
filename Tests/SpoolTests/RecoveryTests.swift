import ComplaintModel
import Foundation
import PipelineContract
import Testing

@testable import Spool

@Suite struct RecoveryTests {
    /// A letter that kills the program each time is tried less and less often, beside the others, and given up.
    @Test func aLetterThatEndsTheProgramIsGivenUp() async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("poison").arrival)
        var waits: [Double] = []
        for life in 1...6 {
            try site.dieHolding()
            _ = try site.spool.recover(givingUpAfter: 6)
            guard life < 6 else { break }
            #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
            let due = try #require(try site.spool[.unpack].wake(at: site.watch.time))
            waits.append(due.seconds(since: site.watch.time))
            site.watch.turn(seconds: 61)
            _ = try site.spool[.unpack].wake(at: site.watch.time)
        }
        #expect(waits == [1, 3, 9, 27, 60])
        #expect(try site.spool.ledger.item(item)?.state == .quarantined)
        #expect(try site.spool.ledger.item(item)?.reason?.contains("program ended") == true)
        #expect(try await site.balance().holds)
    }

    @Test func whatWasGivenBackIsReadyAsItWas() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        do {
            let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
            try site.spool.giveBack(claim)
        }
        #expect(try site.spool.recover() == .init())
        #expect(try site.dieHolding().attempts == 0)
    }

    @Test func whatAFaultOfTheDiskLeftActiveIsReadyAsItWas() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        try site.dieHolding()
        #expect(try site.dieHolding().attempts == 0)
    }

    /// Rounds are read off the names: neither recovery nor a claim opens what waits for operators.
    @Test func recoveryNeedsNoHeldRecord() throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(.hold(ReviewCase.empty(item, site)))
        let entry = try #require(try site.spool[.review].entries(in: .held).first)
        #expect(entry.round == 0)
        try site.damage(entry, in: .review)
        #expect(try site.spool.recover() == .init())
        try site.spool.ledger.record(.rejected, of: item, round: 0, reason: "test", at: site.watch.time)
        #expect(try site.spool.recover().stale == 1)
        #expect(try site.spool[.review].entries(in: .held).isEmpty)
    }

    /// A decision that took the new round and got no further: the item waits as before, in the round before.
    @Test func aDecisionCutShortIsOpenAgain() async throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(.hold(ReviewCase.empty(item, site)))
        let known = try #require(try site.spool.ledger.item(item))
        #expect(try site.spool.ledger.begin(1, of: known, event: "accepted", at: site.watch.time))
        #expect(try await !site.balance().holds)
        #expect(try site.spool.recover().reopened == 1)
        let open = try #require(try site.spool.ledger.item(item))
        #expect((open.state, open.round, open.reason) == (known.state, known.round, known.reason))
        #expect(try await site.balance().holds)
        #expect(try site.spool.recover() == .init())
    }

    /// A new start that took the round and got no further begins again from the evidence, in that round.
    @Test func aStartCutShortIsMade() throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        try site.settle(.reject(reason: "test"))
        let known = try #require(try site.spool.ledger.item(item))
        #expect(try site.spool.ledger.beginAgain(1, of: known, at: site.watch.time))
        #expect(try site.spool.recover().restored == 1)
        #expect(try site.dieHolding().round == 1)
    }

    @Test func ofTwoWhoSawTheSameRoundOneBeginsTheNext() throws {
        let site = try TemporarySpool()
        let item = ItemID(try site.take("letter").arrival)
        let known = try #require(try site.spool.ledger.item(item))
        #expect(try site.spool.ledger.begin(1, of: known, event: "one", at: site.watch.time))
        #expect(try !site.spool.ledger.begin(1, of: known, event: "other", at: site.watch.time))
    }

    /// A redelivery finds what was lost between ledger and queue, wherever else the item may stand.
    @Test func aRedeliveryRestoresOnlyWhatIsNowhere() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        site.watch.turn(seconds: 60)
        try site.settle(.retry(afterSeconds: 5, reason: "busy"))
        #expect(try site.take("letter").isRedelivery)
        #expect(try site.spool[.unpack].entries(in: .ready).isEmpty)
        for entry in try site.spool[.unpack].entries(in: .deferred) {
            try site.spool[.unpack].finish(entry, from: .deferred)
        }
        #expect(try site.take("letter").isRedelivery)
        #expect(try site.spool[.unpack].entries(in: .ready).count == 1)
    }
}

@Suite struct WakingTests {
    /// A clock that was years ahead put entries off; corrected, it must not leave them there.
    @Test func whatAWrongClockPutOffIsDue() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        site.watch.turn(seconds: 200_000_000)
        try site.settle(.retry(afterSeconds: 60, reason: "busy"))
        site.watch.turn(seconds: -200_000_000)
        #expect(try site.spool[.unpack].wakeDeferred(at: site.watch.time, longestDelay: 3600) == nil)
        #expect(try site.spool.claim(from: .unpack, events: Silence()) != nil)
    }

    @Test func theNextTimeIsRememberedAndOthersAreNoticedSoon() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        try site.settle(.retry(afterSeconds: 60, reason: "busy"))
        let queue = site.spool[.unpack]
        let due = site.watch.time.adding(seconds: 60)
        #expect(try queue.wake(at: site.watch.time) == due)
        // Another process lets it go on now.
        let entry = try #require(try queue.entries(in: .deferred).first)
        try queue.finish(entry, from: .deferred)
        #expect(try queue.wake(at: site.watch.time) == due, "the folder is not listed again at once")
        site.watch.turn(seconds: 2)
        #expect(try queue.wake(at: site.watch.time) == nil)
    }

    @Test func anOlderEntryThatComesBackIsNotBehindTheWholeBacklog() throws {
        let site = try TemporarySpool()
        let queue = site.spool[.normalise]
        func put(_ number: Int) throws {
            let item = ItemID(ArrivalID(channel: .sms, source: .desk, channelKey: "\(number)"))
            try queue.enqueue(Envelope(item: item, receivedAt: Timestamp(milliseconds: Int64(number))), number)
        }
        for number in 1...300 { try put(number) }
        _ = try #require(try queue.claim(settingAside: { _, _ in }))
        try put(0)
        var claims = 0
        while let claim = try queue.claim(settingAside: { _, _ in }), claim.envelope.receivedAt.milliseconds != 0 {
            claims += 1
        }
        #expect(claims < 260)
        #expect(try queue.hasEntries(in: .ready))
        #expect(try !queue.hasEntries(in: .held))
    }
}

extension ReviewCase {
    /// A case without pages.
    static func empty(_ item: ItemID, _ site: TemporarySpool) throws -> ReviewCase {
        let arrival = try #require(try site.spool.ledger.arrival(item.arrival))
        let document = Document(item: item, arrival: arrival, pages: [])
        return ReviewCase(subject: .document(document), doubts: [Doubt(.emptyReading, detail: "nothing")])
    }
}
