internal import EngineContract
internal import Foundation

/// The bounds of one call, set anew for each, since the worker lives on: processor time from now on and address space.
struct CallBounds {
    private let limits: EngineLimits

    init(_ limits: EngineLimits) { self.limits = limits }

    /// The soft limits move, never above the hard ones that the jail set.
    func apply() {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let used = UInt(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        // One second more, since the kernel counts whole seconds.
        set(__rlimit_resource_t(RLIMIT_CPU.rawValue), to: used + UInt(max(1, limits.processorSeconds)) + 1)
        set(__rlimit_resource_t(RLIMIT_AS.rawValue), to: UInt(max(0, limits.memoryBytes)))
    }

    private func set(_ resource: __rlimit_resource_t, to soft: UInt) {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(soft, limit.rlim_max)
        setrlimit(resource, &limit)
    }
}
