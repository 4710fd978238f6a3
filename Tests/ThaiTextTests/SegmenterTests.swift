import Testing

@testable import ThaiText

@Suite("Segmenter")
struct SegmenterTests {
    private func words(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return ThaiSegmenter().words(in: text).map { String(String.UnicodeScalarView(scalars[$0])) }
    }

    @Test(
        "sentences are cut into words",
        arguments: [
            ("ขอร้องทุกข์เรื่องน้ำประปาไม่ไหล", "ขอ ร้องทุกข์ เรื่อง น้ำประปา ไม่ ไหล"),
            ("ตำรวจไม่รับแจ้งความ", "ตำรวจ ไม่ รับ แจ้งความ"),
            ("นายกรัฐมนตรีเดินทาง", "นายกรัฐมนตรี เดินทาง"),
            ("โทร 0812345678 หรือ LINE abc", "โทร 0812345678 หรือ LINE abc"),
            ("บ้านเลขที่ ๑๒/๓ (ซอย 5)", "บ้าน เลขที่ ๑๒ ๓ ซอย 5"),
            ("ถนนพังมาก555", "ถนน พัง มาก 555"),
        ])
    func sentences(_ text: String, _ expected: String) {
        #expect(words(text).joined(separator: " ") == expected)
    }

    @Test("a name no word covers is one range, marked unknown")
    func unknown() throws {
        let tokens = ThaiSegmenter().tokens(in: "ฤฌฮฉ")
        #expect(tokens == [.init(range: 0..<4, kind: .unknown)])
    }

    @Test("no word starts with a mark or ends in a lead vowel, and ranges ascend")
    func boundaries() {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<2_000 {
            let scalars = (0..<20).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x0E00...0x0E5F, using: &random))
            }
            var end = 0
            for range in ThaiSegmenter().words(in: String(String.UnicodeScalarView(scalars))) {
                #expect(range.lowerBound >= end && !range.isEmpty)
                if range.lowerBound == end, end > 0, ThaiScalar.isLetter(scalars[end - 1].value) {
                    #expect(!ThaiScalar.isMark(scalars[end].value))
                    #expect(!ThaiScalar.isLead(scalars[end - 1].value) || !ThaiScalar.isLetter(scalars[end].value))
                }
                end = range.upperBound
            }
        }
    }

    @Test("the cover is the cheapest there is")
    func optimal() {
        let lexicon = Lexicon.standard
        for text in ["ตากลม", "มากราบ", "ขนมอบ", "นายกอง", "ไปหามเหสี"] {
            let tokens = ThaiSegmenter().tokens(in: text)
            let scalars = Array(text.unicodeScalars)
            let sum = tokens.reduce(0.0) { $0 + lexicon.cost(of: scalars[$1.range]) }
            #expect(abs(sum - lexicon.cost(of: scalars)) < 0.001)
            for cut in 1..<scalars.count {
                #expect(lexicon.cost(of: scalars[..<cut]) + lexicon.cost(of: scalars[cut...]) >= sum - 0.001)
            }
        }
    }
}
