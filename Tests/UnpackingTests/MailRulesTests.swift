import ComplaintModel
import EngineContract
import PipelineContract
import Testing

@testable import Unpacking

@Suite struct MailRulesTests {
    private func outcome(_ header: String, details: [String: String] = [:]) async throws -> Outcome {
        try await unpackMail(
            text: "From: a@example.com\n\(header)\nSubject: help\n\nThe road is broken.\n", details: details)
    }

    @Test func everyLineOfTheTableIsARule() {
        let table = String(decoding: PackageResources.mail_rules_tsv, as: UTF8.self)
        let lines = table.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(MailRules.standard.rules.count == lines.count && lines.count > 20)
        #expect(MailRules.standard.rules.allSatisfy { $0.reason.hasSuffix(".") })
    }

    @Test(arguments: [
        ("Auto-Submitted: auto-replied", "automatic"), ("AUTO-SUBMITTED: Auto-Generated; x=y", "automatic"),
        ("Precedence: bulk", "bulk"), ("Precedence: LIST (x)", "list"), ("Precedence: auto_reply", "automatic"),
        ("List-Id: <a.b>", "list"), ("List-Unsubscribe: <mailto:x@y.z>", "list"), ("Return-Path: <>", "null-sender"),
        ("X-Loop: Complaints@1111.Example.go.th", "own-loop"), ("X-Rongthuk: acknowledgement", "own-loop"),
        ("X-Failed-Recipients: x@y.z", "bounce"), ("X-Autoreply: yes", "automatic"),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=x", "feedback"),
        // The first rule decides.
        ("List-Id: <a.b>\nAuto-Submitted: auto-replied", "automatic"),
    ])
    func whatIsNoComplaintIsRejectedWithItsRule(_ header: String, _ rule: String) async throws {
        #expect(try await outcome(header).rejection?.hasPrefix("mail rule \(rule): ") == true)
    }

    @Test(arguments: [
        "Auto-Submitted: no", "Auto-Submitted: no (by hand)", "Precedence: first-class", "X-Loop: somebody@example.com",
        "Return-Path: <a@example.com>", "X-Auto-Response-Suppress: All", "X-Priority: 1",
        "Content-Type: text/plain; report-type=delivery-status",
    ])
    func complaintsAreNotRejected(_ header: String) async throws {
        #expect(try await outcome(header).mail != nil)
    }

    @Test func aPersonOverrulesARule() async throws {
        let outcome = try await outcome("Auto-Submitted: auto-generated", details: [Provenance.overruled: "yes"])
        #expect(outcome.mail?.text?.contains("The road is broken.") == true)
        #expect(outcome.mail?.arrival.provenance.details["automatic"] == "automatic")
    }

    @Test func aMailboxWithoutAnAddressLoopsNothing() {
        let headers = [MailHeader(name: "x-loop", text: MailText([Array("complaints".utf8)]))]
        let mail = MailReading(headers: headers, from: [], content: nil)
        #expect(MailRules.standard.first(fitting: mail, recipient: "complaints") == nil)
        #expect(MailRules.standard.first(fitting: mail, recipient: nil) == nil)
    }
}

@Suite struct AuthenticationResultsTests {
    private func details(_ fields: [String], server: String? = "mx.example.go.th") -> [String] {
        let headers = fields.map { MailHeader(name: "authentication-results", text: MailText([Array($0.utf8)])) }
        let details = AuthenticationResults(headers: headers, server: server).details
        return ["spf", "dkim", "dmarc"].map { details[$0] ?? "" }
    }

    @Test func onlyTheTopmostFieldOfTheOwnServerCounts() {
        let own = "MX.example.go.th 1; spf=pass smtp.mailfrom=a@b.c; dkim=fail/x; dkim=pass header.d=b.c; dmarc=none"
        #expect(details([own]) == ["pass", "pass", "none"])
        #expect(details(["other.example.com; spf=pass", own]) == ["unknown", "unknown", "unknown"])
        #expect(details([own], server: nil) == ["unknown", "unknown", "unknown"])
        #expect(details([]) == ["unknown", "unknown", "unknown"])
    }

    @Test(arguments: [
        ("mx.example.go.th; none", ["unknown", "unknown", "unknown"]),
        ("mx.example.go.th; dkim=fail; dkim=pass; dkim=fail", ["unknown", "fail, pass", "unknown"]),
        ("mx.example.go.th (c; spf=pass); dmarc=fail (p=none; x)", ["unknown", "unknown", "fail"]),
        ("mx.example.go.th; x=\"a; spf=pass\"; spf=softfail", ["softfail", "unknown", "unknown"]),
        ("mx.example.go.th; spf=PASS; dkim=verygood; arc=pass", ["pass", "unknown", "unknown"]),
        ("mx.example.go.th.evil.com; spf=pass", ["unknown", "unknown", "unknown"]),
        ("\"mx.example.go.th\"; spf=pass", ["pass", "unknown", "unknown"]), ("(((", ["unknown", "unknown", "unknown"]),
        ("mx.example.go.th; spf=fail; spf=pass (\\", ["fail, pass", "unknown", "unknown"]),
    ])
    func oddFields(_ field: String, _ expected: [String]) { #expect(details([field]) == expected) }
}
