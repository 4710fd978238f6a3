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

    /// Removes the spaces of a line that stand inside words.
    mutating func join(_ line: inout TextLine) {
        var index = 0
        var removed: [Range<Int>] = []
        isSettled = true
        while index < line.slots.count {
            guard ThaiScalar.letterCode(line.slots[index].scalar) != nil else {
                index += 1
                continue
            }
            index = readChain(in: line, from: index, removed: &removed)
        }
        remove(removed, from: &line)
    }

    /// Reads a chain, decides on its spaces, gives the index after it.
    private mutating func readChain(in line: TextLine, from start: Int, removed: inout [Range<Int>]) -> Int {
        chain.clear()
        var spaces: [Range<Int>] = []
        var index = start
        while index < line.slots.count {
            if let code = ThaiScalar.letterCode(line.slots[index].scalar) {
                chain.codes.append(code)
                index += 1
                continue
            }
            let end = line.endOfSpaces(from: index)
            guard end > index, end < line.slots.count,
                let code = ThaiScalar.letterCode(line.slots[end].scalar)
            else { break }
            spaces.append(index..<end)
            chain.startRun(with: code)
            index = end + 1
        }
        guard !spaces.isEmpty else { return index }
        let endsAtDot = index < line.slots.count && line.slots[index].scalar == 0x2E
        decide(startsAfterTitle: line.endsTitle(before: start), endsAtDot: endsAtDot)
        removed.append(contentsOf: zip(spaces, keeps.dropFirst()).lazy.filter { !$0.1 }.map(\.0))
        return index
    }

    // MARK: Deciding

    private mutating func decide(startsAfterTitle: Bool, endsAtDot: Bool) {
        chain.codes.withUnsafeBufferPointer { lattice.segment($0, in: lexicon, gapCost: Self.keepCost) }
        keeps = chain.boundaries(of: lattice.units)
        if chain.codes.count <= 4 * chain.runStarts.count {
            keepOnlySigns()
            isSettled = false
        }
        var names = NameSpaces(chain: chain, units: lattice.units, lexicon: lexicon)
        if names.settle(&keeps, startsAfterTitle: startsAfterTitle) { isSettled = false }
        let last = keeps.count - 1
        if endsAtDot, chain.mayBreak(before: last), mayBeAbbreviation(last) { keeps[last] = true }
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

    // MARK: Removing

    private func remove(_ spaces: [Range<Int>], from line: inout TextLine) {
        guard let first = spaces.first else { return }
        line.flags.insert(.space)
        var (write, next) = (first.lowerBound, 0)
        for read in first.lowerBound..<line.slots.count {
            if next < spaces.count, read == spaces[next].upperBound { next += 1 }
            if next < spaces.count, spaces[next].contains(read) {
                line.note(.wordSpacing, line.slots[read].lower, line.slots[read].upper)
            } else {
                line.slots[write] = line.slots[read]
                write += 1
            }
        }
        line.truncate(to: write)
    }
}

/// Thai runs with spaces between them: labels (bit 7: a space stands before), and where each run starts.
struct RunChain {
    var codes: [UInt8] = []
    private(set) var runStarts = [0]

    mutating func clear() {
        codes.removeAll(keepingCapacity: true)
        runStarts.removeAll(keepingCapacity: true)
        runStarts.append(0)
    }

    mutating func startRun(with code: UInt8) {
        runStarts.append(codes.count)
        codes.append(code | 0x80)
    }

    func range(of run: Int) -> Range<Int> {
        runStarts[run]..<(run + 1 < runStarts.count ? runStarts[run + 1] : codes.count)
    }

    func scalars(_ range: Range<Int>) -> some Sequence<Unicode.Scalar> {
        codes[range].lazy.compactMap { Unicode.Scalar(UInt32($0 & 0x7F) | 0x0E00) }
    }

    /// Whether a word may end before a run.
    func mayBreak(before run: Int) -> Bool {
        let start = runStarts[run]
        return start > 0 && ThaiScalar.mayBreak(between: codes[start - 1], and: codes[start])
    }

    /// For each run, whether a unit starts with it.
    func boundaries(of units: [WordLattice.Unit]) -> [Bool] {
        var boundaries = [Bool](repeating: false, count: runStarts.count)
        var run = 0
        for unit in units {
            while run < runStarts.count, runStarts[run] < unit.start { run += 1 }
            if run < runStarts.count, runStarts[run] == unit.start { boundaries[run] = true }
        }
        return boundaries
    }

    /// Whether every run is one cluster, so that the spaces tell nothing of words.
    var isLetterSpaced: Bool {
        codes.indices.dropFirst().allSatisfy {
            codes[$0] & 0x80 != 0 || !ThaiScalar.mayBreak(between: codes[$0 - 1], and: codes[$0])
        }
    }
}
