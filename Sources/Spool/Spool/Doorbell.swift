internal import Synchronization

/// Tells waiting workers of this process that a queue got something; other processes are noticed by the waiting's end.
final class Doorbell: Sendable {
    private struct State {
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var next: UInt64 = 0
    }
    private let state = Mutex(State())

    /// Wakes everybody who waits.
    func ring() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits for a ring, for the time to be over, or for the task to be cancelled.
    func wait(atMostSeconds seconds: Double) async {
        let ticket = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting[ticket] = continuation }
                Task {
                    try? await Task.sleep(for: .seconds(seconds))
                    answer(ticket)
                }
                if Task.isCancelled { answer(ticket) }
            }
        } onCancel: {
            answer(ticket)
        }
    }

    private func answer(_ ticket: UInt64) { state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume() }
}
