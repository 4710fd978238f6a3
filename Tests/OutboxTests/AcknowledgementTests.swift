import ComplaintModel
import ComplaintStore
import Foundation
import Testing

@testable import Acknowledgement

@Suite struct MailAcknowledgementTests {
    private func acknowledgement(port: UInt16) -> MailAcknowledgement {
        MailAcknowledgement(
            MailAcknowledgementSettings(server: "smtp://127.0.0.1:\(port)", from: "no-reply@example.go.th"),
            clock: { noon })
    }

    private func deliver(
        _ fixture: ComplaintFixture = ComplaintFixture(), to server: ScriptedServer, isFirst: Bool = true
    ) async throws -> DeliveryOutcome {
        try await acknowledgement(port: server.port).deliver(fixture.complaint, isFirst: isFirst)
    }

    @Test func whoWroteIsToldCodeAndDay() async throws {
        let server = try ScriptedServer(ScriptedServer.smtp())
        defer { server.stop() }
        let outcome = try await deliver(ComplaintFixture(details: ["message_id": "<a.b@example.com>"]), to: server)
        #expect(outcome == .delivered)
        let heard = server.heard
        #expect(heard.contains { $0.hasPrefix("MAIL FROM:<>") })
        #expect(heard.contains { $0.hasPrefix("RCPT TO:<somchai@example.com>") })
        #expect(heard.contains("Auto-Submitted: auto-replied"))
        #expect(heard.contains("In-Reply-To: <a.b@example.com>"))
        #expect(heard.contains("Date: Wed, 18 Nov 2026 18:06:40 +0700"))
        let start = try #require(heard.firstIndex(of: "")) + 1
        let encoded = heard[start...].prefix { $0 != "." }.joined()
        let text = String(decoding: try #require(Data(base64Encoded: encoded)), as: UTF8.self)
        #expect(text.contains("RT69-000012-"))
        #expect(text.contains("18 ธันวาคม 2569"))
        #expect(text.contains("27 พฤศจิกายน 2569"))
        #expect(heard.allSatisfy { $0.utf8.count <= 76 })
    }

    @Test func aDeadlineThatIsOpenIsNotPromised() throws {
        let text = AcknowledgementText.mail.filled(for: try ComplaintFixture(rule: .undetermined).complaint)
        #expect(text.body.contains("ยังกำหนดวันแจ้งผลไม่ได้"))
        #expect(!text.body.contains("ธันวาคม"))
    }

    @Test func nobodyIsToldTwiceAndNoProgramAtAll() async throws {
        let server = try ScriptedServer(ScriptedServer.smtp())
        defer { server.stop() }
        var outcomes = [try await deliver(to: server, isFirst: false)]
        let silent = [
            ComplaintFixture(channel: .scan), ComplaintFixture(sender: nil),
            ComplaintFixture(sender: "MAILER-DAEMON@example.com"), ComplaintFixture(sender: "no-reply@example.com"),
            ComplaintFixture(details: ["automatic": "auto_submitted"]),
            ComplaintFixture(verdict: (.redelivery, try ComplaintFixture(key: "0").complaint.id)),
            ComplaintFixture(sender: "a@b.com>\r\nRCPT TO:<victim@example.com"),
            ComplaintFixture(sender: "a@b@c.com"), ComplaintFixture(sender: "a b@example.com"),
        ]
        for fixture in silent { outcomes.append(try await deliver(fixture, to: server)) }
        for outcome in outcomes {
            guard case .skipped = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
        #expect(server.heard.isEmpty)
    }

    /// Only where the server has certainly taken nothing is the mail sent again.
    @Test func whatMayHaveGoneOutIsNotSentAgain() async throws {
        let closed = try ScriptedServer(ScriptedServer.smtp())
        closed.stop()
        let cases: [(ScriptedServer, (DeliveryOutcome) -> Bool)] = [
            (closed, { if case .later = $0 { true } else { false } }),
            (
                try ScriptedServer(ScriptedServer.smtp(recipient: "451 later")),
                { if case .later = $0 { true } else { false } }
            ),
            (
                try ScriptedServer(ScriptedServer.smtp(recipient: "550 unknown")),
                { if case .refused = $0 { true } else { false } }
            ),
            (
                try ScriptedServer(ScriptedServer.smtp(end: "554 no")),
                { if case .refused = $0 { true } else { false } }
            ),
            (
                try ScriptedServer(ScriptedServer.smtp(end: "452 full")),
                { if case .later = $0 { true } else { false } }
            ),
            (try ScriptedServer(ScriptedServer.smtp(end: nil)), { if case .unsure = $0 { true } else { false } }),
        ]
        for (number, (server, isRight)) in cases.enumerated() {
            let outcome = try await deliver(to: server)
            #expect(isRight(outcome), "case \(number): \(outcome)")
            if number > 0 { server.stop() }
        }
    }

    @Test func longSubjectsAreFoldedWithinScalars() {
        let subject = String(repeating: "ร้องทุกข์", count: 20)
        let words = MailMessage.encodedWords(subject).components(separatedBy: "\r\n ")
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
        let decoded = words.map { Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) ?? Data() }
        #expect(decoded.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
        #expect(decoded.reduce(Data(), +) == Data(subject.utf8))
    }
}

@Suite struct SMSAcknowledgementTests {
    private var sms: ComplaintFixture { ComplaintFixture(channel: .sms, sender: "66812345678") }

    private func settings(_ server: ScriptedServer) -> SMSAcknowledgementSettings {
        SMSAcknowledgementSettings(
            url: "http://127.0.0.1:\(server.port)/cgi-bin/sendsms?to={to}&coding=2&charset=UTF-8&text={text}")
    }

    @Test func theGatewayIsCalledOnce() async throws {
        let server = try ScriptedServer(ScriptedServer.http(202))
        defer { server.stop() }
        let outcome = await SMSAcknowledgement(settings(server)).deliver(try sms.complaint, isFirst: true)
        #expect(outcome == .delivered)
        let request = try #require(server.heard.first)
        #expect(request.hasPrefix("GET /cgi-bin/sendsms?to=%2B66812345678&coding=2&charset=UTF-8&text=%E0%B8%A8"))
        #expect(request.contains("RT69-000012-"))
    }

    @Test func aBodyIsFilledAsItsKindWants() async throws {
        let server = try ScriptedServer(ScriptedServer.http(200))
        defer { server.stop() }
        var json = settings(server)
        json.url = "http://127.0.0.1:\(server.port)/send"
        (json.method, json.body) = ("POST", #"{"msisdn":"{to}","message":"{text}"}"#)
        (json.numbers, json.headers) = (.local, ["Content-Type: application/json"])
        json.text.body = "รหัส \"{code}\""
        #expect(await SMSAcknowledgement(json).deliver(try sms.complaint, isFirst: true) == .delivered)
        let body = try #require(server.heard.last)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: String])
        #expect(object["msisdn"] == "0812345678")
        #expect(object["message"]?.hasPrefix("รหัส \"RT69-000012-") == true)
    }

    @Test(arguments: [(400, "refused"), (401, "later"), (429, "later"), (500, "unsure"), (503, "later")])
    func whatTheGatewaySaysDecides(_ status: Int, _ expected: String) async throws {
        let server = try ScriptedServer(ScriptedServer.http(status))
        defer { server.stop() }
        let outcome = await SMSAcknowledgement(settings(server)).deliver(try sms.complaint, isFirst: true)
        #expect("\(outcome)".hasPrefix(expected))
    }

    @Test func aGatewayThatHangsUpMayHaveSentIt() async throws {
        let server = try ScriptedServer(ScriptedServer.http(nil))
        let hungUp = await SMSAcknowledgement(settings(server)).deliver(try sms.complaint, isFirst: true)
        #expect("\(hungUp)".hasPrefix("unsure"))
        server.stop()
        let absent = await SMSAcknowledgement(settings(server)).deliver(try sms.complaint, isFirst: true)
        #expect("\(absent)".hasPrefix("later"))
    }

    @Test(arguments: ["AIS-INFO", "4545", "021234567"])
    func onlyMobileNumbersAreAnswered(_ sender: String) async throws {
        let server = try ScriptedServer(ScriptedServer.http(202))
        defer { server.stop() }
        let complaint = try ComplaintFixture(channel: .sms, sender: sender).complaint
        let outcome = await SMSAcknowledgement(settings(server)).deliver(complaint, isFirst: true)
        #expect("\(outcome)".hasPrefix("skipped"))
    }

    @Test func theTextFitsIntoTwoParts() throws {
        let text = AcknowledgementText.message.filled(for: try sms.complaint).body
        #expect(text.utf16.count <= 134)
    }
}
