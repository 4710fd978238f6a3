internal import EngineContract
internal import Foundation
internal import Glibc

/// Frames over two pipes, with a deadline for every one: a worker that hangs cannot hold the daemon.
struct FrameChannel: Sendable {
    enum Failure: Error { case tooLate, closed, notAFrame }

    private let reading: Int32
    private let writing: Int32

    init(reading: Int32, writing: Int32) {
        (self.reading, self.writing) = (reading, writing)
        for file in [reading, writing] { _ = fcntl(file, F_SETFL, O_NONBLOCK) }
        // Pages are large: fewer turns through poll. A system that allows no more than 64 kB is only slower.
        for file in [reading, writing] { _ = fcntl(file, 1031 /* F_SETPIPE_SZ */, 1 << 20) }
    }

    func close() {
        _ = Glibc.close(reading)
        _ = Glibc.close(writing)
    }

    func send(_ frame: Frame, before deadline: ContinuousClock.Instant) throws {
        for part in [frame.prefix + frame.header, frame.payload] {
            try part.withUnsafeBytes { bytes in
                var sent = 0
                while sent < bytes.count {
                    let count = write(writing, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
                    if count > 0 { sent += count } else { try wait(for: POLLOUT, of: writing, before: deadline) }
                }
            }
        }
    }

    func receive(before deadline: ContinuousClock.Instant) throws -> Frame {
        let prefix = try receive(Frame.prefixLength, before: deadline)
        guard let lengths = Frame.lengths(inPrefix: prefix) else { throw Failure.notAFrame }
        let header = try receive(lengths.header, before: deadline)
        return Frame(header: header, payload: try receive(lengths.payload, before: deadline))
    }

    /// Memory grows with what really comes, not with what a prefix claims.
    private func receive(_ count: Int, before deadline: ContinuousClock.Instant) throws -> [UInt8] {
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(max(count, 1), 1 << 18))
        while received.count < count {
            let got = read(reading, &chunk, min(chunk.count, count - received.count))
            if got > 0 {
                received += chunk[..<got]
            } else if got == 0 {
                throw Failure.closed
            } else {
                try wait(for: POLLIN, of: reading, before: deadline)
            }
        }
        return received
    }

    /// Waits after a call that could not go on; `errno` still says why.
    private func wait(for events: Int32, of file: Int32, before deadline: ContinuousClock.Instant) throws {
        switch errno {
        case EINTR: return
        case EAGAIN: break
        default: throw Failure.closed
        }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw Failure.tooLate }
        let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
        var entry = pollfd(fd: file, events: Int16(events), revents: 0)
        _ = poll(&entry, 1, Int32(clamping: milliseconds))
    }
}
