import ComplaintModel
import Foundation
import PipelineContract
import Spool
import StageRuntime
import Testing

@Suite struct FaultTests {
    /// A fault of the house costs no letter a try, however long it lasts; it is told once, and so is its end.
    @Test(arguments: ["engine", "disk"])
    func aFaultOfTheHouseIsWaitedOut(_ kind: String) async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        let fault: any Error =
            kind == "engine" ? HouseFault("No engine.") : SpoolError(.system(ENOSPC), "No space left on device.")
        let broken = site.worker(attempts: 3) { arrival, context in
            #expect(context.attempts == 0)
            guard site.now.time.milliseconds >= 10_000_000 else { throw fault }
            return .reject(reason: "test")
        }
        for _ in 0..<30 {
            await #expect(throws: (any Error).self) { try await broken.step() }
            site.now.pass(seconds: 130)
            _ = try site.spool.queue(.unpack).wakeDeferred(at: site.now.time)
        }
        #expect(site.events.names == [.queueError])
        #expect(try site.spool.ledger.item(item)?.state == .inFlight)
        site.now.pass(seconds: 100_000)
        _ = try site.spool.queue(.unpack).wakeDeferred(at: site.now.time)
        #expect(try await broken.step())
        #expect(site.events.names == [.queueError, .itemRejected, .queueResumed])
    }

    /// Should one letter look like a fault of the house, it holds up no other.
    @Test func theNextTryIsAnotherLetters() async throws {
        let site = try WorkerSite()
        let first = try await site.take("one")
        site.now.pass(seconds: 1)
        let second = try await site.take("two")
        let worker = site.worker { _, context in
            if context.item == first { throw HouseFault("Out of memory.") }
            return .reject(reason: "test")
        }
        await #expect(throws: HouseFault.self) { try await worker.step() }
        #expect(try await worker.step())
        #expect(try site.spool.ledger.item(second)?.state == .rejected)
    }

    @Test func whatNoRetryCanMendIsPutAsideAtOnce() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        let worker = site.worker { arrival, _ in throw SpoolError(.missing, "The evidence is gone.") }
        #expect(try await worker.step())
        #expect(try site.spool.ledger.item(item)?.state == .quarantined)
        #expect(try site.spool.ledger.item(item)?.reason == "The evidence is gone.")
    }

    /// A payload that cannot be written is the item's own fault: it is given up like any other, not tried for ever.
    @Test func whatCannotBeWrittenIsGivenUp() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        let worker = site.worker(attempts: 1) { _, context in
            .advance([Parcel(to: .normalise, item: context.item, payload: Double.nan)])
        }
        #expect(try await worker.step())
        #expect(try site.spool.ledger.item(item)?.state == .quarantined)
        #expect(try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {}).holds)
    }

    @Test func noWaitIsLongerThanTheLongest() async throws {
        let site = try WorkerSite()
        _ = try await site.take("letter")
        let worker = site.worker { _, _ in .retry(afterSeconds: 1e9, reason: "much later") }
        #expect(try await worker.step())
        let due = try #require(try site.spool.queue(.unpack).wakeDeferred(at: site.now.time))
        #expect(due.seconds(since: site.now.time) == 3600)
    }
}
