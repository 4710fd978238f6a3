internal import Dispatch

/// Runs tasks on threads of their own, as many as block at a time: a folder on a share that hangs, or a slow disk, must
/// not hold the few threads on which all other tasks of the program run.
final class ThreadExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "rongthuk.blocking", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
