internal import Foundation

/// How words are spelt besides, out of `spellings.tsv`: every phrase of the other tables is found in all its spellings.
struct Spellings: Sendable {
    private var standards = PhraseTrie<Int>()
    private var spellings: [[Unit]] = []
    /// The spellings of two letters: ตร., รพ.
    private var abbreviations: [[Unit]] = []

    /// A bound on the spellings of one phrase, as several of its words may have many.
    private static let mostOfPhrase = 12

    init(directory: URL, faults: inout [ReferenceFault]) {
        var table = TableFile("spellings.tsv", columns: ["spelling", "standard"], in: directory)
        var seen: [String: Int] = [:]
        for row in 0..<table.rowCount {
            table.reportRepeated(row, [0, 1], seen: &seen)
            table.requirePhrase(row, 0)
            table.requirePhrase(row, 1)
            standards.insert(table.text(row, 1).denseUnits, spellings.count)
            let spelling = table.text(row, 0).denseUnits
            spellings.append(spelling)
            if spelling.filter(\.isThaiLetter).count <= 2 { abbreviations.append(spelling) }
        }
        faults += table.faults
    }

    /// Whether a spelling of a phrase begins with an abbreviation that the phrase does not begin with.
    func isAbbreviated(_ spelling: [Unit], of phrase: [Unit]) -> Bool {
        abbreviations.contains { spelling.starts(with: $0) && !phrase.starts(with: $0) }
    }

    /// The other spellings of a phrase.
    func variants(of phrase: [Unit]) -> ArraySlice<[Unit]> { spelt(phrase, from: 0).dropFirst() }

    /// All spellings of a phrase from an index on, as it stands first.
    private func spelt(_ phrase: [Unit], from start: Int) -> [[Unit]] {
        guard start < phrase.count else { return [[]] }
        var found = spelt(phrase, from: start + 1).map { [phrase[start]] + $0 }
        guard !phrase[start].isDependent, start == 0 || !phrase[start - 1].isLeadVowel else { return found }
        standards.forEachPhrase(in: phrase, at: start) { end, spelling in
            guard end == phrase.count || !phrase[end].isDependent else { return }
            found += spelt(phrase, from: end).map { spellings[spelling] + $0 }
        }
        return Array(found.prefix(Self.mostOfPhrase))
    }
}
