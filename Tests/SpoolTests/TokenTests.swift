import ComplaintModel
import PipelineContract
import Testing

@testable import Spool

/// A request that is sent or replayed again counts once, also after a restart; a token never brings two things.
@Suite struct TokenTests {
    private func incoming(_ text: String, token: String) -> Incoming {
        Incoming(
            channel: .web, source: .desk, channelKey: text, mediaType: .json, provenance: Provenance(),
            bytes: Array(text.utf8), token: DeliveryToken(token, keptSeconds: 600))
    }

    @Test func theSameRequestCountsOnceAndIsStillKnownAfterARestart() async throws {
        let site = try TemporarySpool()
        let first = try site.spool.commit([incoming("a", token: "t")])[0]
        #expect(first.delivery == .first)
        let reopened = try SpoolDirectory(
            site.path, marks: .none, allowingAnyFileSystem: true, clock: { [watch = site.watch] in watch.time })
        #expect(
            try reopened.commit([incoming("a", token: "t")])
                == [Receipt(arrival: first.arrival, delivery: .repeated)])
        #expect(try await site.balance().accounts[0].deliveries == 1)
        #expect(try site.spool[.unpack].entries(in: .ready).count == 1)
    }

    @Test func theSameThingInANewRequestIsOneMoreDelivery() throws {
        let site = try TemporarySpool()
        _ = try site.spool.commit([incoming("a", token: "t")])
        #expect(try site.spool.commit([incoming("a", token: "u")])[0].delivery == .again)
    }

    @Test func aTokenThatIsUsedForSomethingElseKeepsNothing() async throws {
        let site = try TemporarySpool()
        let first = try site.spool.commit([incoming("a", token: "t")])[0]
        let second = incoming("b", token: "t")
        let receipts = try site.spool.commit([incoming("c", token: "v"), second, incoming("d", token: "w")])
        #expect(receipts.map(\.delivery) == [.first, .conflicting, .first])
        #expect(receipts[1].arrival == first.arrival)
        let digest = ContentDigest(of: second.bytes)
        #expect(throws: SpoolError.self) { try site.spool.evidence.read(digest) }
        #expect(try await site.balance().accounts[0].arrivals == 3)
    }

    @Test func ofTwoThingsUnderOneTokenAtOnceOneIsTaken() async throws {
        let site = try TemporarySpool()
        let receipts = try site.spool.commit([incoming("a", token: "t"), incoming("b", token: "t")])
        #expect(receipts.map(\.delivery) == [.first, .conflicting])
        #expect(try site.spool[.unpack].entries(in: .ready).count == 1)
        #expect(try await site.balance().accounts[0].arrivals == 1)
    }

    @Test func tokensAreForgottenInTime() throws {
        let site = try TemporarySpool()
        _ = try site.spool.commit([incoming("a", token: "t")])
        site.watch.turn(seconds: 601)
        #expect(try site.spool.commit([incoming("b", token: "t")])[0].delivery == .first)
    }
}
