internal import Foundation
internal import Glibc

/// What C libraries write to standard output and error: caught in a pipe, since it may tell of trouble where return
/// codes do not.
public final class LibraryMessages {
    private let reading: Int32

    /// Redirects both streams of this process; what does not fit into the pipe is lost, never waited for.
    public init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        defer { close(ends[1]) }
        guard dup2(ends[1], STDOUT_FILENO) >= 0, dup2(ends[1], STDERR_FILENO) >= 0 else { return nil }
    }

    deinit { close(reading) }

    /// Takes what was written since the last call, a message a line, at most 20 lines without repetitions.
    public func take() -> [String] {
        fflush(nil)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(reading, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        var seen = Set<String>()
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0.prefix(200), as: UTF8.self) }
        return Array(lines.filter { seen.insert($0).inserted }.prefix(20))
    }
}
