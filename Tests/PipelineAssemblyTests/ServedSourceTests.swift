import ComplaintModel
import Foundation
import HTTPContract
import HTTPIntake
import PipelineContract
import RememberingIntake
import Testing

@testable import PipelineAssembly

/// Sources that are pushed to: their part of a pipeline file, and their secrets.
@Suite struct ServedSourceTests {
    private func faults(_ source: String) -> [String] {
        let yaml = "version: 1\nsources:\n  s:\n" + source.split(separator: "\n").map { "    \($0)\n" }.joined()
        do {
            return try PlanReader.read(yaml, file: "/site/site.yaml").warnings.map(\.message)
        } catch {
            return error.diagnostics.map(\.message)
        }
    }

    @Test func theServersLimitsStandInTheFile() throws {
        let yaml = """
            version: 1
            http: { address: 127.0.0.2, port: 8222, header_secs: 5, max_connections: 50, trusted_proxies: [10.0.0.0/8] }
            """
        let http = try PlanReader.read(yaml, file: "/site/site.yaml").plan.http
        #expect(http.address == "127.0.0.2" && http.port == 8222)
        #expect(http.headerSeconds == 5 && http.connections == 50)
        #expect(http.trustedProxies.map(\.description) == ["10.0.0.0/8"])
        #expect(http.isLoopback)
    }

    @Test func aWebhookWithoutProtectionIsAFault() {
        let found = faults("type: sms_webhook\nsms_webhook: { path: /sms }")
        #expect(found.contains { $0.contains("needs protection") })
    }

    @Test func addressesAloneAreNotEnough() {
        let open =
            "type: sms_webhook\nsms_webhook:\n  path: /sms\n  protection: { type: addresses, addresses: { allow_from: [10.0.0.1] } }"
        #expect(faults(open).contains { $0.contains("secret_path_file") })
        #expect(faults(open + "\n  secret_path_file: p").isEmpty)
    }

    @Test(arguments: [
        "protection: { type: hmac, hmac: { key_file: k, next_key_command: [cat, k], digest: sha1 } }",
        "dialect: twilio\n  protection: { type: twilio, twilio: { token_file: t, public_url: 'https://x/sms' } }",
        "dialect: vonage\n  protection: { type: vonage, vonage: { secret_file: t } }",
        "protection: { type: certificate, certificate: { header: X, value: OK, proxies: [127.0.0.1] } }",
        "dialect: mapping\n  mapping: { sender: from, text: 'header:X-Text', time_format: dd/MM/yyyy HH:mm:ss }\n  protection: { type: hmac, hmac: { key_file: k } }",
    ])
    func everyProtectionCanBeWritten(_ lines: String) {
        #expect(faults("type: sms_webhook\nsms_webhook:\n  path: /sms\n  " + lines) == [])
    }

    @Test(arguments: [
        "path: sms\n  protection: { type: hmac, hmac: { key_file: k } }",
        "path: /sms\n  protection: { type: hmac, hmac: { } }",
        "path: /sms\n  protection: { type: hmac, hmac: { key_file: k, key_command: [c] } }",
        "path: /sms\n  protection: { type: hmac, hmac: { key: secret } }",
        "path: /sms\n  secret_path_file: p\n  protection: { type: addresses, addresses: { allow_from: [host] } }",
        "path: /sms\n  dialect: mapping\n  protection: { type: hmac, hmac: { key_file: k } }",
        "path: /sms\n  dialect: kanel\n  protection: { type: hmac, hmac: { key_file: k } }",
    ])
    func faultsOfAWebhookAreNamed(_ lines: String) {
        #expect(!faults("type: sms_webhook\nsms_webhook:\n  " + lines).isEmpty)
    }

    @Test func keysOfSystemsAreReadAndNeeded() {
        #expect(
            faults("type: web_submissions\nweb_submissions: { keys: [{ name: app, key_file: a, ways: [mobile_app] }] }")
                == [])
        for wrong in [
            "{ }", "{ keys: [{ name: app }] }", "{ keys: [{ name: App, key_file: a }] }",
            "{ keys: [{ name: app, key_file: a, ways: [mobil_app] }] }",
            "{ keys: [{ name: app, key_file: a }, { name: app, key_file: b }] }",
        ] {
            #expect(!faults("type: web_submissions\nweb_submissions: \(wrong)").isEmpty, "\(wrong)")
        }
    }

    @Test func twoSourcesCannotHaveOnePath() throws {
        let source = "{ type: web_submissions, web_submissions: { keys: [{ name: app, key_file: a }] } }"
        #expect(throws: ConfigurationFault.self) {
            try PlanReader.read("version: 1\nsources: { a: \(source), b: \(source) }", file: "/site/site.yaml")
        }
    }

    // MARK: Secrets

    private func secretFile(_ text: String, mode: Int) throws -> String {
        let path = NSTemporaryDirectory() + "secret-\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// A webhook made from a file answers at its secret path, and `doctor` says which protection is on.
    @Test func aWebhookFromAFileTakesMessagesIn() async throws {
        let path = try secretFile("abcdefghijklmnop", mode: 0o600)
        let yaml = """
            version: 1
            sources:
              gateway:
                type: sms_webhook
                sms_webhook:
                  path: /sms
                  secret_path_file: \(path)
                  protection: { type: addresses, addresses: { allow_from: [127.0.0.1] } }
            """
        let source = try #require(try PlanReader.read(yaml, file: "/site/site.yaml").plan.sources.first)
        let kind = try #require(source.kind as? any ServedSourceKind)
        let intake = RememberingIntake()
        let route = try #require(try kind.routes(named: source.name, intake: intake, events: Silence()).first)
        #expect(route.path == "/sms/abcdefghijklmnop")
        let request = HTTPRequest(method: "GET", path: route.path, query: "id=1&from=66810000001&text=a")
        #expect(await route.respond(request).status == .ok)
        #expect(intake.taken.count == 1)
        let finding = try #require(await source.kind.examine(named: source.name).first)
        #expect(finding.isWell && finding.found.contains("no signature") && !finding.found.contains("abcdefgh"))
    }
}
