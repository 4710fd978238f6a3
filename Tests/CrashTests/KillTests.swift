import FaultInjection
import Glibc
import SpoolProbe
import Testing

@Suite struct KillTests {
    /// Killed before every single call that changes a file, from the first folder of the spool to the last entry that
    /// is removed, the next life ends where an undisturbed one does.
    @Test func killedBeforeEveryCall() async throws {
        let expected = try await undisturbedState()
        let sweep = Sweep()
        let stops = try await sweep.run { number in
            let site = try Site()
            let process = try site.start(fault: .kill(before: number))
            guard await process.ending() == .signalled(SIGKILL) else {
                sweep.note("\(number)", process.faults.isEmpty ? [] : ["the fault happened, but the probe lives"])
                return false
            }
            sweep.note("\(number)", process.faults.count == 1 ? [] : ["killed by somebody else"])
            let faults = await site.faultsAfterRecovery(of: Promises(process.output), against: expected)
            sweep.note("killed before \(process.faults.first ?? "?")", faults)
            return true
        }
        #expect(stops > 350, "the probe makes fewer calls than it must")
        #expect(sweep.faults.count == 0, "\(sweep.summary)")
        print("stops", stops)
    }
}

/// Where a life ends that nothing disturbs, in a process of its own.
func undisturbedState() async throws -> [String] {
    let site = try Site()
    let process = try site.start()
    try #require(await process.ending() == .exited(0), "\(process.complaints)")
    let life = try ProbeLife(site.root)
    let state = try life.state()
    try #require(state.filter { $0.hasPrefix("letter ") }.count == 5)
    return state
}
