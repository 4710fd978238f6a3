import FaultInjection
import Glibc
import SpoolProbe
import Testing

@Suite struct OneDaemonTests {
    /// Of several daemons on one spool exactly one works; the others say so and end with "try later", and the lock of
    /// one that was killed is free at once.
    @Test func onlyOneOfManyWorks() async throws {
        let site = try Site()
        let first = try site.start("serve", life: "first", offering: [])
        try #require(await first.line(beginning: "READY") != nil, "\(first.complaints)")
        for number in 2...4 {
            let other = try site.start("serve", life: "\(number)", offering: [])
            #expect(await other.ending() == .exited(75))
            #expect(other.complaints.contains("Another rongthuk works on \(site.root)/spool"))
        }
        first.signal(SIGKILL)
        #expect(await first.ending() == .signalled(SIGKILL))
        let next = try site.start("serve", life: "next", offering: [])
        #expect(await next.line(beginning: "READY") != nil, "\(next.complaints)")
        next.closeInput()
        #expect(await next.ending() == .exited(0))
    }

    /// Started at the same moment on a spool that does not exist yet, one makes it and the others stand back.
    @Test func startedTogetherOneWins() async throws {
        let site = try Site()
        let probes = try (1...4).map { try site.start("serve", life: "\($0)", offering: []) }
        // A loser complains and ends; the winner says that it is ready and waits.
        for probe in probes {
            while probe.complaints.isEmpty, probe.output.first != "READY" {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        let winners = probes.filter { $0.output.first == "READY" }
        var endings: [FaultedProcess.Ending] = []
        for probe in probes {
            probe.closeInput()
            endings.append(await probe.ending())
        }
        #expect(winners.count == 1)
        #expect(probes.filter { $0.complaints.contains("Another rongthuk works on \(site.root)/spool") }.count == 3)
        #expect(endings.filter { $0 == .exited(0) }.count == 1)
        #expect(endings.filter { $0 == .exited(75) }.count == 3)
    }
}
