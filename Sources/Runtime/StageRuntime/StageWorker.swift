internal import ComplaintModel
public import PipelineContract
public import Spool

/// When a failed item is tried again, and when no more.
public struct RetryPolicy: Codable, Sendable, Hashable {
    /// How many tries before the item goes to quarantine.
    public var attempts = 20
    /// Seconds before the second try; each further wait is three times as long.
    public var firstDelaySeconds: Double = 5
    /// The longest wait in seconds.
    public var longestDelaySeconds: Double = 3600

    /// Twenty tries, from five seconds to an hour apart: most of a day.
    public init() {}

    /// How long to wait after `attempts` failed tries.
    public func delay(afterAttempts attempts: Int) -> Double {
        var delay = firstDelaySeconds
        for _ in 1..<max(1, attempts) where delay < longestDelaySeconds { delay *= 3 }
        return min(delay, longestDelaySeconds)
    }

    private enum CodingKeys: String, CodingKey {
        case attempts
        case firstDelaySeconds = "first_delay_secs"
        case longestDelaySeconds = "longest_delay_secs"
    }
}

/// Drives one stage: claims an item, lets the stage decide, and settles what it decided.
///
/// Settling keeps one order, which is what makes a crash at any point harmless: first what follows is durable (the next
/// queue's entry, the held case, the complaint in the store), then the ledger says so, then the claimed entry goes.
public struct StageWorker<S: Stage>: Sendable {
    private let stage: S
    private let spool: SpoolDirectory
    private let policy: RetryPolicy
    private let events: any EventSink

    /// Makes a worker of a stage.
    public init(_ stage: S, spool: SpoolDirectory, policy: RetryPolicy = RetryPolicy(), events: any EventSink) {
        (self.stage, self.spool, self.policy, self.events) = (stage, spool, policy, events)
    }

    /// Works until cancelled; a fault of the spool itself (a full disk) makes it wait, never stop.
    public func run() async {
        while !Task.isCancelled {
            do {
                let next = try spool.queue(stage.queue).wakeDeferred(at: spool.clock())
                if try await step() { continue }
                let untilNext = next.map { $0.seconds(since: spool.clock()) } ?? 1
                await spool.queue(stage.queue).waitForWork(atMostSeconds: min(0.5, max(0.01, untilNext)))
            } catch {
                events.emit(PipelineEvent(.queueError, queue: stage.queue, detail: "\(error)"))
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// Handles one ready item; gives false where there was none.
    public func step() async throws -> Bool {
        guard let claim = try spool.claim(from: stage.queue, events: events) else { return false }
        let started = spool.clock()
        do {
            let outcome = try await decide(claim, now: started)
            // What was decided while the engines were being stopped may be their death, not the item's: do it again.
            try Task.checkCancellation()
            let seconds = spool.clock().seconds(since: started)
            try spool.settle(claim, outcome, seconds: seconds, events: events)
        } catch is CancellationError {
            try spool.giveBack(claim)
        } catch {
            // The settling met a disk that cannot be written: the entry stays as it was. Where it cannot even be given
            // back now, the next look at the queue frees it.
            try? spool.giveBack(claim)
            throw error
        }
        return true
    }

    private func decide(_ claim: ClaimedItem, now: Timestamp) async throws -> Outcome {
        let envelope = claim.envelope
        let input: S.Input
        do {
            input = try claim.payload(as: S.Input.self)
        } catch {
            return .quarantine(reason: "The record cannot be read by this version of \(stage.queue.rawValue): \(error)")
        }
        do {
            let context = StageContext(
                item: envelope.item, now: now, attempts: envelope.attempts, trail: envelope.trail)
            return try await stage.process(input, context: context)
        } catch let error as CancellationError {
            throw error
        } catch  where Task.isCancelled {
            throw CancellationError()
        } catch {
            let attempts = envelope.attempts + 1
            guard attempts < policy.attempts else {
                return .quarantine(reason: "Given up after \(attempts) tries. The last said: \(error)")
            }
            return .retry(afterSeconds: policy.delay(afterAttempts: attempts), reason: "\(error)")
        }
    }
}
