import Testing

@testable import Evaluation

@Suite struct CanonicalTextTests {
    private func text(_ text: String) -> [UInt32] { CanonicalText(text).scalars }

    @Test(arguments: [
        ("น\u{0E4D}\u{0E49}า", "น\u{0E49}\u{0E33}"), ("ท\u{0E48}\u{0E35}", "ท\u{0E35}\u{0E48}"), ("เเก้", "แก้"),
        ("น\u{0E49}\u{0E4D}า", "น\u{0E49}\u{0E33}"), ("น\u{0E33}\u{0E49}", "น\u{0E49}\u{0E33}"),
        ("ก\u{0E4D}า", "ก\u{0E33}"),
        ("ส\u{0E4C}\u{0E34}", "ส\u{0E34}\u{0E4C}"), ("ผ\u{0E49}\u{0E39}", "ผ\u{0E39}\u{0E49}"),
        ("พ.ศ. ๒๕๖๘–๒๕๖๙", "พ.ศ. ๒๕๖๘-๒๕๖๙"), ("“คนไข้” ‘เยอะ’", "\"คนไข้\" 'เยอะ'"),
        ("ชื่อ....................นายดี", "ชื่อ นายดี"), ("ชื่อ … นายดี", "ชื่อ นายดี"), ("ชื่อ____นายดี", "ชื่อ นายดี"),
        ("ชื่อ. .. . นายดี .. .", "ชื่อ นายดี"), ("ชื่อ .__.", "ชื่อ"),
        ("ก\u{00A0} \tข\r\n\r\nค\u{C}ง", "ก ข ค ง"), ("ก\u{200B}ข", "กข"),
    ])
    func unifiesWhatIsReadAlike(_ one: String, _ other: String) {
        #expect(text(one) == text(other))
    }

    @Test(arguments: [
        ("น้ำ", "น้า"), ("ก.ข.", "กข"), ("1.50", "150"), ("๑", "1"), ("ก..", "ก"), ("ก. .", "ก"), ("ก.ข. ค.", "ก ข ค"),
        ("A", "a"),
        ("เก เก", "แก แก"), ("ที่", "ที"), ("ก\u{0E4D}", "ก"), ("น้ำา", "น้ำ"),
    ])
    func keepsApartWhatIsNot(_ one: String, _ other: String) {
        #expect(text(one) != text(other))
    }

    @Test func knowsItsLines() {
        let canonical = CanonicalText("  กข \n\n.....\nค  ง\n")
        #expect(canonical.lines == [0..<2, 3..<6])
        #expect(canonical.withoutSpaces.count == 4)
    }
}

@Suite struct ReadingScoreTests {
    private let truth = "เรื่อง ขอให้ซ่อมถนน\nวันที่ ๑๒ มกราคม ๒๕๖๙\nโทร. 089-000-1234 mail A.b@example.com"

    @Test func aPerfectReadingHasNoFault() {
        let score = ReadingScore(of: truth, truth: truth)
        for measure in Measure.allCases {
            #expect(score[measure].wrong == 0, "\(measure)")
            #expect(score[measure].of > 0, "\(measure)")
        }
        #expect(score[.lines].of == 3)
        #expect(score[.thaiDigits].of == 6)
        #expect(score[.arabicDigits].of == 10)
        #expect(score[.toneMarks].of == 4)
        #expect(score[.latin].of == 16)
    }

    @Test func countsByClass() {
        let reading = "เรือง ขอให้ซ่อมถนน\nวันที่ ๑๒ มกราคม ๒๕๕๙\nโทร. 089-00-1234 mail A.b@examp1e.com"
        let score = ReadingScore(of: reading, truth: truth)
        #expect(score[.characters].wrong == 4)
        #expect(score[.toneMarks].wrong == 1)
        #expect(score[.thaiDigits].wrong == 1)
        #expect(score[.arabicDigits].wrong == 1)
        #expect(score[.latin].wrong == 1)
        #expect(score[.lines].wrong == 3)
        #expect(score[.lostLines].wrong == 0)
    }

    @Test func spacesCountAndDoNot() {
        let score = ReadingScore(of: "ขอ ให้ซ่อมถนน", truth: "ขอให้ ซ่อมถนน")
        #expect(score[.characters].wrong == 2)
        #expect(score[.withoutSpaces].wrong == 0)
        #expect(score[.lines].wrong == 1)
    }

    @Test func aLostLineIsLostAndTheOthersAreNot() {
        let lines = truth.split(separator: "\n")
        let score = ReadingScore(of: "\(lines[0])\n\(lines[2])", truth: truth)
        #expect(score[.lostLines] == Tally(wrong: 1, of: 3))
        #expect(score[.lines] == Tally(wrong: 1, of: 3))
        #expect(score[.thaiDigits] == Tally(wrong: 6, of: 6))
    }

    @Test func rubbishBetweenLinesIsNoFaultOfALine() {
        let lines = truth.split(separator: "\n")
        let score = ReadingScore(of: "\(lines[0])\n~=_ %\n\(lines[1])\n\(lines[2])", truth: truth)
        #expect(score[.lines].wrong == 0)
        #expect(score[.withoutSpaces].wrong == 4)
        let inside = ReadingScore(of: truth.replacing("ซ่อม", with: "ซ่|อม"), truth: truth)
        #expect(inside[.lines].wrong == 1)
    }

    @Test func aStampMayBeReadOrNot() {
        let stamp = "ศูนย์รับเรื่องราวร้องทุกข์ของรัฐบาล เลขรับ 0412 วันที่ 17 พ.ย. 2569"
        // Read into the middle of a line, one character in ten wrong.
        let reading = truth.replacing("ขอให้", with: "ศูนย์รับเรืองราวร้องทุกข์ชองรัฐบาล ขอให้")
        #expect(ReadingScore(of: reading, truth: truth, aside: stamp)[.withoutSpaces].wrong == 0)
        #expect(ReadingScore(of: reading, truth: truth)[.withoutSpaces].wrong > 25)
        #expect(ReadingScore(of: truth, truth: truth, aside: stamp)[.characters].wrong == 0)
        // Rubbish is rubbish, stamp or not; and a stamp pays for no text that is missing.
        let rubbish = ReadingScore(of: truth + "\nkqzxwvjq", truth: truth, aside: stamp)
        #expect(rubbish[.withoutSpaces].wrong == 8)
        let instead = ReadingScore(of: stamp, truth: truth, aside: stamp)
        #expect(instead[.withoutSpaces].wrong > 30)
    }

    @Test func nothingReadIsAllWrong() {
        let score = ReadingScore(of: "", truth: truth)
        #expect(score[.characters].rate == 1)
        #expect(score[.lostLines].rate == 1)
        #expect(ReadingScore(of: "ก", truth: "")[.characters] == Tally(wrong: 1, of: 0))
        #expect(ReadingScore.none[.latin].rate == nil)
    }

    @Test func longPagesWeighMore() {
        let sum = ReadingScore([.latin: Tally(wrong: 1, of: 10)]) + ReadingScore([.latin: Tally(wrong: 1, of: 90)])
        #expect(sum[.latin].rate == 0.02)
    }
}
