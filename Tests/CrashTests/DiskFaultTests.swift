import FaultInjection
import Glibc
import SpoolProbe
import Testing

@Suite struct DiskFaultTests {
    /// A disk that refuses any one call is complained of by path and reason, nothing is acknowledged that is not kept,
    /// and the same life, which tries again, ends where an undisturbed one does.
    @Test func everyCallRefusedOnce() async throws {
        let expected = try await undisturbedState()
        let sweep = Sweep()
        let errors = [ENOSPC, EIO, EACCES]
        let refusals = try await sweep.run { number in
            let site = try Site()
            let error = errors[number % errors.count]
            let process = try site.start(fault: .fail(at: number, errno: error))
            let ending = await process.ending()
            guard let fault = process.faults.first else { return false }
            let place = "\(String(cString: strerror(error))) at \(fault)"
            if !isNamed(fault, error, in: process.complaints, root: site.root) {
                sweep.note(place, ["not complained of: \(process.complaints)"])
            }
            if ending == .exited(0) {
                sweep.note(place, Site.differences(of: try ProbeLife(site.root).state(), from: expected))
            } else {
                // It could not even start, which must end with "try later"; the next start goes well.
                sweep.note(place, ending == .exited(75) ? [] : ["\(ending)"])
                sweep.note(place, await site.faultsAfterRecovery(of: Promises(process.output), against: expected))
            }
            return true
        }
        #expect(refusals > 350, "the probe makes fewer calls than it must")
        #expect(sweep.faults.count == 0, "\(sweep.summary)")
    }

    /// Whether the complaints name the place and the reason.
    ///
    /// SQLite has its own words for the reason, and does not look whether the sync of the folder of its files went well
    /// (the spool syncs that folder itself). Leases are no part of the protocol.
    private func isNamed(_ fault: String, _ error: Int32, in complaints: String, root: String) -> Bool {
        let words = fault.split(separator: " ", omittingEmptySubsequences: false)
        switch (words[1], words[2]) {
        case ("fsync", "spool"), ("fsync", ""): return true
        case (_, let path) where path.hasPrefix("spool/leases"): return true
        case (_, let path) where path.contains(".sqlite") && complaints.contains("SQLite"): return true
        default: return complaints.contains(String(cString: strerror(error))) && complaints.contains(root)
        }
    }
}
