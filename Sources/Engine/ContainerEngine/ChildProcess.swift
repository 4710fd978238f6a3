internal import EngineContract
internal import Glibc

/// What a program gave that was run to its end.
struct ChildResult {
    let status: Int32
    let output: [UInt8]
    let messages: String
}

/// Runs a program that reads bytes from its standard input and writes its answer to its standard output; no file is
/// needed, and none could be written in the jail.
struct ChildProcess {
    let program: String
    let arguments: [String]
    /// The most bytes it may answer.
    let outputLimit: Int
    /// When it must have ended, on the monotonic clock.
    let deadline: ContinuousClock.Instant

    func run(feeding input: [UInt8]) throws(EngineFault) -> ChildResult {
        guard access(program, X_OK) == 0 else {
            throw .unavailable("\(program) is missing; install poppler-utils.")
        }
        var pipes = try Pipes()
        defer { pipes.closeAll() }
        let child = try spawn(pipes)
        pipes.closeFarEnds()
        do {
            let (output, messages) = try exchange(input, over: &pipes)
            let status = try wait(for: child)
            return ChildResult(status: status, output: output, messages: String(decoding: messages, as: UTF8.self))
        } catch {
            // Where the jail lets nobody be killed, the closed pipes and the processor limit end the child.
            if kill(child, SIGKILL) == 0 { waitpid(child, nil, 0) }
            throw error
        }
    }

    private func spawn(_ pipes: Pipes) throws(EngineFault) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, standard) in zip(pipes.farEnds, Int32(0)...) {
            posix_spawn_file_actions_adddup2(&actions, descriptor, standard)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        let environment: [UnsafeMutablePointer<CChar>?] = [strdup("LC_ALL=C.UTF-8")]
        defer { (words + environment).forEach { free($0) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, program, &actions, &attributes, words + [nil], environment + [nil])
        guard failure == 0 else {
            throw .unavailable("\(program) could not be started: \(String(cString: strerror(failure))).")
        }
        return child
    }

    /// Writes the input and reads both outputs as the program is ready for it.
    private func exchange(_ input: [UInt8], over pipes: inout Pipes) throws(EngineFault) -> ([UInt8], [UInt8]) {
        var written = 0
        var output: [UInt8] = []
        var messages: [UInt8] = []
        while pipes.output >= 0 || pipes.messages >= 0 {
            let ready = try pipes.wait(until: deadline)
            if ready.input, !write(input, from: &written, to: pipes.input) { pipes.closeInput() }
            if ready.output, !read(pipes.output, into: &output) { pipes.closeOutput() }
            if ready.messages, !read(pipes.messages, into: &messages) { pipes.closeMessages() }
            if output.count > outputLimit {
                throw .tooLarge(limit: "\(outputLimit) bytes from \(program)", found: "more")
            }
            // A damaged file may cause complaints without end; the first ones tell enough.
            if messages.count > 65_536 { messages.removeSubrange(65_536...) }
        }
        return (output, messages)
    }

    /// Writes what the pipe takes; false when everything is written or nobody reads any more.
    private func write(_ input: [UInt8], from written: inout Int, to descriptor: Int32) -> Bool {
        let count = input.withUnsafeBytes { buffer in
            Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        }
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        written += count
        return written < input.count
    }

    /// Reads what is there; false at the end.
    private func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if got < 0 { failure = errno }
            count = max(0, got)
        }
        bytes += chunk
        return !chunk.isEmpty || failure == EAGAIN || failure == EINTR
    }

    private func wait(for child: pid_t) throws(EngineFault) -> Int32 {
        var status: Int32 = 0
        // Its outputs are closed, so it is as good as gone.
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw .unavailable("\(program) was lost.") }
        }
        guard status & 0x7F == 0 else { throw .crashed("\(program) died of signal \(status & 0x7F).") }
        return status >> 8 & 0xFF
    }
}
