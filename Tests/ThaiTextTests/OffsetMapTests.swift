import Foundation
import Testing

@testable import ThaiText

@Suite("Map and edits")
struct OffsetMapTests {
    private func normalise(_ raw: String, _ mode: NormalisationMode = .text) -> NormalisedString {
        ThaiNormaliser().normalise(raw, mode: mode)
    }

    private func ranges(_ result: NormalisedString) -> [Range<Int>] {
        (0..<result.map.count).map(result.map.rawRange(ofScalarAt:))
    }

    @Test("clean text maps to itself in one run")
    func identity() {
        let result = normalise("ขอร้องทุกข์\n\nเรื่องน้ำ")
        #expect(result.map.isIdentity)
        #expect(result.map == OffsetMap(identity: result.text.unicodeScalars.count))
        #expect(result.edits.isEmpty)
    }

    @Test("a moved tone maps to where it stood")
    func moved() {
        #expect(ranges(normalise("ห\u{E19}\u{E32}\u{E49}")) == [0..<1, 1..<2, 3..<4, 2..<3])
    }

    @Test("SARA AM maps to both its halves")
    func fused() {
        let result = normalise("น\u{E49}\u{E4D}\u{E32}ใจ")
        #expect(ranges(result) == [0..<1, 1..<2, 2..<4, 4..<5, 5..<6])
        #expect(result.edits == [TextEdit(rule: "N08", from: 0..<4, to: 0..<3)])
    }

    @Test("an inserted space maps to an empty range")
    func inserted() {
        let result = normalise("ต่างๆนานา")
        #expect(result.map.rawRange(ofScalarAt: 5) == 5..<5)
        #expect(result.edits == [TextEdit(rule: "N17", from: 5..<5, to: 5..<6)])
    }

    @Test("a dropped scalar belongs to no output, and its edit is empty")
    func dropped() {
        let result = normalise("ก\u{200B}\u{200B}ข")
        #expect(ranges(result) == [0..<1, 3..<4])
        #expect(result.edits == [TextEdit(rule: "N03", from: 1..<3, to: 1..<1)])
    }

    @Test("a run of spaces maps to one space")
    func spaces() {
        let result = normalise("  ก   ข ")
        #expect(ranges(result) == [2..<3, 3..<6, 6..<7])
        #expect(result.edits.map(\.rule) == ["N22", "N22", "N22"])
    }

    @Test("edits of several passes and lines stand in raw order")
    func order() {
        let result = normalise("เเละ\r\nก\u{A0}ข\n\n\n\nน้ํา")
        #expect(result.text.hasSameScalars(as: "และ\nก ข\n\nน้ำ"))
        #expect(result.edits.map(\.rule) == ["N09", "N01", "N04", "N22", "N08"])
        #expect(result.edits.map(\.from) == [0..<4, 4..<6, 7..<8, 11..<13, 13..<17])
        #expect(result.edits[1].to == 3..<4)
    }

    @Test("a range maps to the hull of its scalars, an empty one to its place")
    func hulls() {
        let result = normalise("ก\u{200B}ห\u{E19}\u{E32}\u{E49}")
        #expect(result.map.rawRange(of: 0..<2) == 0..<3)
        #expect(result.map.rawRange(of: 2..<4) == 3..<6)
        #expect(result.map.rawRange(of: 0..<5) == 0..<6)
        #expect(result.map.rawRange(of: 1..<1) == 2..<2)
        #expect(result.map.rawRange(of: 5..<5) == 6..<6)
        #expect(OffsetMap(identity: 0).rawRange(of: 0..<0) == 0..<0)
    }

    @Test("a span found in normalised text cuts the same words out of the raw text")
    func spans() throws {
        let raw = "ร้องเรียน  ส\u{E4D}\u{E32}นักงาน\u{200B}เขต"
        let result = normalise(raw)
        let scalars = Array(result.text.unicodeScalars)
        let word = Array("สำนักงาน".unicodeScalars)
        let start = try #require(scalars.indices.first { scalars[$0...].starts(with: word) })
        let span = result.map.rawRange(of: start..<start + word.count)
        let cut = String(String.UnicodeScalarView(Array(raw.unicodeScalars)[span]))
        #expect(cut.hasSameScalars(as: "ส\u{E4D}\u{E32}นักงาน"))
    }

    @Test("map and edits lead through an undone decoding to the text as it came")
    func repaired() throws {
        let clear = "น\u{E4D}\u{E49}\u{E32}  ABC"
        let raw = String(String.UnicodeScalarView(clear.utf8.map { Unicode.Scalar($0) }))
        let result = ThaiNormaliser().normaliseRepairing(raw, mode: .text)
        #expect(result.text.hasSameScalars(as: "น้ำ ABC"))
        #expect(result.flags == [.utf8AsLatin])
        #expect(ranges(result) == [0..<3, 6..<9, 3..<12, 12..<14, 14..<15, 15..<16, 16..<17])
        #expect(
            result.edits == [
                TextEdit(rule: "E04", from: 0..<17, to: 0..<7), TextEdit(rule: "N08", from: 0..<12, to: 0..<3),
                TextEdit(rule: "N22", from: 12..<14, to: 3..<4),
            ])
        let twice = String(String.UnicodeScalarView(raw.utf8.map { Unicode.Scalar($0) }))
        let deeper = ThaiNormaliser().normaliseRepairing(twice, mode: .text)
        #expect(deeper.text.hasSameScalars(as: result.text))
        #expect(deeper.map.rawCount == twice.unicodeScalars.count)
        #expect(deeper.map.rawRange(of: 4..<7) == 26..<29)
        #expect(deeper.edits.map(\.rule) == ["E04", "E04", "N08", "N22"])
        let clean = ThaiNormaliser().normaliseRepairing("เธอ เนื้อเพลง", mode: .text)
        #expect(clean == normalise("เธอ เนื้อเพลง") && clean.map.isIdentity)
    }

    @Test("an edit is written as rule, from and to")
    func coding() throws {
        let edit = TextEdit(rule: "N08", from: 3..<5, to: 3..<4)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(edit)
        #expect(String(decoding: data, as: UTF8.self) == #"{"from":[3,5],"rule":"N08","to":[3,4]}"#)
        #expect(try JSONDecoder().decode(TextEdit.self, from: data) == edit)
    }
}
