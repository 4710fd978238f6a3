import ComplaintModel
import FolderWatching
import Joining
import PipelineAssembly
import SMSChannel
import Testing

/// Sources of type sms_smstools, sms_gammu, sms_poll and fax_hylafax, and the stage that joins messages.
@Suite struct GatewaySourceTests {
    private func plan(_ sources: String, stages: String = "") throws -> PipelinePlan {
        try PlanReader.read("version: 1\nsources:\n\(sources)\n\(stages)\n", file: "/site/site.yaml").plan
    }

    private func faults(_ sources: String, stages: String = "") -> [String] {
        do {
            return try PlanReader.read("version: 1\nsources:\n\(sources)\n\(stages)\n", file: "/site/site.yaml")
                .warnings
                .map(\.message)
        } catch {
            return error.diagnostics.filter { $0.severity == .error }.map(\.message)
        }
    }

    @Test func aFaxServersFoldersFollowFromItsSpool() throws {
        let plan = try plan("  fax: { type: fax_hylafax, fax_hylafax: { spool: /srv/fax } }")
        let fax = try #require(plan.sources.first?.kind as? HylaFAXSource)
        #expect(fax.folder.directory == "/srv/fax/recvq" && fax.log == "/srv/fax/log/xferfaxlog")
        #expect(fax.folder.patienceSeconds == 3600 && fax.warnings.count == 2)
    }

    @Test func foldersOfGatewaysSuitMessages() throws {
        let plan = try plan(
            """
              a: { type: sms_smstools, sms_smstools: { directory: in } }
              b: { type: sms_gammu, sms_gammu: { directory: box, format: unicode } }
              c: { type: scan_folder, scan_folder: { directory: fax, channel: fax } }
            """)
        #expect((plan.sources[0].kind as? SmstoolsSource)?.folder.stableForSeconds == 2)
        #expect((plan.sources[1].kind as? GammuSource)?.format == .unicode)
        #expect((plan.sources[2].kind as? ScanFolderSource)?.channel == .fax)
    }

    @Test func aPollSaysWhereThingsStand() throws {
        let plan = try plan(
            """
              p:
                type: sms_poll
                sms_poll:
                  list: { url: "https://sms.example/in", method: POST, body: "{}" }
                  acknowledge: { url: "https://sms.example/in/{id}" }
                  fields: { list: data, id: uid, part_reference: r, part_total: n, part_number: k }
                  secret_file: key
            """)
        let poll = try #require(plan.sources.first?.kind as? SMSPollSource).configuration
        #expect(poll.list.method == "POST" && poll.acknowledge.method == "DELETE" && poll.mapping.id == "uid")
        #expect(poll.mapping.part?.total == "n" && poll.secret != nil)
    }

    @Test func whatCannotWorkIsSaid() {
        let found = faults(
            """
              p:
                type: sms_poll
                sms_poll:
                  list: { url: "ftp://sms.example/in" }
                  acknowledge: { url: "https://sms.example/in" }
                  fields: { part_total: n }
                  secret: hunter2
                  secret_header: "Authorization: x"
              g: { type: sms_gammu, sms_gammu: { directory: in, format: detial } }
              f: { type: scan_folder, scan_folder: { directory: in, channel: pigeon } }
            """, stages: "stages: { join: { gather: 5, part_timeout_secs: -1 } }")
        for part in [
            "begin with https://", "must say with {id}", "belong together", "may not stand in the file", "{secret}",
            "detail", "pigeon", "gather_secs", "part_timeout_secs", "Two sources watch the folder /site/in",
        ] { #expect(found.contains { $0.contains(part) }, "\(part) in \(found)") }
    }

    @Test func joiningIsToldHowLongToWait() throws {
        let plan = try plan(
            "  {}", stages: "stages: { join: { gather_secs: 5, part_timeout_secs: 60, late_part_hours: 2 } }")
        #expect(plan.joining.gatherSeconds == 5 && plan.joining.partTimeoutSeconds == 60)
        #expect(plan.joining.lateSeconds == 7200)
    }
}
