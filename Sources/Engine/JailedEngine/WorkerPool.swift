internal import EngineContract
internal import Foundation
internal import Synchronization

/// Threads that each keep one worker: started with the first call, started anew when theirs dies.
///
/// A worker dies with the *thread* that started it (PR_SET_PDEATHSIG), so the threads live as long as the pool.
final class WorkerPool: Sendable {
    private struct State {
        var waiting: [Job] = []
        var running: [Int: WorkerProcess] = [:]
        var living: [Int: WorkerProcess] = [:]
        var cancelled: Set<Int> = []
        var isClosed = false
        var backOff = BackOff()
    }

    private let configuration: WorkerConfiguration
    private let state = Mutex(State())
    private let jobsWaiting = DispatchSemaphore(value: 0)
    private let numbers = Mutex(0)

    init(_ configuration: WorkerConfiguration) {
        self.configuration = configuration
        for slot in 1...configuration.workers {
            let thread = Thread { [self] in serve(slot) }
            thread.name = "worker \(slot)"
            thread.start()
        }
    }

    /// Has one request answered by the next free worker.
    func perform(_ request: EngineRequest, payload: [UInt8]) async throws -> (EngineReply, [UInt8]) {
        let number = numbers.withLock { last in
            last += 1
            return last
        }
        defer { state.withLock { _ = $0.cancelled.remove(number) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = Job(number: number, request: request, payload: payload, continuation: continuation)
                let refusal: (any Error)? = state.withLock { state in
                    if state.isClosed { return EngineFault.unavailable("The engine was shut down.") }
                    if state.cancelled.remove(number) != nil { return CancellationError() }
                    state.waiting.append(job)
                    return nil
                }
                if let refusal { continuation.resume(throwing: refusal) } else { jobsWaiting.signal() }
            }
        } onCancel: {
            cancel(number)
        }
    }

    var processes: [pid_t] { state.withLock { $0.living.values.map(\.pid) } }
    var processesAtWork: [pid_t] { state.withLock { $0.running.values.map(\.pid) } }

    /// Ends every worker; calls in hand fail at once.
    func close() {
        let (waiting, running) = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return (state.waiting, Array(state.running.values))
        }
        for job in waiting { job.continuation.resume(throwing: EngineFault.unavailable("The engine was shut down.")) }
        for process in running { process.kill() }
        for _ in 1...configuration.workers { jobsWaiting.signal() }
    }

    private func cancel(_ number: Int) {
        let job: Job? = state.withLock { state in
            if let index = state.waiting.firstIndex(where: { $0.number == number }) {
                return state.waiting.remove(at: index)
            }
            state.cancelled.insert(number)
            state.running[number]?.kill()
            return nil
        }
        job?.continuation.resume(throwing: CancellationError())
    }

    /// What each thread does.
    private func serve(_ slot: Int) {
        ignoreBrokenPipes()
        var process: WorkerProcess? {
            didSet { state.withLock { [process] in $0.living[slot] = process } }
        }
        while true {
            jobsWaiting.wait()
            let (job, isClosed) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed)
            }
            if let job {
                let result = Result { try answer(job, by: &process) }
                let reason = reasonToGiveUp(job)
                if reason != nil {
                    // It was killed, perhaps after its answer: it must not meet another page.
                    process?.end()
                    process = nil
                }
                job.continuation.resume(with: reason.map(Result.failure) ?? result)
            }
            if isClosed { break }
        }
        process?.end()
        process = nil
    }

    /// Takes a job off the list of those at work; says why its worker was killed, if it was.
    private func reasonToGiveUp(_ job: Job) -> (any Error)? {
        state.withLock { state in
            state.running[job.number] = nil
            if state.cancelled.remove(job.number) != nil { return CancellationError() }
            return state.isClosed ? EngineFault.unavailable("The engine was shut down.") : nil
        }
    }

    private func answer(_ job: Job, by process: inout WorkerProcess?) throws -> (EngineReply, [UInt8]) {
        if process?.isAlive == false { process = nil }
        let worker = try process ?? start()
        process = worker
        let mayRun = state.withLock { state in
            if state.isClosed || state.cancelled.contains(job.number) { return false }
            state.running[job.number] = worker
            return true
        }
        guard mayRun else { throw EngineFault.unavailable("The call was given up.") }
        do {
            return try worker.perform(job.request, payload: job.payload)
        } catch {
            worker.end()
            process = nil
            throw error
        }
    }

    private func start() throws -> WorkerProcess {
        try state.withLock { try $0.backOff.check() }
        do {
            let process = try WorkerProcess(configuration)
            state.withLock { $0.backOff = BackOff() }
            return process
        } catch {
            state.withLock { $0.backOff.note(error) }
            throw error
        }
    }
}

/// One call on its way.
private struct Job: Sendable {
    let number: Int
    let request: EngineRequest
    let payload: [UInt8]
    let continuation: CheckedContinuation<(EngineReply, [UInt8]), any Error>
}
