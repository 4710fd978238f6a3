internal import Foundation
internal import Glibc

/// A program run to its end, with what it used: the kernel tells it of each child alone when it is waited for.
struct MeasuredProgram: Sendable {
    /// What it printed on standard output.
    let output: String
    /// Whether it ended by itself with 0.
    let isSuccess: Bool
    /// Its user and system time.
    let processorSeconds: Double
    /// Its resident memory at the highest, and no less than the caller's when it was started, which Linux counts too.
    let peakBytes: Int

    /// Runs `command`, found along PATH, with nothing on standard input and its errors unheard; a thread waits for it.
    ///
    /// Returns nil where it cannot be started.
    static func run(_ command: [String], environment: [String: String]) async -> MeasuredProgram? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: start(command, environment)) }
        }
    }

    private static func start(_ command: [String], _ environment: [String: String]) -> MeasuredProgram? {
        // A file without a name takes what is printed: a pipe might be held open by another child started meanwhile.
        let path = FileManager.default.temporaryDirectory.appending(path: "rongthuk-bench-\(UUID().uuidString)").path
        let output = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { return nil }
        defer { close(output) }
        unlink(path)
        guard let child = spawn(command, environment, output: output) else { return nil }
        var (status, usage) = (Int32(0), rusage())
        while wait4(child, &status, 0, &usage) < 0 { guard errno == EINTR else { return nil } }
        return MeasuredProgram(
            output: String(decoding: contents(of: output), as: UTF8.self), isSuccess: status == 0,
            processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), peakBytes: usage.ru_maxrss << 10)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private static func spawn(_ command: [String], _ environment: [String: String], output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var arguments = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        guard let name = command.first, posix_spawnp(&child, name, &actions, nil, &arguments, &variables) == 0 else {
            return nil
        }
        return child
    }

    private static func contents(of file: Int32) -> [UInt8] {
        var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = pread(file, &chunk, chunk.count, off_t(bytes.count))
            if count > 0 { bytes += chunk[..<count] } else if count == 0 || errno != EINTR { return bytes }
        }
    }
}
