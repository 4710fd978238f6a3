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
    private let titles = Titles.standard
    /// Spaces that the name at hand still needs.
    private var left = 0
    /// Where the title at hand ends.
    private var titleEnd = 0

    init(chain: RunChain, units: [WordLattice.Unit], lexicon: Lexicon) {
        (self.chain, self.units, self.lexicon) = (chain, units, lexicon)
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
                    left = (isLetterSpaced ? 0 : Self.spacesInName) + (startsRun(end) ? 1 : 0)
                }
                unit += 1
            }
        }
        return hasName
    }

    /// The end of the longest title made of whole units, the first of them in a run; a title ends no chain.
    private func endOfTitle(from first: Int, in run: Range<Int>) -> Int? {
        let start = units[first].start
        guard start >= titleEnd, titles.mayStart(at: start, of: chain.codes) else { return nil }
        var found: Int?
        for unit in units[first...] {
            guard unit.end - start <= Titles.longest, unit.end < chain.codes.count else { break }
            let title = chain.codes[start..<unit.end].map { UInt32($0 & 0x7F) | 0x0E00 }
            guard titles.contains(title) else { continue }
            // คุณ and พระ are words besides, and titles only where they stand apart.
            if start == run.lowerBound && startsRun(unit.end) || !Titles.words.contains(title) { found = unit.end }
        }
        return found.flatMap { isCompound(start..<$0) ? nil : $0 }
    }

    /// Whether the run after a title makes a word with it, as in นาย หน้า, a broker.
    private func isCompound(_ title: Range<Int>) -> Bool {
        guard startsRun(title.upperBound) else { return false }
        var end = title.upperBound + 1
        while end < chain.codes.count, !startsRun(end) { end += 1 }
        return lexicon.contains(chain.scalars(title.lowerBound..<end))
    }

    private func startsRun(_ index: Int) -> Bool { chain.codes[index] & 0x80 != 0 }

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

/// Titles and ranks out of `titles.txt`.
struct Titles: Sendable {
    static let standard = Titles(ThaiTextResource.list("titles.txt"))
    /// Those that are words of other meaning too.
    static let words: Set<[UInt32]> = Set(["คุณ", "พระ"].map { $0.unicodeScalars.map(\.value) })
    /// Scalars of the longest one may be this many; a test holds the list to it.
    static let longest = 20

    private let entries: Set<[UInt32]>
    /// The first three scalars of those without dots.
    private let starts: Set<UInt32>
    /// For each two labels, whether one of them starts with these: a quick no for nearly all words.
    private let pairs: [Bool]

    init(_ list: [String]) {
        entries = Set(list.map { $0.unicodeScalars.map(\.value) })
        let words = entries.filter { $0.count >= 3 && !$0.contains(0x2E) }
        starts = Set(words.map { ($0[0] & 0x7F) << 16 | ($0[1] & 0x7F) << 8 | $0[2] & 0x7F })
        let known = Set(starts.map { $0 >> 8 })
        pairs = (UInt32(0)..<1 << 15).map { known.contains($0) }
    }

    func contains(_ scalars: [UInt32]) -> Bool { entries.contains(scalars) }

    /// Whether a title without dots may start at an index of labels.
    @inline(__always)
    func mayStart(at index: Int, of codes: [UInt8]) -> Bool {
        guard index + 2 < codes.count else { return false }
        let pair = UInt32(codes[index] & 0x7F) << 8 | UInt32(codes[index + 1] & 0x7F)
        return pairs[Int(pair)] && starts.contains(pair << 8 | UInt32(codes[index + 2] & 0x7F))
    }
}

extension TextLine {
    /// Whether a title with dots stands before an index, with spaces or none between them.
    func endsTitle(before index: Int) -> Bool {
        var end = index
        while end > 0, slots[end - 1].scalar == 0x20 { end -= 1 }
        guard end > 0, slots[end - 1].scalar == 0x2E else { return false }
        var start = end
        while start > 0, end - start <= Titles.longest,
            slots[start - 1].scalar == 0x2E || ThaiScalar.isLetter(slots[start - 1].scalar)
        {
            start -= 1
            let isStart = start == 0 || !ThaiScalar.isLetter(slots[start - 1].scalar)
            if isStart, Titles.standard.contains(slots[start..<end].map(\.scalar)) { return true }
        }
        return false
    }
}
