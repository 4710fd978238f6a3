internal import ComplaintModel
public import PipelineContract
public import Spool

/// Drives one stage: claims an item, lets the stage decide, and settles what it decided.
///
/// Settling keeps one order, which is what makes a crash at any point harmless: first what follows is durable (the next
/// queue's entry, the held case, the complaint in the store), then the ledger says so, then the claimed entry goes.
///
/// Faults are told apart: one of the house is waited out, no try counted; an item's own that no retry can mend (its
/// evidence is gone) puts it into quarantine; any other is tried again, later and later. Copies of a worker wait as one.
public struct StageWorker<S: Stage>: Sendable {
    private let stage: S
    private let spool: SpoolDirectory
    private let policy: RetryPolicy
    private let events: any EventSink
    private let outage = Outage()

    /// Makes a worker of a stage.
    public init(_ stage: S, spool: SpoolDirectory, policy: RetryPolicy = RetryPolicy(), events: any EventSink) {
        (self.stage, self.spool, self.policy, self.events) = (stage, spool, policy, events)
    }

    /// Works until cancelled; a fault of the house (a full disk) makes it wait, up to a minute at a time, never stop.
    public func run() async {
        let queue = spool.queue(stage.queue)
        while !Task.isCancelled {
            do {
                let next = try queue.wakeDeferred(at: spool.clock(), longestDelay: policy.longestDelaySeconds)
                if try await step() { continue }
                let untilNext = next.map { $0.seconds(since: spool.clock()) } ?? 1
                await queue.waitForWork(atMostSeconds: min(0.5, max(0.01, untilNext)))
            } catch {
                try? await Task.sleep(for: .seconds(outage.pause))
            }
        }
    }

    /// Handles one ready item; gives false where there was none.
    ///
    /// - Throws: a fault of the house; it is told once, when it begins, and so is its end.
    public func step() async throws -> Bool {
        do {
            guard let claim = try spool.claim(from: stage.queue, events: events) else { return false }
            try await work(on: claim)
        } catch {
            if outage.meet() { events.emit(PipelineEvent(.queueError, queue: stage.queue, detail: "\(error)")) }
            throw error
        }
        if !Task.isCancelled, outage.end() { events.emit(PipelineEvent(.queueResumed, queue: stage.queue)) }
        return true
    }

    private func work(on claim: ClaimedItem) async throws {
        let started = spool.clock()
        do {
            do {
                let outcome = try await decide(claim, now: started)
                // What was decided while the engines were being stopped may be their death, not the item's: again.
                try Task.checkCancellation()
                try spool.settle(claim, outcome, seconds: spool.clock().seconds(since: started), events: events)
            } catch let error where !error.isNobodysFault && !SpoolDirectory.isFaultOfTheHouse(error) {
                try spool.settle(
                    claim, outcome(of: error, after: claim.envelope.attempts + 1),
                    seconds: spool.clock().seconds(since: started), events: events)
            }
        } catch let error where error.isNobodysFault {
            try spool.giveBack(claim)
        } catch {
            // It goes back as it was, for longer than the house is waited for, so that the next try is another item's
            // and one that is at fault itself after all holds up nobody. Where it cannot even be given back now, the
            // next look at the queue frees it.
            try? spool.giveBack(claim, until: spool.clock().adding(seconds: 2 * outage.nextPause))
            throw error
        }
    }

    private func decide(_ claim: ClaimedItem, now: Timestamp) async throws -> Outcome {
        let envelope = claim.envelope
        let input: S.Input
        do {
            input = try claim.payload(as: S.Input.self)
        } catch {
            return .quarantine(reason: "The record cannot be read by this version of \(stage.queue.rawValue): \(error)")
        }
        let context = StageContext(item: envelope.item, now: now, attempts: envelope.attempts, trail: envelope.trail)
        let outcome = try await stage.process(input, context: context)
        return switch outcome {
        case .retry(let seconds, let reason):
            .retry(afterSeconds: min(seconds, policy.longestDelaySeconds), reason: reason)
        case .wait(let seconds, let what): .wait(seconds: min(seconds, policy.longestDelaySeconds), for: what)
        default: outcome
        }
    }

    /// What a fault of the item itself leads to.
    private func outcome(of error: any Error, after attempts: Int) -> Outcome {
        if error is SpoolError { return .quarantine(reason: "\(error)") }
        guard attempts < policy.attempts else {
            return .quarantine(reason: "Given up after \(attempts) tries. The last said: \(error)")
        }
        return .retry(afterSeconds: policy.delay(afterAttempts: attempts), reason: "\(error)")
    }
}

extension Error {
    /// Whether it only says that the work is being stopped.
    fileprivate var isNobodysFault: Bool { self is CancellationError || Task.isCancelled }
}
