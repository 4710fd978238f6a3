import Foundation
import Testing

/// A real HylaFAX receives, and what it received becomes a complaint or waits for an operator.
@Suite struct FaxTests {
    @Test func faxesThatHylaFAXReceivesAreTakenInByWatcherAndHook() async throws {
        let site = try TemporarySite(
            sources: """
                fax-line:
                    type: fax_hylafax
                    fax_hylafax: { spool: hylafax, stable_for_secs: 0.5, rescan_secs: 0.5 }
                """)
        // The hook runs as HylaFAX's own user.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: site.folder.path)
        let program = site.folder.appendingPathComponent("rongthuk")
        try FileManager.default.copyItem(atPath: try RongthukProgram.path(), toPath: program.path)
        let fax = "\(RongthukProgram.tree)/samples/scan/desk-2/fax-20261117-0931.tif"

        let server = try await HylaFAXServer(in: site.folder, hook: "#!/bin/sh\n")
        let hook = try String(contentsOfFile: "\(RongthukProgram.tree)/scripts/faxrcvd", encoding: .utf8)
        try Data("RONGTHUK=\(program.path)\nRONGTHUK_PIPELINE=\(site.pipeline)\nRONGTHUK_SOURCE=fax-line\n".utf8)
            .write(to: server.spool.appendingPathComponent("etc/rongthuk.conf"))
        try server.install(hook: hook)
        try await server.call(sending: fax, cutAfter: 17)
        try await RealPrograms.wait("the hook") { (try? site.run("ledger", "check").status) == 0 }
        try server.install(hook: "#!/bin/sh\n")
        try await server.call(sending: fax)

        #expect(try site.drain().status == 0)
        let check = try site.run("ledger", "check", "--json")
        #expect(check.status == 0)
        let accounts = try #require(try check.object()?["accounts"] as? [[String: Any]])
        let account = try #require(accounts.first { $0["source"] as? String == "fax-line" })
        #expect(account["arrivals"] as? Int == 2)
        #expect(account["deliveries"] as? Int == 3, "the fax that came by the hook lay in recvq too")
        #expect(account["letters"] as? Int == 2 && account["in_flight"] as? Int == 0)
        let settled = ["filed", "waiting"].compactMap { account[$0] as? Int }.reduce(0, +)
        #expect(settled == 2)

        let list = try site.run("review", "list", "--json")
        let waiting = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
        let kinds = waiting.map { ($0["doubts"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String } }
        #expect(kinds.filter { $0.contains("incomplete") }.count == 1, "the fax that was cut off waits, marked")
        try acceptAll(waiting.compactMap { $0["item"] as? String }, in: site)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: server.spool.appendingPathComponent("recvq").path)
        #expect(left.sorted() == ["seqf", "taken"])
    }

    /// Once an operator has looked at them they are complaints.
    private func acceptAll(_ items: [String], in site: TemporarySite) throws {
        for item in items {
            #expect(try site.run("review", "accept", item, "--operator", "tester").status == 0)
        }
        #expect(try site.drain().status == 0)
        let complaints = try site.run("complaints", "--json-lines").objects()
        #expect(complaints.count == 2 && complaints.allSatisfy { $0["channel"] as? String == "fax" })
    }
}
