import ComplaintModel
import Foundation
import HTTPContract
import RememberingIntake
import Testing

@testable import SMSChannel

@Suite struct WebhookProtectionTests {
    private let key = Array("first key".utf8)
    private let next = Array("second key".utf8)

    private var mapped: WebhookDialect {
        var dialect = WebhookDialect(name: "mapped")
        (dialect.sender, dialect.text, dialect.messageID) = ([.field("from")], [.field("text")], [.field("id")])
        return dialect
    }

    private func signed(
        _ body: String, key: [UInt8], at seconds: Int64 = testMoment.milliseconds / 1000, query: String? = nil
    ) -> HTTPRequest {
        let code = MessageAuthentication.code(.sha256, key: key, over: Array("\(seconds).\(body)".utf8))
        return post(
            "application/x-www-form-urlencoded", Array(body.utf8), query: query,
            [
                HTTPField("X-Timestamp", "\(seconds)"),
                HTTPField("X-Signature", "sha256=" + code.map { String(format: "%02x", $0) }.joined()),
            ])
    }

    @Test func eitherKeyIsGoodAndNoOther() async throws {
        let door = try Door(mapped, .hmac(.init(keys: [key, next])))
        #expect(await door.ask(signed("from=1&text=a&id=1", key: key)) == .ok)
        #expect(await door.ask(signed("from=1&text=a&id=2", key: next)) == .ok)
        #expect(await door.ask(signed("from=1&text=a&id=3", key: Array("third".utf8))) == .unauthorised)
        #expect(door.intake.taken.count == 2)
    }

    @Test func aChangedBodyAnOldMomentOrNoSignatureIsRefused() async throws {
        let door = try Door(mapped, .hmac(.init(keys: [key])))
        let now = testMoment.milliseconds / 1000
        let good = signed("from=1&text=a", key: key)
        let changed = post(
            "application/x-www-form-urlencoded", Array("from=1&text=b".utf8),
            good.header.filter { $0.name != "Content-Type" })
        #expect(await door.ask(changed) == .unauthorised)
        #expect(await door.ask(signed("from=1&text=a", key: key, at: now - 301)) == .unauthorised)
        #expect(await door.ask(signed("from=1&text=a", key: key, at: now + 301)) == .unauthorised)
        #expect(await door.ask(post("application/x-www-form-urlencoded", Array("from=1&text=a".utf8))) == .unauthorised)
        #expect(door.intake.taken.isEmpty)
        #expect(await door.ask(signed("from=1&text=a", key: key, at: now - 299)) == .ok)
    }

    @Test func aReplayIsToldSoAndStoresNothing() async throws {
        let door = try Door(mapped, .hmac(.init(keys: [key])))
        let request = signed("from=1&text=a", key: key)
        #expect(await door.ask(request) == .ok)
        #expect(await door.ask(request) == .conflict)
        #expect(door.intake.taken.count == 1)
    }

    /// The signature does not cover the query of a POST, so nothing there may be believed.
    @Test func whatIsNotSignedIsNotRead() async throws {
        let door = try Door(mapped, .hmac(.init(keys: [key])))
        #expect(await door.ask(signed("from=1&text=a", key: key, query: "id=evil")) == .ok)
        #expect(door.intake.records.first?.messageID == nil)
    }

    /// A gateway that is told 503 sends the same signed request again; it must not be taken for a replay.
    @Test func aRequestThatWasNotKeptMayComeAgain() async throws {
        let door = try Door(mapped, .hmac(.init(keys: [key])))
        let request = signed("from=1&text=a", key: key)
        for mood in [RememberingIntake.Mood.full, .broken] {
            door.intake.set(mood)
            #expect(await door.ask(request) == .unavailable)
        }
        #expect(door.intake.taken.isEmpty)
        door.intake.set(.well)
        #expect(await door.ask(request) == .ok)
    }

    /// The two vectors that Twilio has published.
    @Test(arguments: [
        ("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8="), ("+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
    ])
    func twiliosOwnVectors(_ number: String, _ signature: String) throws {
        let protection = WebhookProtection.twilio(
            tokens: [Array("other".utf8), Array("12345".utf8)], publicURL: "https://mycompany.com/myapp.php")
        let caller = number.replacingOccurrences(of: "+", with: "%2B")
        let form = "Digits=1234&To=%2B18005551212&From=\(caller)&Caller=\(caller)&CallSid=CA1234567890ABCDE"
        let request = post(
            "application/x-www-form-urlencoded; charset=UTF-8", Array(form.utf8), query: "foo=1&bar=2",
            [HTTPField("X-Twilio-Signature", signature)])
        #expect(protection.check(request, now: testMoment) == .genuine(token: nil))
        let changed = post(
            "application/x-www-form-urlencoded", Array((form + "&More=1").utf8), query: "foo=1&bar=2",
            [HTTPField("X-Twilio-Signature", signature)])
        #expect(protection.check(changed, now: testMoment) != .genuine(token: nil))
    }

    @Test func twilioIsAnsweredWithoutWordsForTheCitizen() async throws {
        let door = try Door(
            .twilio, .twilio(tokens: [key], publicURL: "https://intake.example/mo"))
        let form = "MessageSid=SM1&From=%2B66810000001&To=%2B66800000000&Body=%E0%B8%81"
        let message = "https://intake.example/mo" + "BodyกFrom+66810000001MessageSidSM1To+66800000000"
        let code = MessageAuthentication.code(.sha1, key: key, over: Array(message.utf8))
        let request = post(
            "application/x-www-form-urlencoded", Array(form.utf8),
            [HTTPField("X-Twilio-Signature", Data(code).base64EncodedString())])
        let response = await door.route.respond(request)
        #expect(response.status == .ok)
        #expect(String(decoding: response.body, as: UTF8.self) == "<Response/>")
        #expect(await door.ask(request) == .ok, "the same message again is no fault")
        #expect(door.intake.taken.count == 1)
    }

    @Test func vonageSignsItsFieldsInOrder() async throws {
        let door = try Door(.vonage, .vonage(secrets: [key], toleranceSeconds: 300))
        let seconds = testMoment.milliseconds / 1000
        let message = "&messageId=0A&msisdn=66810000001&text=a_b_c&timestamp=\(seconds)"
        let code = MessageAuthentication.code(.sha256, key: key, over: Array(message.utf8))
            .map { String(format: "%02X", $0) }.joined()
        func json(_ text: String, _ moment: Int64) -> HTTPRequest {
            let body =
                #"{"text":"\#(text)","msisdn":"66810000001","messageId":"0A","timestamp":"\#(moment)","sig":"\#(code)"}"#
            return post("application/json", Array(body.utf8))
        }
        #expect(await door.ask(json("a&b=c", seconds)) == .ok)
        #expect(await door.ask(json("other", seconds)) == .unauthorised)
        #expect(await door.ask(json("a&b=c", seconds + 1)) == .unauthorised)
        #expect(await door.ask(get("msisdn=1&text=a")) == .unauthorised)
        #expect(door.intake.records.first?.text == "a&b=c")
    }

    @Test func onlyAddressesOnTheListMaySend() async throws {
        let door = try Door(.kannel, .addresses(["192.0.2.0/24"].compactMap { AddressRange($0) }))
        #expect(await door.ask(get("id=1&from=1&text=a", peer: "198.51.100.1")) == .forbidden)
        #expect(await door.ask(get("id=1&from=1&text=a", peer: "192.0.2.9")) == .ok)
        #expect(door.intake.taken.count == 1)
    }

    @Test func aCertificateCountsOnlyWhereTheProxySaysSo() async throws {
        let proxies = ["127.0.0.1"].compactMap { AddressRange($0) }
        let door = try Door(.kannel, .certificate(field: "X-Client-Verify", value: "SUCCESS", proxies: proxies))
        let checked = [HTTPField("X-Client-Verify", "SUCCESS")]
        #expect(await door.ask(get("id=1&from=1&text=a", checked)) == .ok)
        #expect(await door.ask(get("id=1&from=1&text=a", checked, peer: "198.51.100.1")) == .forbidden)
        #expect(await door.ask(get("id=1&from=1&text=a", [HTTPField("X-Client-Verify", "NONE")])) == .forbidden)
        #expect(await door.ask(get("id=1&from=1&text=a")) == .forbidden)
    }

    @Test func aRequestWithNothingInItIsNoMessage() async throws {
        let door = try Door(.kannel)
        #expect(await door.ask(HTTPRequest(method: "GET", path: "/mo")) == .badRequest)
    }
}
