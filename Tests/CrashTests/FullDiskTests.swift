import FaultInjection
import Testing

@Suite struct FullDiskTests {
    /// On a full disk nothing is taken in and nothing half written, and all goes on by itself when there is room again.
    ///
    /// With marks the intake refuses in good time; without them the disk itself says no in the midst of it.
    @Test(arguments: SmallDisk.Resource.allCases, ["serve", "serve-unmarked"])
    func aFullDiskRefusesAndResumes(_ resource: SmallDisk.Resource, _ mode: String) async throws {
        let disk = try SmallDisk(short: resource)
        let probe = try disk.site.start(mode, offering: [], fault: disk.fault)
        try #require(await probe.line(beginning: "READY") != nil, "\(probe.complaints)")
        probe.write("street lamp")
        #expect(await probe.line(beginning: "FILED") != nil)
        try disk.fill(unnoticed: mode == "serve-unmarked")
        probe.write("late bus")
        if mode == "serve" {
            let refusal = try #require(await probe.line(beginning: "REFUSED late bus"))
            #expect(refusal.contains("intake resumes by itself"))
        } else {
            let failure = try #require(await probe.line(beginning: "FAILED late bus"))
            #expect(failure.contains("No space left on device") && failure.contains(disk.site.root))
        }
        #expect(try !disk.site.contents().contains { $0.contains("late bus") })
        try disk.free()
        probe.write("brown water")
        #expect(await probe.line(beginning: "ACK brown water") != nil)
        probe.closeInput()
        #expect(await probe.ending() == .exited(0), "\(probe.complaints)")
        let account = try #require(probe.output.last)
        #expect(account.contains("\"filed\":2") && account.contains("\"arrivals\":2"), "\(account)")
    }
}
