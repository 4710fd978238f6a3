internal import CLinux
internal import EngineContract
internal import Foundation
internal import Glibc
internal import Synchronization

/// A running worker: its process group and the pipes to it.
///
/// One thread talks; any thread may kill.
final class WorkerProcess: Sendable {
    let pid: pid_t
    private let channel: FrameChannel
    private let errors: Int32
    /// Whether the process was waited for: after that its number may be another's.
    private let isReaped = Mutex(false)

    /// Starts a worker and waits until it listens.
    ///
    /// - Throws: `EngineFault.unavailable` with the reason that the launcher or the worker gave.
    init(_ configuration: WorkerConfiguration) throws {
        let input = try Pipe(), output = try Pipe(), errors = try Pipe()
        pid = try spawn(configuration.command, input: input.reading, output: output.writing, errors: errors.writing)
        for file in [input.reading, output.writing, errors.writing] { close(file) }
        channel = FrameChannel(reading: output.reading, writing: input.writing)
        self.errors = errors.reading
        do {
            let deadline = ContinuousClock.now + .seconds(configuration.startSeconds)
            let frame = try channel.receive(before: deadline)
            guard case .ready(EngineReply.version) = try frame.decode(as: EngineReply.self) else {
                throw FrameChannel.Failure.notAFrame
            }
        } catch {
            let status = end()
            throw EngineFault.unavailable("The worker did not start (\(status)). \(lastWords())")
        }
    }

    deinit {
        channel.close()
        close(errors)
    }

    /// Has one request answered, or says how the worker failed; after an error the worker is of no more use.
    func perform(_ request: EngineRequest, payload: [UInt8]) throws -> (EngineReply, [UInt8]) {
        let deadline = ContinuousClock.now + .seconds(request.limits.wallSeconds)
        do {
            try channel.send(try Frame(request, payload: payload), before: deadline)
            let frame = try channel.receive(before: deadline)
            return (try frame.decode(as: EngineReply.self), frame.payload)
        } catch FrameChannel.Failure.tooLate {
            throw EngineFault.timedOut(seconds: request.limits.wallSeconds)
        } catch FrameChannel.Failure.closed {
            throw fault(of: end(), under: request.limits)
        } catch let error as DecodingError {
            throw EngineFault.nonsense("The worker's answer could not be understood: \(error)")
        } catch FrameChannel.Failure.notAFrame {
            throw EngineFault.nonsense("The worker's answer is not in the form agreed on.")
        }
    }

    /// Whether the worker still runs: one that died idle must not cost the next page.
    var isAlive: Bool {
        isReaped.withLock { isReaped in
            var information = siginfo_t()
            return !isReaped && waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0
                && information.si_signo == 0
        }
    }

    /// Ends the whole process group at once, without waiting.
    func kill() {
        isReaped.withLock { isReaped in
            guard !isReaped else { return }
            // The group exists as soon as the launcher has begun its session; before that only the process does.
            _ = Glibc.kill(-pid, SIGKILL)
            _ = Glibc.kill(pid, SIGKILL)
        }
    }

    /// Ends the process, if it lives, and says how it ended.
    @discardableResult
    func end() -> EndOfProcess {
        kill()
        return isReaped.withLock { isReaped in
            guard !isReaped else { return .gone }
            isReaped = true
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return .gone } }
            return EndOfProcess(waitStatus: status)
        }
    }

    private func fault(of end: EndOfProcess, under limits: EngineLimits) -> EngineFault {
        if case .signal(SIGXCPU) = end {
            return .tooLarge(limit: "processor_secs \(limits.processorSeconds)", found: "more")
        }
        return .crashed("The worker ended at this page (\(end)).")
    }

    /// What launcher or worker wrote to standard error, at most 2,000 bytes.
    private func lastWords() -> String {
        // The process has ended, so what it wrote is there; a stranger that holds the other end must not be waited for.
        _ = fcntl(errors, F_SETFL, O_NONBLOCK)
        var buffer = [UInt8](repeating: 0, count: 2000)
        let count = read(errors, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// How a process ended.
enum EndOfProcess: CustomStringConvertible, Equatable {
    case status(Int32)
    case signal(Int32)
    /// Its end was seen before.
    case gone

    init(waitStatus: Int32) {
        self = waitStatus & 0x7F == 0 ? .status(waitStatus >> 8 & 0xFF) : .signal(waitStatus & 0x7F)
    }

    var description: String {
        switch self {
        case .status(let status): "exit status \(status)"
        case .signal(let number): "signal \(number)\(Self.names[number].map { ", \($0)" } ?? "")"
        case .gone: "ended before"
        }
    }

    private static let names: [Int32: String] = [
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGKILL: "SIGKILL",
        SIGSEGV: "SIGSEGV", SIGSYS: "SIGSYS", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU",
        SIGXFSZ: "SIGXFSZ",
    ]
}

/// Makes writing to a dead worker an error of the call instead of a signal, for this thread only.
func ignoreBrokenPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}

/// A pipe whose ends no other child keeps: the launcher closes what it is not given.
private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard clinux_pipe(&ends) == 0 else {
            throw EngineFault.unavailable("No pipe for a worker: \(String(cString: strerror(errno))).")
        }
        (reading, writing) = (ends[0], ends[1])
    }
}

private func spawn(_ command: [String], input: Int32, output: Int32, errors: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (file, standard) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
        posix_spawn_file_actions_adddup2(&actions, file, standard)
    }
    let environment = ["PATH=/usr/bin:/bin", "OMP_THREAD_LIMIT=1", "SWIFT_BACKTRACE=enable=no"]
    var pid: pid_t = 0
    let code = withCStrings(command) { arguments in
        withCStrings(environment) { posix_spawn(&pid, command[0], &actions, nil, arguments, $0) }
    }
    guard code == 0 else {
        throw EngineFault.unavailable("\(command[0]) cannot be started: \(String(cString: strerror(code))).")
    }
    return pid
}

private func withCStrings<Result>(
    _ texts: [String], body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var copies = texts.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(&copies)
}
