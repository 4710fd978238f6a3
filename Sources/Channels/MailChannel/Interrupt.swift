internal import CLinux
internal import Glibc
internal import Synchronization

/// Wakes a thread that waits for a server, once and for good: how a task that is cancelled ends at once.
final class Interrupt: Sendable {
    private let ends: (read: Int32, write: Int32)
    private let fired = Atomic(false)

    init() {
        var pair: [Int32] = [-1, -1]
        _ = clinux_pipe(&pair)
        ends = (pair[0], pair[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    /// Becomes readable when fired, and stays so.
    var descriptor: Int32 { ends.read }

    var hasFired: Bool { fired.load(ordering: .acquiring) }

    func fire() {
        fired.store(true, ordering: .releasing)
        _ = write(ends.write, [0], 1)
    }

    /// Waits until a socket is ready, at most so many seconds; false where it is not.
    ///
    /// - Throws: `CancellationError` where fired.
    func wait(for socket: Int32, _ events: Int32, within seconds: Double) throws -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            var waited = [
                pollfd(fd: socket, events: Int16(events), revents: 0),
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let left = max(.zero, end - ContinuousClock.now)
            let (whole, fraction) = left.components
            let milliseconds = Int32(clamping: whole * 1000 + (fraction + 999_999_999_999_999) / 1_000_000_000_000_000)
            let ready = poll(&waited, 2, milliseconds)
            if hasFired { throw CancellationError() }
            if ready > 0 { return true }
            if ready == 0 || errno != EINTR { return false }
        }
    }
}
