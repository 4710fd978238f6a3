/// What goes wrong in a process that is started with the shim; see `FaultShim.h`.
public enum Fault: Sendable, Hashable {
    /// Nothing.
    case none
    /// The process is killed before its n-th call that changes files below the root.
    case kill(before: Int)
    /// The n-th such call fails with an `errno`, and is not done.
    case fail(at: Int, errno: Int32)
    /// The disk is full as long as a file exists.
    case full(while: String)

    var environment: [String: String] {
        switch self {
        case .none: [:]
        case .kill(let number): ["FAULT_KILL_AT": "\(number)"]
        case .fail(let number, let errno): ["FAULT_ERRNO_AT": "\(number)", "FAULT_ERRNO": "\(errno)"]
        case .full(let flag): ["FAULT_FULL": flag]
        }
    }
}
