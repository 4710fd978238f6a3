/// Spaces inside words, out of OCR and PDF text layers (N20).
///
/// A chain of Thai runs with spaces between them is covered by words as if the spaces were not there, except that a
/// word boundary where a space stands is worth two nats. The spaces inside the words of the best cover go. In a line
/// spaced by words or letters (runs of four scalars or fewer, on average) the spaces between words go too, but for
/// those of names and abbreviations.
struct SpaceJoining {
    private static let keepCost = -Int(2 * Lexicon.costScale)
    /// Scalars of an abbreviation's last part, as in โทร.
    private static let longestAbbreviationPart = 3

    private let lexicon: Lexicon
    private let titles = Titles.standard
    private var lattice = WordLattice()
    private var chain = RunChain()
    /// Whether the space before each run stays.
    private var keeps: [Bool] = []
    /// Whether joining the same line again would change nothing for certain.
    ///
    /// So it is if only spaces inside the words of a best cover went: what is left has the same best cover.
    var isSettled = false

    init(lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    /// Marks the spaces of a line that stand inside words as removed; false if there are none.
    mutating func join(_ line: inout LineLabels) -> Bool {
        var index = 0
        var isChanged = false
        isSettled = true
        while index < line.labels.count {
            guard line.labels[index] < 0x80 else {
                index += 1
                continue
            }
            let start = index
            index = chain.read(line, from: start)
            guard !chain.spaces.isEmpty else { continue }
            let endsAtDot = index < line.labels.count && line.labels[index] == LineLabels.dot
            decide(startsAfterTitle: line.endsTitle(before: start), endsAtDot: endsAtDot)
            for (run, space) in chain.spaces.enumerated() where !keeps[run + 1] {
                for place in space { line.labels[place] = LineLabels.removed }
                isChanged = true
            }
        }
        return isChanged
    }

    // MARK: Deciding

    private mutating func decide(startsAfterTitle: Bool, endsAtDot: Bool) {
        chain.codes.withUnsafeBufferPointer { lattice.segment($0, in: lexicon, gapCost: Self.keepCost) }
        keeps = chain.boundaries(of: lattice.units)
        if chain.codes.count <= 4 * chain.runStarts.count {
            keepOnlySigns()
            isSettled = false
        }
        if startsAfterTitle || holdsTitle {
            var names = NameSpaces(chain: chain, units: lattice.units, lexicon: lexicon, titles: titles)
            if names.settle(&keeps, startsAfterTitle: startsAfterTitle) { isSettled = false }
        }
        let last = keeps.count - 1
        if endsAtDot, chain.mayBreak(before: last), mayBeAbbreviation(last) { keeps[last] = true }
    }

    /// Whether a unit starts like a title: a quick no for nearly all chains.
    private var holdsTitle: Bool {
        lattice.units.contains { !titles.titles(at: $0.start, of: chain.codes).isEmpty }
    }

    /// In a line spaced by words or letters, only a space after ๆ or ฯ says something.
    private mutating func keepOnlySigns() {
        for run in keeps.indices.dropFirst() where keeps[run] {
            let sign = UInt32(chain.codes[chain.runStarts[run] - 1] & 0x7F) | 0x0E00
            keeps[run] = sign == ThaiScalar.maiyamok || sign == ThaiScalar.paiyannoi
        }
    }

    /// Whether a run before a full stop is rather the start of an abbreviation than the last word of a sentence.
    private func mayBeAbbreviation(_ run: Int) -> Bool {
        let range = chain.range(of: run)
        return range.count <= Self.longestAbbreviationPart || !lexicon.contains(chain.scalars(range))
    }
}

extension TextLine {
    /// Removes the spaces that stand inside words (N20).
    mutating func joinWords(_ joining: inout SpaceJoining) {
        var labels = LineLabels(slots)
        guard joining.join(&labels) else { return }
        flags.insert(.space)
        var write = 0
        for read in slots.indices {
            if labels.labels[read] == LineLabels.removed {
                note(.wordSpacing, slots[read].lower, slots[read].upper)
            } else {
                slots[write] = slots[read]
                write += 1
            }
        }
        truncate(to: write)
    }
}
