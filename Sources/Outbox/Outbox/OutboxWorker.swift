public import ComplaintModel
public import ComplaintStore
public import PipelineContract

/// Sends to one destination what the outbox holds for it, one delivery after the other.
///
/// Each is noted as begun before anything is sent. After a crash in between nobody knows whether it got there: a
/// repeatable destination gets it again, any other does not, and the delivery stays visible as unsure.
public struct OutboxWorker: Sendable {
    private let name: String
    private let destination: any Destination
    private let outbox: any OutboxStoring
    private let events: any EventSink
    private let clock: @Sendable () -> Timestamp
    private let longestDelay = 3600.0

    /// Sends to `destination` what `outbox` holds under `name`.
    public init(
        _ name: String, _ destination: any Destination, outbox: any OutboxStoring, events: any EventSink,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        (self.name, self.destination, self.outbox, self.events) = (name, destination, outbox, events)
        self.clock = clock
    }

    /// Settles what an earlier run left in doubt, then sends until cancelled.
    public func run() async {
        await recover()
        while !Task.isCancelled {
            do {
                if try await step() { continue }
                try await Task.sleep(for: .seconds(1))
            } catch is CancellationError {
                return
            } catch {
                events.emit(PipelineEvent(.deliveryError, detail: "\(name): \(error)"))
                try? await Task.sleep(for: .seconds(10))
            }
        }
    }

    /// Settles what an earlier run left in doubt, then sends whatever is due now.
    public func drain() async throws {
        await recover()
        while try await step() {}
    }

    private func recover() async {
        do {
            let count = try await outbox.recoverDeliveries(
                to: name, sendingAgain: destination.isRepeatable, at: clock())
            guard count > 0 else { return }
            let fate = destination.isRepeatable ? "are sent again" : "may have got there and are not sent again"
            events.emit(PipelineEvent(.deliveryError, detail: "\(name): \(count) begun deliveries \(fate)."))
        } catch {
            events.emit(PipelineEvent(.deliveryError, detail: "\(name): \(error)"))
        }
    }

    /// Sends one delivery; gives false where none is due.
    public func step() async throws -> Bool {
        guard let delivery = try await outbox.beginDelivery(to: name, at: clock()) else { return false }
        var outcome = await destination.deliver(delivery.complaint, isFirst: delivery.isFirst)
        if case .later(let seconds, let why) = outcome {
            let delay = (1..<max(1, delivery.attempts)).prefix(10).reduce(seconds) { delay, _ in delay * 3 }
            outcome = .later(seconds: min(delay, longestDelay), why)
        }
        try await outbox.settle(delivery, as: outcome, at: clock())
        events.emit(event(of: outcome, delivery))
        return true
    }

    private func event(of outcome: DeliveryOutcome, _ delivery: DeliveryInHand) -> PipelineEvent {
        let item = delivery.complaint.id.rawValue
        return switch outcome {
        case .delivered: PipelineEvent(.delivered, item: item, detail: name)
        case .skipped(let why): PipelineEvent(.deliverySkipped, item: item, detail: "\(name): \(why)")
        case .refused(let why), .later(_, let why), .unsure(let why):
            PipelineEvent(.deliveryError, item: item, detail: "\(name): \(why)")
        }
    }
}
