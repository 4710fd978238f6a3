import Testing

@testable import ThaiText

@Suite("Word lists")
struct WordListTests {
    @Test("no abbreviation is longer than the rule reaches")
    func abbreviations() {
        let list = ThaiTextResource.list("abbreviations.txt")
        #expect(list.count >= 80)
        for entry in list {
            #expect(entry.unicodeScalars.count <= Abbreviations.longest, "\(entry)")
            #expect(entry.split(separator: ".").count <= Abbreviations.mostParts, "\(entry)")
            #expect(entry.split(separator: ".").allSatisfy { $0.unicodeScalars.count <= 4 }, "\(entry)")
            #expect(entry.hasSuffix("."), "\(entry)")
        }
    }

    @Test("titles are in normal form, and no longer than the rule reaches")
    func titles() {
        let list = ThaiTextResource.list("titles.txt")
        #expect(list.count >= 60)
        for entry in list {
            #expect(entry.unicodeScalars.count <= Titles.longest, "\(entry)")
            #expect(ThaiNormaliser().normalise(entry, mode: .text).edits.isEmpty, "\(entry)")
        }
    }
}
