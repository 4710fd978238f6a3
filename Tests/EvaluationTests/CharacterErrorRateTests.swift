import Evaluation
import Testing

@Suite struct CharacterErrorRateTests {
    @Test(arguments: [
        ("น้ำท่วม", "น้ำท่วม", 0), ("นํ้าท่วม", "น้ำท่วม", 0), ("น้าท่วม", "น้ำท่วม", 1), ("ที", "ที่", 1), ("", "ที่", 3), ("ที่ ", "ที่", 0),
        ("บรรทัด\n\nสอง", "บรรทัด สอง", 0), ("ก ข", "กข", 1),
    ])
    func countsEditsOfScalars(_ reading: String, _ truth: String, _ errors: Int) {
        #expect(CharacterErrorRate(of: reading, truth: truth).errors == errors)
    }

    @Test func longPagesWeighMore() {
        let sum = CharacterErrorRate(errors: 1, length: 10) + CharacterErrorRate(errors: 1, length: 90)
        #expect(sum.rate == 0.02)
        #expect(CharacterErrorRate(of: "abc", truth: "").rate == 1)
        #expect(CharacterErrorRate.none.rate == 0)
    }
}
