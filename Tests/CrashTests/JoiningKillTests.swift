import ComplaintModel
import FaultInjection
import Glibc
import Spool
import SpoolProbe
import Testing

/// Messages that wait for each other, that are joined, and that come late: killed at any call, each word is filed once.
@Suite struct JoiningKillTests {
    @Test func killedBeforeEveryCall() async throws {
        let whole = try Site()
        let process = try whole.start("join", offering: ProbeLetter.messages)
        try #require(await process.ending() == .exited(0), "\(process.complaints)")
        #expect(try await faults(in: whole, after: Promises(process.output, of: ProbeLetter.messages)) == [])
        let empty = try await calls(offering: [])
        let all = try await calls(offering: ProbeLetter.messages)
        #expect(all - empty > 100, "the probe makes fewer calls than it must")

        let sweep = Sweep()
        // What happens before the first message is swept elsewhere; every third call of the rest.
        let stops = try await sweep.run(upTo: (all - empty) / 3) { number in
            let site = try Site()
            let fault = Fault.kill(before: empty + 3 * number - 2)
            let process = try site.start("join", offering: ProbeLetter.messages, fault: fault)
            guard await process.ending() == .signalled(SIGKILL) else { return false }
            let promises = Promises(process.output, of: ProbeLetter.messages)
            sweep.note("killed before \(process.faults.first ?? "?")", try await faults(in: site, after: promises))
            return true
        }
        #expect(stops > 30)
        #expect(sweep.faults.count == 0, "\(sweep.summary)")
    }

    /// How many calls that change files a life makes.
    private func calls(offering letters: [ProbeLetter]) async throws -> Int {
        let site = try Site()
        let process = try site.start("join", offering: letters, logging: true)
        try #require(await process.ending() == .exited(0), "\(process.complaints)")
        return try process.log().count { $0.kind != .output }
    }

    /// Lives the last life and says what is wrong with where it ends.
    private func faults(in site: Site, after promises: Promises) async throws -> [String] {
        let life = try ProbeLife(site.root, at: ProbeLife.start.adding(seconds: 36_000), joining: true)
        try await life.liveJoining(offering: promises.unacknowledged)
        var faults = try await life.balance().faults.map { "\($0.item): \($0.fault)" }
        let words = try life.store.letters().map(\.words).sorted()
        if words != ["A1A2A3", "D", "E1E2"] { faults.append("filed is \(words)") }
        let account = try life.spool.accounts().map { [$0.arrivals, $0.letters, $0.filed, $0.joined] }
        if account != [[7, 7, 3, 4]] { faults.append("the account is \(account)") }
        return faults
    }
}
