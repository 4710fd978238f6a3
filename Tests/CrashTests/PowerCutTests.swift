import FaultInjection
import SpoolProbe
import Testing

@Suite struct PowerCutTests {
    /// The log tells everything: played back whole, it gives the files that the probe left.
    @Test func theLogIsComplete() async throws {
        let site = try Site()
        let process = try site.start(logging: true)
        try #require(await process.ending() == .exited(0), "\(process.complaints)")
        let log = try process.log()
        let image = DiskImage(DiskHistory(log), before: log.count) { _, _ in .all }
        #expect(try image == DiskImage(folder: site.root))
    }

    /// Whatever of the writes, names and removals not yet synced has reached the disk when the power goes, everything
    /// acknowledged is there, once and whole, after the next start.
    @Test func powerCutsLoseNothing() async throws {
        let history = DiskHistory(try await log())
        let found = try await check(history, states: 1000, from: 0)
        #expect(found.states == 1000)
        #expect(found.faults.count == 0, "\(found.summary)")
    }

    /// What was not synced when a life was killed can be seen by the next one, but is not durable: nothing that the
    /// next one promises may rest on it.
    @Test func powerCutsAfterAKillLoseNothing() async throws {
        var random = SplitMix(seed: 2)
        for _ in 0..<8 {
            let site = try Site()
            let killed = try site.start(fault: .kill(before: Int.random(in: 150...450, using: &random)), logging: true)
            _ = await killed.ending()
            #expect(killed.faults.count == 1)
            let promises = Promises(killed.output)
            let next = try site.start(life: "second", offering: promises.unacknowledged, logging: true)
            #expect(await next.ending() == .exited(0), "\(next.complaints)")
            let log = try killed.log()
            let found = try await check(DiskHistory(log + next.log()), states: 40, from: log.count)
            #expect(found.faults.count == 0, "\(found.summary)")
        }
    }

    /// A protocol that leaves a step out is caught, or the test would prove nothing.
    @Test(arguments: ["no fsync of files", "no fsync of folders", "early acknowledgement"])
    func mutantsAreCaught(_ mutant: String) async throws {
        let omitted: DiskHistory.Omission =
            switch mutant {
            case "no fsync of files": .files
            case "no fsync of folders": .folders
            default: []
            }
        let log = try await log(mutant == "early acknowledgement" ? "early" : "live")
        let found = try await check(DiskHistory(log, omitting: omitted), states: 120, from: 0)
        let losses = found.faults.filter { $0.contains("missing: letter") || $0.contains("evidence") }
        #expect(losses.count > 0, "\(mutant) was not caught")
    }

    private func log(_ mode: String = "live") async throws -> [LoggedCall] {
        let site = try Site()
        let process = try site.start(mode, logging: true)
        try #require(await process.ending() == .exited(0), "\(process.complaints)")
        return try process.log()
    }

    private func check(
        _ history: DiskHistory, states: Int, from first: Int
    ) async throws -> (states: Int, faults: [String], summary: String) {
        let expected = try await undisturbedState()
        let cuts = PowerCuts(history, from: first)
        let sweep = Sweep()
        let tried = try await sweep.run { number in
            guard number <= states, let (name, image, promised) = cuts.next() else { return false }
            let site = try Site()
            try image.materialise(in: site.root)
            sweep.note(name, await site.faultsAfterRecovery(of: promised, against: expected))
            return true
        }
        return (tried, sweep.faults, sweep.summary)
    }
}
