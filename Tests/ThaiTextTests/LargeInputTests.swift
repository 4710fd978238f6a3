import Testing

@testable import ThaiText

/// Inputs made to hurt: each is done in a moment, or a rule is not linear and the run never ends.
@Suite("Large inputs")
struct LargeInputTests {
    private static let size = 80_000

    private static let pieces: [(name: String, unit: String)] = [
        ("tones", "\u{E48}"), ("two tones", "\u{E48}\u{E49}"), ("all marks", "\u{E4D}\u{E34}\u{E48}\u{E3A}\u{E4C}"),
        ("SARA AA and NIKHAHIT", "\u{E32}\u{E4D}"), ("SARA AA and SARA A", "\u{E32}\u{E30}"),
        ("lead vowels", "\u{E40}"),
        ("marks among lead vowels", "\u{E40}\u{E48}\u{E41}"), ("spaces", " "), ("spaced marks", " \u{E48}"),
        ("spaced SARA AA", "ก \u{E32}"), ("letters with spaces", "น า ย "), ("dots", "."), ("spaced dots", ". "),
        ("spaced abbreviations", "ก. "), ("tight abbreviations", "ก."), ("titles", "นาย ก "), ("MAIYAMOK", "ๆ "),
        ("PAIYANNOI", " ฯ ล"), ("joiners", "\u{200D}"), ("pictographs", "\u{1F469}\u{200D}"), ("line breaks", "\r\n"),
        ("accents", "\u{301}\u{323}"), ("accents after Thai", "ก\u{E48}\u{5B0}"), ("jamo", "\u{1100}\u{1161}"),
        ("enclosing marks", "\u{20DD}"), ("vowel signs", "\u{9BE}"), ("selectors", "\u{FE00}"),
        ("Lao", "ກกกก"), ("private use", "ป\u{F70A}"), ("one word", "ประชาธิปไตย"), ("words", "ประชา ธิปไตย "),
        ("unknown letters", "ฮฬฤ"), ("blanks", "_ "), ("invisible", "\u{200B}"), ("names", "นาย ดำ แดง "),
        ("spaced clusters", "น า "), ("vowels and abbreviations", "ก า. "), ("words and abbreviations", "ปีพ. "),
        ("question marks", "? "),
    ]

    @Test("a long run of the same is done", arguments: pieces)
    func repeated(_ name: String, _ unit: String) {
        let raw = "ก" + String(repeating: unit, count: Self.size / unit.unicodeScalars.count)
        let result = ThaiNormaliser().normalise(raw, mode: .ocr)
        #expect(result.map.count == result.text.unicodeScalars.count)
        #expect(result.map.rawCount == raw.unicodeScalars.count)
    }

    @Test("a megabyte of marks on one consonant is one cluster")
    func marks() {
        let raw = "ก" + String(repeating: "\u{E48}\u{E34}", count: 170_000)
        let result = ThaiNormaliser().normalise(raw, mode: .text)
        #expect(result.text.hasSameScalars(as: "ก\u{E34}\u{E48}"))
        #expect(result.map.rawCount == 340_001)
    }

    @Test("a long run without a space is cut to its end")
    func segmentation() {
        let text = String(repeating: "ร้องทุกข์ตำรวจฮฬ", count: 20_000)
        let ranges = ThaiSegmenter().words(in: text)
        #expect(ranges.count == 60_000)
        #expect(ranges.last?.upperBound == text.unicodeScalars.count)
    }

    @Test("a long text of marks is decoded and repaired")
    func decoding() {
        let bytes = [UInt8](repeating: 0xE8, count: 500_000)
        let decoded = ThaiDecoder.decode(bytes)
        #expect(decoded.encoding == .windows874)
        #expect(decoded.text.unicodeScalars.count == 500_000)
        #expect(ThaiDecoder.repair(String(repeating: "à¸\u{81}", count: 100_000)).repairs == [.utf8AsLatin])
    }
}
