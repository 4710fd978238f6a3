import ComplaintModel
import PipelineContract
import Testing

@testable import Spool

/// What a rule rejected and a person sends in again carries the note that no rule is to reject it any more.
@Suite struct OverrulingTests {
    private func carried(_ site: TemporarySpool) throws -> Arrival {
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        defer { try? site.spool.giveBack(claim) }
        return try claim.payload(as: Arrival.self)
    }

    @Test func aRejectionIsOverruledByStartingAgain() throws {
        let site = try TemporarySpool()
        let arrival = try site.take("a").arrival
        #expect(try carried(site).provenance.details[Provenance.overruled] == nil)
        try site.settle(.reject(reason: "mail rule list: x"))
        try site.spool.startAgain(arrival)
        #expect(try carried(site).provenance.details[Provenance.overruled] == "yes")
        #expect(try site.spool.ledger.events(of: arrival).map(\.event).contains("rejection overruled"))
        // What the ledger knows of the arrival stays as it was.
        #expect(try site.spool.ledger.arrival(arrival)?.provenance.details[Provenance.overruled] == nil)
    }

    @Test func whatWasNotRejectedIsNotOverruled() throws {
        let site = try TemporarySpool()
        let arrival = try site.take("a").arrival
        try site.settle(.quarantine(reason: "x"))
        try site.spool.startAgain(arrival)
        #expect(try carried(site).provenance.details[Provenance.overruled] == nil)
    }

    @Test func aCrashDoesNotForgetIt() throws {
        let site = try TemporarySpool()
        let arrival = try site.take("a").arrival
        try site.settle(.reject(reason: "mail rule list: x"))
        try site.spool.startAgain(arrival)
        // The entry is lost, the round in the ledger stays: what a crash in between leaves.
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        try claim.claim.queue.finish(claim.claim.entry, from: .active)
        #expect(try site.spool.recover().restored == 1)
        #expect(try carried(site).provenance.details[Provenance.overruled] == "yes")
    }
}
