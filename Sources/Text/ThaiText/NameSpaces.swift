/// The spaces of names in a chain of runs (N20).
///
/// Names are not in the lexicon: the spaces before a title, after it, and up to the end of the last name stay. Where
/// every letter stands alone the parts of a name cannot be told, and only the title keeps its spaces.
struct NameSpaces {
    /// Spaces a name needs: between the first name and the last name, and after it.
    private static let spacesInName = 2

    private let chain: RunChain
    private let units: [WordLattice.Unit]
    private let lexicon: Lexicon
    private let titles: Titles
    /// Spaces that the name at hand still needs.
    private var left = 0
    /// Where the title at hand ends.
    private var titleEnd = 0

    init(chain: RunChain, units: [WordLattice.Unit], lexicon: Lexicon, titles: Titles) {
        (self.chain, self.units, self.lexicon, self.titles) = (chain, units, lexicon, titles)
    }

    /// Corrects for each run whether the space before it stays; false if there is no name.
    mutating func settle(_ keeps: inout [Bool], startsAfterTitle: Bool) -> Bool {
        let isLetterSpaced = chain.isLetterSpaced
        left = startsAfterTitle && !isLetterSpaced ? Self.spacesInName : 0
        var hasName = startsAfterTitle
        var torn: [Bool]?
        var unit = 0
        for run in keeps.indices {
            let range = chain.range(of: run)
            if range.lowerBound < titleEnd {
                keeps[run] = false
            } else if left > 0, chain.mayBreak(before: run) {
                // A word made of whole runs is a word torn apart, even in a name.
                let words = torn ?? tornWords()
                torn = words
                if !words[run] {
                    keeps[run] = true
                    left -= 1
                }
            }
            while unit < units.count, units[unit].start < range.upperBound {
                if units[unit].start >= range.lowerBound, let end = endOfTitle(from: unit, in: range) {
                    if units[unit].start == range.lowerBound { keeps[run] = true }
                    (titleEnd, hasName) = (end, true)
                    left = (isLetterSpaced ? 0 : Self.spacesInName) + (chain.startsRun(end) ? 1 : 0)
                }
                unit += 1
            }
        }
        return hasName
    }

    /// The end of the longest title made of whole units, the first of them in a run; a title ends no chain.
    private func endOfTitle(from first: Int, in run: Range<Int>) -> Int? {
        let start = units[first].start
        guard start >= titleEnd else { return nil }
        let found = titles.titles(at: start, of: chain.codes).first { title in
            let end = start + title.count
            guard end < chain.codes.count, units[first...].first(where: { $0.end >= end })?.end == end else {
                return false
            }
            // คุณ and พระ are words besides, and titles only where they stand apart.
            return start == run.lowerBound && chain.startsRun(end) || !Titles.isWord(title)
        }
        return found.flatMap { isCompound(start..<start + $0.count) ? nil : start + $0.count }
    }

    /// Whether the run after a title makes a word with it, as in นาย หน้า, a broker.
    private func isCompound(_ title: Range<Int>) -> Bool {
        guard chain.startsRun(title.upperBound) else { return false }
        var end = title.upperBound + 1
        while end < chain.codes.count, !chain.startsRun(end) { end += 1 }
        return lexicon.contains(chain.scalars(title.lowerBound..<end))
    }

    /// For each run, whether the space before it tears a word that begins and ends at spaces, its parts no words.
    private func tornWords() -> [Bool] {
        let runStarts = chain.runStarts
        var torn = [Bool](repeating: false, count: runStarts.count)
        var run = 0
        for unit in units {
            while run < runStarts.count, runStarts[run] < unit.start { run += 1 }
            let first = run
            while run < runStarts.count, runStarts[run] < unit.end { run += 1 }
            let startsAtSpace = first < run && runStarts[first] == unit.start
            let endsAtSpace = run == runStarts.count ? unit.end == chain.codes.count : runStarts[run] == unit.end
            guard startsAtSpace, endsAtSpace, !(first..<run).allSatisfy(isWord) else { continue }
            for inner in first..<run where inner > first { torn[inner] = true }
        }
        return torn
    }

    private func isWord(_ run: Int) -> Bool { lexicon.contains(chain.scalars(chain.range(of: run))) }
}
