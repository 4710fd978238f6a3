import Foundation
import Testing

@testable import ThaiText

@Suite("Normaliser: properties of any text")
struct NormaliserPropertyTests {
    /// Kinds of alphabets: what one alphabet never puts side by side another does.
    private static let alphabets: [[UInt32]] = [
        Array(0x0E00...0x0E7F),
        [0x0E01, 0x0E02, 0x0E32, 0x0E33, 0x0E4D, 0x0E48, 0x0E49, 0x0E34, 0x0E35, 0x0E40, 0x0E41, 0x0E45, 0x0E24, 0x20],
        [0x0E01, 0x0E19, 0x0E2A, 0x2E, 0x20, 0x35, 0x0E55, 0x5F, 0x2026, 0x0E25, 0x0E2F, 0x0E46, 0x0E1E, 0x0E28],
        [0x0E01, 0x0E38, 0x0E48, 0x0E3A, 0x0301, 0x0323, 0x05B0, 0x0345, 0x65, 0x48, 0x0331, 0x1100, 0x1161, 0x11A8],
        [0x0A, 0x0D, 0x09, 0x20, 0x0B, 0x85, 0x2028, 0xA0, 0x200B, 0x200D, 0x1F469, 0xFE0F, 0x0E01, 0x0E48, 0x41],
        [0x0E81, 0x0E94, 0x0E8D, 0x0EB3, 0x0EC8, 0x0EB8, 0x0E01, 0x0E32, 0x0E19, 0x0E31, 0xF701, 0xF711, 0xF70A, 0x20],
    ]

    private static let words = [
        "นาย", "นาง", "สาว", "ชำนาญ", "ทำมา", "ใจ", "ดี", "ได้", "รับ", "ความ", "เดือด", "ร้อน", "จ าก", "น.ส.", "ร. ต. อ.",
        "พ. ศ.", "๑๐.๐๐ น.", "ต่าง ๆ", "ฯ ล ฯ", "กรุงเทพฯ", "........", "_", "…", "น า ย", "น้ํา", "เเละ", "ก่้า", "ที ่", "5",
        "\u{F70A}", "ก", "ข้าพ", "เจ้า", "(", "A", "\n", "\r\n", "  ", "ปีพ.", "ศ.", "ร า", "ค า", "พัน", "ตำรวจ", "เอก",
        "นายดำ",
        "น.ส.สม", "หน้า", "คุณ", "พระ", "ค", "บ่", "อ", ".", "?????",
    ]

    private static func text(_ seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        var view = String.UnicodeScalarView()
        if seed % 3 == 0 {
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                view.append(contentsOf: words[Int.random(in: 0..<words.count, using: &random)].unicodeScalars)
                if Bool.random(using: &random) { view.append(" ") }
            }
        } else {
            let alphabet = alphabets[Int(seed / 3) % alphabets.count]
            for _ in 0..<Int.random(in: 1...24, using: &random) {
                let wild = Int.random(in: 0..<40, using: &random) == 0
                let value =
                    wild
                    ? UInt32.random(in: 0...0x2_FFFF, using: &random)
                    : alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                if let scalar = Unicode.Scalar(value) { view.append(scalar) }
            }
        }
        return String(view)
    }

    private static let perMode: UInt64 = 3_000

    @Test("normalising again changes nothing, and nothing is left for NFC", arguments: NormalisationMode.allCases)
    func stability(_ mode: NormalisationMode) {
        let normaliser = ThaiNormaliser()
        for seed in 0..<Self.perMode {
            let raw = Self.text(seed)
            let once = normaliser.normalise(raw, mode: mode)
            let twice = normaliser.normalise(once.text, mode: mode)
            #expect(twice.text.hasSameScalars(as: once.text), "seed \(seed): \(raw.scalarList)")
            let composed = once.text.precomposedStringWithCanonicalMapping
            #expect(composed.hasSameScalars(as: once.text), "seed \(seed): \(raw.scalarList)")
        }
    }

    @Test("the fast path sees every change the slow one makes", arguments: NormalisationMode.allCases)
    func paths(_ mode: NormalisationMode) {
        let normaliser = ThaiNormaliser()
        for seed in 0..<Self.perMode {
            let raw = Self.text(seed)
            let fast = normaliser.normalise(raw, mode: mode)
            let slow = normaliser.normaliseLineByLine(raw, mode: mode)
            #expect(fast.text.hasSameScalars(as: slow.text), "seed \(seed): \(raw.scalarList)")
            #expect(fast == slow, "seed \(seed): \(raw.scalarList)")
        }
    }

    @Test("map, edits and flags agree with the texts", arguments: NormalisationMode.allCases)
    func accounts(_ mode: NormalisationMode) {
        let normaliser = ThaiNormaliser()
        for seed in 0..<Self.perMode {
            let raw = Self.text(seed)
            let result = normaliser.normalise(raw, mode: mode)
            checkAccounts(of: result, raw: raw, "seed \(seed): \(raw.scalarList)")
        }
    }

    private func checkAccounts(of result: NormalisedString, raw: String, _ comment: Comment) {
        let (source, target) = (Array(raw.unicodeScalars), Array(result.text.unicodeScalars))
        #expect(result.map.count == target.count && result.map.rawCount == source.count, comment)
        #expect(result.edits.isEmpty == result.text.hasSameScalars(as: raw), comment)
        var touched = Set<Int>()
        for edit in result.edits {
            #expect(edit.from.upperBound <= source.count && edit.to.upperBound <= target.count, comment)
            touched.formUnion(edit.from)
        }
        var covered = Set<Int>()
        for index in target.indices {
            let range = result.map.rawRange(ofScalarAt: index)
            #expect(range.upperBound <= source.count, comment)
            covered.formUnion(range)
            // A scalar that no rule touched is itself.
            if range.count == 1, !touched.contains(range.lowerBound) {
                #expect(source[range.lowerBound] == target[index], comment)
            }
        }
        // What stands for nothing was dropped by a rule.
        #expect(Set(source.indices).subtracting(covered).isSubset(of: touched), comment)
    }
}
