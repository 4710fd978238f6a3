import Testing

@testable import Deduplication

@Suite struct TextRelationTests {
    @Test(arguments: [
        ("น้ำไม่ไหล ๓ วัน", "นำไมไหล3วน"), ("น\u{0E4D}\u{0E49}า", "นำ"), ("Tel. 02-111", "tel02111"),
        ("ก\u{0E3A}!\u{200B}", "ก"),
    ])
    func skeletonsHaveWhatAllReadingsHave(text: String, other: String) {
        #expect(Skeleton(text) == Skeleton(other))
    }

    @Test func commonSubsequenceAgreesWithTheTextbook() {
        var state: UInt64 = 42
        func random(_ below: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % below)
        }
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(random(5)) } }
        for length in [0, 1, 63, 64, 65, 128, 200] {
            let (left, right) = (bytes(length), bytes(random(220)))
            #expect(longestCommonSubsequence(left, right[...]) == textbook(left, right))
        }
    }

    private func textbook(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = [Int](repeating: 0, count: right.count + 1)
        for byte in left {
            var diagonal = 0
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = byte == other ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[right.count]
    }

    @Test func aQuotedTextIsContained() {
        let letter = Skeleton("ถนนหน้าโรงเรียนบ้านสมมุติเป็นหลุมลึกมานานสองเดือน รถของนักเรียนล้มหลายครั้งแล้ว ขอให้ซ่อมโดยด่วน")
        let forwarded = Skeleton(
            "ส่งต่อเพื่อโปรดดำเนินการ " + String(repeating: "ข้อความนำส่งของเจ้าหน้าที่ ", count: 12)
                + "ถนนหน้าโรงเรียนบ้านสมมุติเป็นหลุมลึกมานานสองเดือน รถของนักเรียนล้มหลายครั้งแล้ว ขอให้ซ่อมโดยด่วน")
        let relation = TextRelation(letter, forwarded)
        #expect(relation.containment > 0.95 && relation.similarity < 0.6)
        #expect(TextRelation(letter, letter).similarity == 1)
    }

    @Test func shortOrEmptyTextsTellNothing() {
        #expect(!TextRelation(Skeleton("ไฟดับ"), Skeleton("ไฟดับ")).isTelling)
        let nothing = TextRelation(Skeleton(""), Skeleton(""))
        #expect(nothing.similarity == 0 && nothing.containment == 0 && !nothing.isTelling && !nothing.isSame)
    }

    @Test func aHostileLengthCostsNoMoreThanTheLimit() {
        let long = Skeleton(String(repeating: "กขคง", count: 200_000))
        #expect(long.compared.count == Skeleton.limit)
        #expect(TextRelation(long, long).similarity == 1)
    }
}
