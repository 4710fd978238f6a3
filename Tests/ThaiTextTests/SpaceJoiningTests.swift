import Testing

@testable import ThaiText

/// Spaces strewn over whole sentences, as OCR strews them.
@Suite("Space joining (N20)")
struct SpaceJoiningTests {
    private static let sentences = [
        "ข้าพเจ้าขอร้องเรียนเรื่องเสียงดังจากร้านอาหารข้างบ้าน ซึ่งเปิดเพลงเสียงดังทุกคืน",
        "น้ำประปาในหมู่บ้านไม่ไหลมาเป็นเวลาหลายวันแล้ว ชาวบ้านได้รับความเดือดร้อนอย่างมาก",
        "ถนนหน้าโรงเรียนชำรุดเป็นหลุมเป็นบ่อ เกิดอุบัติเหตุบ่อยครั้ง ขอให้หน่วยงานที่เกี่ยวข้องเร่งซ่อมแซม",
        "ข้าพเจ้าได้แจ้งความไว้แล้วที่สถานีตำรวจ แต่คดีไม่มีความคืบหน้าแต่อย่างใด",
        "เพื่อนบ้านเผาขยะทุกเย็นทำให้เกิดควันและกลิ่นเหม็น ผู้สูงอายุและเด็กเล็กป่วยเป็นโรคทางเดินหายใจ",
        "จึงเรียนมาเพื่อโปรดพิจารณาให้ความช่วยเหลือ และขอให้แจ้งผลการดำเนินการให้ทราบด้วย",
        "บริษัทหลอกลวงให้ลงทุนทางอินเทอร์เน็ต แล้วไม่สามารถติดต่อได้อีก",
        "ไฟฟ้าดับบ่อยครั้งโดยไม่มีการแจ้งล่วงหน้า เครื่องใช้ไฟฟ้าเสียหายหลายรายการ",
        "นายจ้างไม่จ่ายค่าล่วงเวลาตามกฎหมาย เมื่อทวงถามก็ถูกข่มขู่ว่าจะเลิกจ้าง",
        "มีการลักลอบปล่อยน้ำเสียลงแม่น้ำ ทำให้ปลาตายเป็นจำนวนมาก",
        "เจ้าหน้าที่เรียกรับเงินเพื่อแลกกับการออกใบอนุญาต ข้าพเจ้าเห็นว่าเป็นการทุจริตต่อหน้าที่",
        "ที่ดินของข้าพเจ้าถูกบุกรุก ผู้บุกรุกได้สร้างรั้วล้อมรอบโดยไม่ได้รับอนุญาต",
    ]

    /// ๆ wanted a space after it that a vowel may not have before it: the two rules went on for ever, in edits of nothing.
    @Test(arguments: NormalisationMode.allCases) func aVowelAfterASignIsLeftThere(_ mode: NormalisationMode) {
        for text in ["ๆำ", "พ\u{FFFD}ไๆำ", "มากๆะ"] {
            let result = ThaiNormaliser().normalise(text, mode: mode)
            #expect(result.text.unicodeScalars.elementsEqual(text.unicodeScalars))
            #expect(result.edits.isEmpty)
        }
    }

    fileprivate struct Count {
        var removed = 0
        var all = 0
    }

    /// บ่อ and เกิด make a word too, which the words before them (เป็นหลุมเป็นบ่อ) outweigh.
    @Test("of the spaces inside words nearly all go, of those between phrases none")
    func strewn() throws {
        var (inside, phrases) = (Count(), Count())
        var random = SeededGenerator(seed: 20)
        for sentence in Self.sentences {
            for _ in 0..<16 {
                let strewn = strew(sentence, &random)
                let result = ThaiNormaliser().normalise(String(String.UnicodeScalarView(strewn.scalars)), mode: .ocr)
                let kept = Set((0..<result.map.count).flatMap { result.map.rawRange(ofScalarAt: $0) })
                inside.count(strewn.inside, kept)
                phrases.count(strewn.phrases, kept)
            }
        }
        #expect(inside.all > 150 && phrases.all > 80)
        #expect(Double(inside.removed) >= 0.97 * Double(inside.all), "\(inside)")
        #expect(phrases.removed == 0, "\(phrases)")
    }

    /// The sentence with a space behind one in twenty clusters that end inside a word, and where the spaces stand.
    private func strew(
        _ sentence: String, _ random: inout SeededGenerator
    ) -> (scalars: [Unicode.Scalar], inside: [Int], phrases: [Int]) {
        let source = Array(sentence.unicodeScalars)
        var isInside = [Bool](repeating: false, count: source.count + 1)
        for word in ThaiSegmenter().words(in: sentence) {
            for index in word.dropFirst() {
                isInside[index] = ThaiScalar.mayBreak(
                    between: UInt8(truncatingIfNeeded: source[index - 1].value),
                    and: UInt8(truncatingIfNeeded: source[index].value))
            }
        }
        var (scalars, inside, phrases) = ([Unicode.Scalar](), [Int](), [Int]())
        for (index, scalar) in source.enumerated() {
            if isInside[index], Int.random(in: 0..<20, using: &random) == 0 {
                inside.append(scalars.count)
                scalars.append(" ")
            }
            if scalar == " " { phrases.append(scalars.count) }
            scalars.append(scalar)
        }
        return (scalars, inside, phrases)
    }
}

extension SpaceJoiningTests.Count {
    fileprivate mutating func count(_ spaces: [Int], _ kept: Set<Int>) {
        all += spaces.count
        removed += spaces.count { !kept.contains($0) }
    }
}
