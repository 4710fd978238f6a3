import ComplaintModel
import HTTPContract
import RememberingIntake
import Testing

@testable import SMSChannel

/// What real gateways send (Kannel 1.4.5 as captured, the others after their documentation) becomes one record each.
@Suite struct WebhookDialectTests {
    private func record(_ dialect: WebhookDialect, _ request: HTTPRequest) async throws -> SMSRecord {
        let door = try Door(dialect)
        #expect(await door.ask(request) == .ok)
        return try #require(door.intake.records.first)
    }

    private func isSame(_ text: String?, _ expected: String) -> Bool {
        text.map { Array($0.unicodeScalars) } == Array(expected.unicodeScalars)
    }

    @Test func kannelByGETRecoded() async throws {
        let record = try await record(
            .kannel,
            get(
                "id=554f50d9-7727&from=%2B66810000001&to=1111&smsc=FAKE1&time=1795316341&charset=UTF-8&udh="
                    + "&text=%E0%B8%8B%E0%B8%AD%E0%B8%A2+5+%F0%9F%98%A1"))
        #expect(isSame(record.text, "ซอย 5 😡"))
        #expect(record.messageID == "554f50d9-7727")
        #expect(record.sender == "+66810000001")
        #expect(record.recipient == "1111")
        #expect(record.gateway == "FAKE1")
        #expect(record.sentAt?.milliseconds == 1_795_316_341_000)
        #expect(record.part == nil)
    }

    /// Without `mo-recode` the text is UTF-16BE, in which U+0E0B and U+0E20 hold bytes that look like white space.
    @Test func kannelByGETNotRecoded() async throws {
        let record = try await record(
            .kannel, get("id=1&from=66810000001&to=1111&charset=UTF-16BE&text=%0E%0B%0E-%0E%22%0E+%D8%3D%DE!"))
        #expect(isSame(record.text, "ซอยภ😡"))
        #expect(record.payload.encoding == .utf16BE)
    }

    @Test func kannelByGETOnePartOfThree() async throws {
        let record = try await record(
            .kannel, get("id=1&from=66810000001&to=1111&charset=UTF-16BE&udh=%05%00%03%B8%03%02&text=%0E%01%D8%3D"))
        #expect(record.part == SMSRecord.Part(reference: 0xB8, referenceBits: 8, total: 3, number: 2))
        #expect(record.text == nil, "the part ends within a character")
        #expect(record.payload.bytes == [0x0E, 0x01, 0xD8, 0x3D])
    }

    @Test func kannelByGETBinary() async throws {
        let record = try await record(.kannel, get("id=1&from=66810000001&to=1111&charset=8-BIT&text=%E0%B8%00%FF"))
        #expect(record.text == nil)
        #expect(record.payload == SMSRecord.Payload(.binary, [0xE0, 0xB8, 0x00, 0xFF]))
    }

    @Test func kannelByPOST() async throws {
        let record = try await record(
            .kannel,
            post(
                "text/plain; charset=\"UTF-8\"", Array("กา".utf8), query: "id=7def",
                [
                    HTTPField("X-Kannel-From", "66811"), HTTPField("X-Kannel-To", "1111"),
                    HTTPField("X-Kannel-Time", "2026-11-22 03:29:11"), HTTPField("X-Kannel-SMSC", "FAKE1"),
                ]))
        #expect(isSame(record.text, "กา"))
        #expect(record.sender == "66811")
        #expect(record.messageID == "7def")
        #expect(record.sentAt == Timestamp("2026-11-22T03:29:11Z"))
    }

    @Test func kannelByXML() async throws {
        let document = """
            <?xml version="1.0" encoding="UTF-8"?>
            <message cid="1">
            \t<submit>
              \t\t<oa>  \t\t<number>66811</number>
            </oa>
              \t\t<da>  \t\t<number>1111</number>
            </da>
              \t\t<ud>%E0%B8%81%E0%B8%B2+%3C1%3E</ud>
              \t\t<dcs>  \t\t<coding>0</coding>
            </dcs>
              \t\t<from>  \t\t<account>FAKE1</account>
            </from>
            \t</submit>
            </message>
            """
        let record = try await record(
            .kannel, post("text/xml; charset=\"UTF-8\"", Array(document.utf8), query: "id=98dc"))
        #expect(isSame(record.text, "กา <1>"))
        #expect(record.sender == "66811")
        #expect(record.gateway == "FAKE1")
        #expect(record.originals.map(\.name) == ["query", "body"])
        #expect(record.originals[1].bytes == Array(document.utf8))
    }

    @Test(arguments: [
        "<message><submit><oa><number>66811", "<a></b><message>", "<<<>>>", "",
        "<message>" + String(repeating: "<a>", count: 5000),
    ])
    func brokenXMLIsKeptAsItCame(_ document: String) async throws {
        let record = try await record(.kannel, post("text/xml", Array(document.utf8), query: "id=98dc"))
        #expect(record.text == nil || record.text?.isEmpty == true)
        #expect(record.sender == nil)
        #expect(record.originals.last?.bytes ?? [] == (document.isEmpty ? Array("id=98dc".utf8) : Array(document.utf8)))
    }

    @Test func vonageByJSONAndByQuery() async throws {
        let json = """
            {"msisdn":"66810000001","to":"66800000000","messageId":"0A0000","text":"น้ำท่วม","type":"unicode",
             "message-timestamp":"2026-11-22 03:00:00","concat":"true","concat-ref":"257","concat-total":"2","concat-part":"1"}
            """
        let first = try await record(.vonage, post("application/json", Array(json.utf8)))
        #expect(isSame(first.text, "น้ำท่วม"))
        #expect(first.part == SMSRecord.Part(reference: 257, referenceBits: 16, total: 2, number: 1))
        #expect(first.sentAt == Timestamp("2026-11-22T03:00:00Z"))
        let second = try await record(.vonage, get("msisdn=66810000001&messageId=0A&type=binary&data=0eFF"))
        #expect(second.payload == SMSRecord.Payload(.binary, [0x0E, 0xFF]))
    }

    @Test func aThaiGatewayByItsOwnMapping() async throws {
        var dialect = WebhookDialect(name: "mapped")
        dialect.messageID = [.field("sms.ref_id")]
        dialect.sender = [.field("sms.msisdn")]
        dialect.text = [.field("sms.message")]
        (dialect.textWriting, dialect.charset) = (.hexadecimal, "TIS-620")
        dialect.sentAt = [.field("sms.date")]
        dialect.timeFormat = .pattern("dd/MM/yyyy HH:mm:ss", minutesEast: 420)
        let json = #"{"sms":{"ref_id":17,"msisdn":"0810000001","message":"a1d2","date":"22/11/2569 10:00:00"}}"#
        let record = try await record(dialect, post("application/json; charset=utf-8", Array(json.utf8)))
        #expect(isSame(record.text, "กา"))
        #expect(record.messageID == "17")
        #expect(record.sentAt == Timestamp("2026-11-22T03:00:00Z"))
    }

    @Test func timesThatAreWrittenOtherwiseAreLeftOut() {
        let pattern = DialectTime.pattern("yyyy-MM-dd HH:mm:ss", minutesEast: 0)
        for text in [
            "", "2026-11-22", "2026-13-22 00:00:00", "2026-11-22 24:00:00", "2026-11-22T00:00:00",
            "x026-11-22 00:00:00",
        ] {
            #expect(pattern.moment(text) == nil, "\(text)")
        }
        #expect(DialectTime.unixSeconds.moment("99999999999999") == nil)
        #expect(DialectTime.unixMilliseconds.moment("9223372036854775807") == nil)
    }

    /// The same message is one arrival however often it comes; the same identity with another text is another message.
    @Test func keysAreTheGatewaysIdentityAndTheContent() async throws {
        let door = try Door(.kannel)
        for text in ["a", "a", "b"] {
            #expect(await door.ask(get("id=1&from=66810000001&to=1111&charset=UTF-8&text=\(text)")) == .ok)
        }
        #expect(door.intake.taken.count == 2)
    }

    @Test func userDataHeadersNameTheirPart() {
        typealias Part = SMSRecord.Part
        #expect(Part(userDataHeader: [5, 0, 3, 1, 2, 1]) == Part(reference: 1, referenceBits: 8, total: 2, number: 1))
        #expect(Part(userDataHeader: [0, 3, 1, 2, 1]) == Part(reference: 1, referenceBits: 8, total: 2, number: 1))
        #expect(
            Part(userDataHeader: [0x0A, 0x24, 1, 1, 8, 4, 1, 2, 3, 3, 0x25])
                == Part(reference: 258, referenceBits: 16, total: 3, number: 3))
        for wrong in [[], [0], [5, 0, 3, 1], [5, 0, 3, 1, 2, 3], [5, 0, 3, 1, 0, 0], [3, 0x24, 1, 1]] as [[UInt8]] {
            #expect(Part(userDataHeader: wrong) == nil, "\(wrong)")
        }
    }
}
