import Testing

@testable import ThaiText

@Suite("Decoder")
struct DecoderTests {
    @Test("bytes are read as what they are", arguments: Vector.normalisation.filter { $0.mode == "bytes" })
    func bytes(_ row: Vector) {
        let bytes = row.input.split(separator: " ").compactMap { UInt8($0, radix: 16) }
        let decoded = ThaiDecoder.decode(bytes)
        #expect(decoded.text.scalarList == row.expected.scalarList)
        #expect(decoded.encoding.rawValue == row.label)
    }

    @Test(
        "wrong decodings are undone, and only those", arguments: Vector.normalisation.filter { $0.mode == "mojibake" })
    func mojibake(_ row: Vector) {
        let repaired = ThaiDecoder.repair(row.input)
        #expect(repaired.text.scalarList == row.expected.scalarList)
        #expect(repaired.repairs.map(\.rawValue).joined() == row.label)
        let decoded = ThaiDecoder.decode(Array(row.input.utf8))
        #expect(decoded.text.hasSameScalars(as: repaired.text))
        #expect(decoded.encoding == .utf8)
    }

    @Test("every Thai byte goes to its scalar and back")
    func table() {
        for byte in UInt8(0xA1)...0xFB where !(0xDB...0xDE).contains(byte) {
            let text = Windows874.decode([0x41, byte])
            #expect(text.unicodeScalars.last?.value == 0x0E00 + UInt32(byte) - 0xA0)
            #expect(Windows874.byte(of: 0x0E00 + UInt32(byte) - 0xA0) == byte)
        }
    }

    @Test("old-font bytes end as letters once normalised")
    func oldFont() {
        let decoded = ThaiDecoder.decode([0xBB, 0x8C, 0xD2, 0x20, 0xBB, 0x82, 0x9B] as [UInt8])
        let normalised = ThaiNormaliser().normalise(decoded.text, mode: .text)
        #expect(normalised.text.hasSameScalars(as: "ป\u{E49}า ป\u{E35}\u{E48}"))
        #expect(normalised.flags == [.pua])
    }

    @Test(
        "letters lost to question marks are reported, a question is not",
        arguments: [
            ("?????? ????? ??? 1111", true), ("?????", true), ("Re: ????? ???? LINE", true), ("? ? ? ? ? ?", true),
            ("ทำไม??? ไม่ตอบ", false), ("ทำไม??????????????????????", false), ("why?", false), ("Why?????????", false),
            ("???", false), ("", false), ("http://a.example/?a=1&b=?&c=????", false),
        ])
    func lost(_ text: String, _ isLost: Bool) {
        #expect(ThaiDecoder.decode(text.utf8).isLost == isLost)
        #expect(ThaiNormaliser().normalise(text, mode: .text).flags == (isLost ? [.lost] : []))
        #expect(ThaiNormaliser().normalise(text + "\r\n", mode: .ocr).flags == (isLost ? [.lost] : []))
    }

    @Test("half a unit of UTF-16 is shown as a letter lost")
    func halfUnit() {
        #expect(ThaiDecoder.decode([0xFF, 0xFE, 0x01, 0x0E, 0x41] as [UInt8]).text.scalarList == "E01 FFFD")
        #expect(ThaiDecoder.decode([0xFE, 0xFF, 0x0E] as [UInt8]).text.scalarList == "FFFD")
        #expect(ThaiDecoder.decode([0xFF, 0xFE] as [UInt8]).text.isEmpty)
    }

    @Test("any bytes give text, and text that is valid UTF-8 is never read as anything else")
    func anything() {
        var random = SeededGenerator(seed: 874)
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let decoded = ThaiDecoder.decode(bytes)
            if decoded.encoding == .windows874 { #expect(String(validating: bytes, as: UTF8.self) == nil) }
        }
    }

    @Test("the share of legal pairs tells Thai from what only looks like it")
    func quality() {
        #expect(WritingQuality.legalPairShare(of: "ขอร้องทุกข์เรื่องน้ำประปาไม่ไหลมาสามวันแล้ว") == 1)
        #expect(
            WritingQuality.legalPairShare(
                of: Windows874.decode(Array("é à ü ñ ô ê".unicodeScalars.map { UInt8($0.value) }))) < 0.95)
        #expect(WritingQuality.legalPairShare(of: "เ่กิีา") < 0.7)
        #expect(WritingQuality.lexiconCover(of: "ร้องทุกข์ตำรวจ") == 1)
        #expect(WritingQuality.lexiconCover(of: "abc") == 0)
    }
}
