import ComplaintModel
import Foundation
import PipelineContract
import Spool
import StageRuntime
import Synchronization
import Testing

/// A stage that does what the test says.
struct ScriptedStage: Stage {
    let queue = QueueName.unpack
    let act: @Sendable (Arrival, StageContext) async throws -> Outcome

    func process(_ input: Arrival, context: StageContext) async throws -> Outcome { try await act(input, context) }
}

final class EventList: EventSink {
    private let list = Mutex([PipelineEvent.Name]())
    func emit(_ event: PipelineEvent) { list.withLock { $0.append(event.name) } }
    var names: [PipelineEvent.Name] { list.withLock { $0 } }
}

struct Trouble: Error {}

final class WorkerSite: Sendable {
    let path = NSTemporaryDirectory() + "worker-\(UUID().uuidString)"
    let spool: SpoolDirectory
    let events = EventList()
    let now = TimeBox()

    init() throws {
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        let now = self.now
        spool = try SpoolDirectory(path, marks: marks, allowingAnyFileSystem: true, clock: { now.time })
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func take(_ text: String) async throws -> ItemID {
        let source = try #require(SourceName(rawValue: "desk"))
        let receipt = try await spool.makeIntake().take(
            Incoming(
                channel: .scan, source: source, channelKey: text, mediaType: .unknown, provenance: Provenance(),
                bytes: Array(text.utf8)))
        return ItemID(receipt.arrival)
    }

    func worker(
        attempts: Int = 3, _ act: @escaping @Sendable (Arrival, StageContext) async throws -> Outcome
    ) -> StageWorker<ScriptedStage> {
        var policy = RetryPolicy()
        policy.attempts = attempts
        return StageWorker(ScriptedStage(act: act), spool: spool, policy: policy, events: events)
    }
}

final class TimeBox: Sendable {
    private let value = Mutex<Int64>(1_000_000)
    var time: Timestamp { Timestamp(milliseconds: value.withLock { $0 }) }
    func pass(seconds: Int64) { value.withLock { $0 += seconds * 1000 } }
}

@Suite struct StageWorkerTests {
    @Test func anItemGoesOnWithItsTrail() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        let worker = site.worker { arrival, context in
            .advance([Parcel(to: .normalise, item: context.item, payload: arrival)])
        }
        #expect(try await worker.step())
        #expect(try await !worker.step())
        let entry = try #require(try site.spool.find(item))
        #expect(entry.queue == .normalise)
        let envelope = try site.spool.queue(.normalise).envelope(of: entry.entry)
        #expect(envelope.trail.map(\.queue) == [.unpack])
        #expect(site.events.names == [.itemAdvanced])
    }

    @Test func aPassingFaultIsTriedAgainAndALastingOneEndsInQuarantine() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        let worker = site.worker(attempts: 3) { _, _ in throw Trouble() }
        for attempt in 1...3 {
            #expect(try await worker.step())
            if attempt < 3 {
                #expect(try await !worker.step(), "it waits before the next try")
                site.now.pass(seconds: 3600)
                _ = try site.spool.queue(.unpack).wakeDeferred(at: site.now.time)
            }
        }
        #expect(try site.spool.ledger.item(item)?.state == .quarantined)
        #expect(try site.spool.queue(.unpack).entries(in: .quarantine).count == 1)
        #expect(try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {}).holds)
    }

    @Test func aRecordOfAnotherKindGoesToQuarantine() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        let queue = site.spool.queue(.unpack)
        let entry = try #require(try queue.entries(in: .ready).first)
        try queue.enqueue(try queue.envelope(of: entry), ["not": "an arrival"])
        let worker = site.worker { _, _ in .reject(reason: "not reached") }
        #expect(try await worker.step())
        #expect(try site.spool.ledger.item(item)?.state == .quarantined)
    }

    @Test func whatIsInHandGoesBackWhenTheWorkIsCancelled() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        let started = AsyncStream.makeStream(of: Void.self)
        let worker = site.worker { _, _ in
            started.continuation.yield()
            // An engine that is being shut down answers with a fault, which must not be taken for the item's own.
            while !Task.isCancelled { await Task.yield() }
            return .quarantine(reason: "the engine died")
        }
        let work = Task { await worker.run() }
        for await _ in started.stream { break }
        work.cancel()
        await work.value
        #expect(try site.spool.queue(.unpack).entries(in: .ready).map(\.item) == [item])
        #expect(try site.spool.ledger.item(item)?.state == .inFlight)
    }

    @Test func aRejectedItemKeepsItsReason() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        #expect(try await site.worker { _, _ in .reject(reason: "automatic reply") }.step())
        #expect(try site.spool.ledger.item(item)?.reason == "automatic reply")
        #expect(try site.spool.find(item) == nil)
    }

    /// `queue retry` sends even a rejected item round again.
    @Test func whatWasSettledCanStartAgain() async throws {
        let site = try WorkerSite()
        let item = try await site.take("letter")
        #expect(try await site.worker { _, _ in .reject(reason: "by mistake") }.step())
        try site.spool.startAgain(item.arrival)
        #expect(try site.spool.ledger.item(item)?.state == .inFlight)
        let code = TrackingCode(buddhistYear: 2569, number: 1)
        #expect(try await site.worker { _, _ in .filed(code) }.step())
        #expect(try site.spool.ledger.item(item)?.state == .filed)
        #expect(try site.spool.ledger.item(item)?.round == 1)
    }

    @Test func waitsGrowUpToTheLongest() {
        let policy = RetryPolicy()
        let delays = (1...12).map(policy.delay(afterAttempts:))
        #expect(delays.prefix(4) == [5, 15, 45, 135])
        #expect(delays.last == policy.longestDelaySeconds)
    }
}
