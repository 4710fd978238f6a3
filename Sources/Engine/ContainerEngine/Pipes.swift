internal import CLinux
internal import EngineContract
internal import Glibc

/// The three pipes to a child; -1 stands for an end that is closed.
struct Pipes {
    private(set) var input: Int32 = -1
    private(set) var output: Int32 = -1
    private(set) var messages: Int32 = -1
    /// The child's standard input, output and error.
    private(set) var farEnds: [Int32] = []

    init() throws(EngineFault) {
        var ends: [Int32] = []
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            guard clinux_pipe(&pair) == 0 else {
                ends.forEach { close($0) }
                throw .unavailable("No pipe could be made: \(String(cString: strerror(errno))).")
            }
            ends += pair
        }
        (input, output, messages) = (ends[1], ends[2], ends[4])
        farEnds = [ends[0], ends[3], ends[5]]
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
    }

    mutating func closeFarEnds() {
        farEnds.forEach { close($0) }
        farEnds = []
    }

    mutating func closeInput() { Self.shut(&input) }
    mutating func closeOutput() { Self.shut(&output) }
    mutating func closeMessages() { Self.shut(&messages) }

    mutating func closeAll() {
        closeFarEnds()
        closeInput()
        closeOutput()
        closeMessages()
    }

    private static func shut(_ descriptor: inout Int32) {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Waits until something can be written or read.
    func wait(
        until deadline: ContinuousClock.Instant
    ) throws(EngineFault) -> (input: Bool, output: Bool, messages: Bool) {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw .timedOut(seconds: 0) }
        // poll passes over descriptors below zero.
        var entries = [
            pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: messages, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = min(left.components.seconds * 1000 + 100, 60_000)
        guard poll(&entries, 3, Int32(milliseconds)) >= 0 || errno == EINTR else {
            throw .unavailable("Waiting for a child failed: \(String(cString: strerror(errno))).")
        }
        return (entries[0].revents != 0, entries[1].revents != 0, entries[2].revents != 0)
    }
}
