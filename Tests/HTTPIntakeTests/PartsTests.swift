import HTTPContract
import Testing

@Suite struct PartsTests {
    @Test func formsAreTakenApartAsBytes() {
        let form = FormFields(parsing: Array("a=1+2&b=%E0%B8%81&c&d=%zz%&a2=%4".utf8))
        #expect(form.pairs.map(\.name) == ["a", "b", "c", "d", "a2"])
        #expect(form.text("a") == "1 2")
        #expect(form.bytes("b") == [0xE0, 0xB8, 0x81])
        #expect(form.bytes("c") == [])
        #expect(form.text("d") == "%zz%")
        #expect(form.text("a2") == "%4")
        #expect(form.text("e") == nil)
    }

    @Test func aFieldThatIsSentTwiceIsNotBelieved() {
        #expect(FormFields(parsing: Array("a=1&a=2".utf8)).text("a") == nil)
        let request = HTTPRequest(
            method: "GET", path: "/", header: [HTTPField("X-Key", "1"), HTTPField("x-key", "2"), HTTPField("Y", "3")])
        #expect(request.field("X-KEY") == nil)
        #expect(request.field("y") == "3")
    }

    @Test func rangesHoldWhatSharesTheirFirstBits() throws {
        let range = try #require(AddressRange("192.0.2.128/25"))
        #expect(range.contains("192.0.2.200") && !range.contains("192.0.2.1") && !range.contains("::1"))
        #expect(try #require(AddressRange("192.0.2.1")).contains("::ffff:192.0.2.1"))
        #expect(try #require(AddressRange("2001:db8::/33")).contains("2001:db8:7fff::1"))
        #expect(try #require(AddressRange("0.0.0.0/0")).contains("203.0.113.1"))
        for wrong in ["", "192.0.2", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/x", "/8", "host"] {
            #expect(AddressRange(wrong) == nil, "\(wrong)")
        }
    }
}
