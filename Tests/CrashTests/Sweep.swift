import Foundation
import Synchronization

/// Runs a test's body for 1, 2, 3, …, as many at a time as there are processors, and gathers what it finds wrong.
final class Sweep: Sendable {
    private struct State {
        var next = 1
        var end = Int.max
        var faults: [String] = []
    }
    private let state = Mutex(State())

    /// Runs `body` until it says that there is nothing at a number, or until `limit` is done.
    ///
    /// - Returns: the last number for which there was something.
    func run(upTo limit: Int = .max, _ body: @escaping @Sendable (Int) async throws -> Bool) async throws -> Int {
        state.withLock { ($0.next, $0.end) = (1, limit == .max ? limit : limit + 1) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                tasks.addTask { try await self.work(body) }
            }
            try await tasks.waitForAll()
        }
        return state.withLock { $0.end } - 1
    }

    private func work(_ body: @Sendable (Int) async throws -> Bool) async throws {
        while let number = next() {
            if try await !body(number) { state.withLock { $0.end = min($0.end, number) } }
        }
    }

    private func next() -> Int? {
        state.withLock { state in
            guard state.next < state.end else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// Notes what is wrong at a place.
    func note(_ place: String, _ faults: [String]) {
        guard !faults.isEmpty else { return }
        state.withLock { $0.faults += faults.map { "\(place): \($0)" } }
    }

    /// What was found wrong.
    var faults: [String] { state.withLock { $0.faults } }

    /// The first few, for a readable failure.
    var summary: String { "\(faults.count) faults\n" + faults.prefix(12).joined(separator: "\n") }
}
