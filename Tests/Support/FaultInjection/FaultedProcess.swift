internal import Foundation
internal import Glibc
internal import Synchronization

/// A process under the shim: any program, started with a fault, its output kept in files outside its root.
public final class FaultedProcess: Sendable {
    /// How a process ended.
    public enum Ending: Sendable, Hashable {
        /// It ended by itself.
        case exited(Int32)
        /// A signal ended it.
        case signalled(Int32)
    }

    private static let turn = Mutex(())
    private let process: pid_t
    private let records: String
    private let input: Mutex<Int32>

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - executable: the program's path.
    ///   - arguments: what follows the program's name.
    ///   - root: the folder whose changes are counted, without links in its path.
    ///   - fault: what goes wrong.
    ///   - records: a folder outside the root for output, mark and log.
    ///   - logging: whether every call is logged, for a replay.
    ///   - syncing: whether syncs are done; a killed process does not need them, a real disk fault does.
    /// - Throws: `FaultInjectionError` where the program or the shim is not there.
    public init(
        _ executable: String, _ arguments: [String], root: String, fault: Fault = .none, records: String,
        logging: Bool = false, syncing: Bool = false
    ) throws {
        self.records = records
        var environment = ProcessInfo.processInfo.environment
        environment["LD_PRELOAD"] = try BuiltProducts.path(of: "libFaultShim.so")
        environment["FAULT_ROOT"] = root
        environment["FAULT_MARK"] = "\(records)/mark"
        if logging { environment["FAULT_LOG"] = "\(records)/log" }
        if !syncing { environment["FAULT_SKIP_SYNC"] = "1" }
        environment.merge(fault.environment) { $1 }
        // One at a time, so that no child inherits the input of another one before that is marked close-on-exec.
        let (process, input) = try FaultedProcess.turn.withLock { _ in
            try FaultedProcess.spawn(executable, arguments, environment, records: records)
        }
        self.process = process
        self.input = Mutex(input)
    }

    deinit { closeInput() }

    /// Writes a line to the program's standard input.
    public func write(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        input.withLock { _ = Glibc.write($0, bytes, bytes.count) }
    }

    /// Ends the program's standard input.
    public func closeInput() {
        input.withLock { input in
            if input >= 0 { close(input) }
            input = -1
        }
    }

    /// Waits until a line of standard output begins with `start`, and gives it; nil where a minute passes without.
    public func line(beginning start: String) async -> String? {
        for _ in 0..<6000 {
            if let line = output.first(where: { $0.hasPrefix(start) }) { return line }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// Sends a signal.
    public func signal(_ number: Int32) { kill(process, number) }

    /// Waits for the end without holding a thread of the tests' pool.
    public func ending() async -> Ending {
        let process = self.process
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal))
            }
        }
    }

    /// The lines written to standard output so far; an unfinished last line is left out.
    public var output: [String] {
        FaultedProcess.text(of: "\(records)/output").split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    /// What was written to standard error so far.
    public var complaints: String { FaultedProcess.text(of: "\(records)/errors") }

    /// What the shim noted of the faults that happened, a line each: count, call and path; empty where none did.
    public var faults: [String] {
        FaultedProcess.text(of: "\(records)/mark").split(separator: "\n").map(String.init)
    }

    /// The logged calls.
    public func log() throws -> [LoggedCall] {
        try LoggedCall.read([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(records)/log"))))
    }

    private static func text(of path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String: String], records: String
    ) throws -> (process: pid_t, input: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FaultInjectionError("No pipe can be made.") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        for (descriptor, name) in [(1, "output"), (2, "errors")] {
            posix_spawn_file_actions_addopen(
                &actions, Int32(descriptor), "\(records)/\(name)", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        var settings = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + settings { free(word) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, executable, &actions, nil, &words, &settings)
        guard failure == 0 else {
            close(ends[1])
            throw FaultInjectionError("\(executable) cannot be started: \(String(cString: strerror(failure))).")
        }
        return (process, ends[1])
    }
}
