import ComplaintModel
import FaultInjection
import Glibc
import Spool
import SpoolProbe
import Synchronization
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
    }

    /// Killed once at work and once more while coming back, the third life ends where an undisturbed one does.
    @Test func killedTwice() async throws {
        let expected = try await undisturbedState()
        let sweep = Sweep()
        let twice = Mutex(0)
        let pairs = try await sweep.run(upTo: 60) { number in
            var random = SplitMix(seed: UInt64(number))
            let site = try Site()
            let first = try site.start(fault: .kill(before: Int.random(in: 1...450, using: &random)))
            let isKilled = await first.ending() == .signalled(SIGKILL)
            sweep.note("\(number)", isKilled ? [] : ["the first fault did not happen"])
            var promises = Promises(first.output)
            let fault = Fault.kill(before: Int.random(in: 1...40, using: &random))
            let second = try site.start(life: "second", offering: promises.unacknowledged, fault: fault)
            if await second.ending() == .signalled(SIGKILL) { twice.withLock { $0 += 1 } }
            promises.hear(second.output)
            let place = "killed before \(first.faults.first ?? "?") and \(second.faults.first ?? "?")"
            sweep.note(place, await site.faultsAfterRecovery(of: promises, against: expected))
            return true
        }
        #expect(pairs == 60)
        #expect(twice.withLock { $0 } >= 50, "the second life makes fewer calls than it must")
        #expect(sweep.faults.count == 0, "\(sweep.summary)")
    }

    /// What a killed life has half written was never acknowledged, and is gone two hours later.
    @Test func halfWrittenFilesAreRemoved() async throws {
        var leftovers = 0
        for number in stride(from: 150, to: 450, by: 15) {
            let site = try Site()
            let process = try site.start(fault: .kill(before: number))
            #expect(await process.ending() == .signalled(SIGKILL))
            leftovers += try site.halfWritten().count
            _ = try ProbeLife(site.root, at: Timestamp.now.adding(seconds: 7200)).spool.recover()
            #expect(try site.halfWritten() == [])
        }
        #expect(leftovers > 0)
    }
}

/// Where a life ends that nothing disturbs, in a process of its own.
func undisturbedState() async throws -> [String] {
    let site = try Site()
    let process = try site.start()
    try #require(await process.ending() == .exited(0), "\(process.complaints)")
    let life = try ProbeLife(site.root)
    let state = try life.state()
    try #require(state.filter { $0.hasPrefix("letter ") }.count == 3)
    return state
}
