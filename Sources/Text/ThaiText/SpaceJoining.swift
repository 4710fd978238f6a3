/// Spaces inside words, out of OCR and PDF text layers (N20).
///
/// A chain of Thai runs with spaces between them is covered by words as if the spaces were not there, except that a
/// word boundary where a space stands is worth two nats. The spaces inside the words of the best cover go. In a line
/// spaced by words or letters (runs of four scalars or fewer, on average) the spaces between words go too. Names are
/// not in the lexicon: after a title the spaces up to the end of the last name stay.
struct SpaceJoining {
    private static let keepCost = -Int(2 * Lexicon.costScale)
    /// Spaces a name needs: after the title, the first name and the last name.
    private static let spacesOfName = 3

    private let lexicon: Lexicon
    private var lattice = WordLattice()

    // The chain at hand: labels (bit 7: a space stands before), and where each run starts.
    private var codes: [UInt8] = []
    private var runStarts: [Int] = []
    /// Whether the space before each run stays.
    private var keeps: [Bool] = []

    init(lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    /// Removes the spaces of a line that stand inside words.
    mutating func join(_ line: inout TextLine) {
        var index = 0
        var removed: [Range<Int>] = []
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
        codes.removeAll(keepingCapacity: true)
        runStarts.removeAll(keepingCapacity: true)
        runStarts.append(0)
        var spaces: [Range<Int>] = []
        var index = start
        while index < line.slots.count {
            if let code = ThaiScalar.letterCode(line.slots[index].scalar) {
                codes.append(code)
                index += 1
                continue
            }
            let end = line.endOfSpaces(from: index)
            guard end > index, end < line.slots.count,
                let code = ThaiScalar.letterCode(line.slots[end].scalar)
            else { break }
            spaces.append(index..<end)
            runStarts.append(codes.count)
            codes.append(code | 0x80)
            index = end + 1
        }
        guard !spaces.isEmpty else { return index }
        decide(startsAfterTitle: line.endsTitle(before: start))
        removed.append(contentsOf: zip(spaces, keeps.dropFirst()).lazy.filter { !$0.1 }.map(\.0))
        return index
    }

    // MARK: Deciding

    private mutating func decide(startsAfterTitle: Bool) {
        codes.withUnsafeBufferPointer { lattice.segment($0, in: lexicon, gapCost: Self.keepCost) }
        keeps = [Bool](repeating: false, count: runStarts.count)
        var run = 0
        for unit in lattice.units {
            while run < runStarts.count, runStarts[run] < unit.start { run += 1 }
            if run < runStarts.count, runStarts[run] == unit.start { keeps[run] = true }
        }
        let boundaries = keeps
        if codes.count <= 4 * runStarts.count { keepOnlySigns() }
        keepNames(boundaries: boundaries, startsAfterTitle: startsAfterTitle)
    }

    /// In a line spaced by words or letters, only a space after ๆ or ฯ says something.
    private mutating func keepOnlySigns() {
        for run in keeps.indices.dropFirst() {
            let last = UInt32(codes[runStarts[run] - 1] & 0x7F) | 0x0E00
            keeps[run] = last == ThaiScalar.maiyamok || last == ThaiScalar.paiyannoi
        }
    }

    /// Keeps the space before a title and those of the name after it.
    private mutating func keepNames(boundaries: [Bool], startsAfterTitle: Bool) {
        var left = startsAfterTitle ? Self.spacesOfName - 1 : 0
        var titleEnd = 0
        let torn = tornWords()
        for run in keeps.indices {
            if left > 0, run > titleEnd, run > 0 {
                // A word made of whole runs is a word torn apart, even in a name.
                if !torn[run] {
                    keeps[run] = true
                    left -= 1
                }
            }
            if boundaries[run] || run == 0, let end = endOfTitle(from: run, boundaries: boundaries) {
                keeps[run] = true
                titleEnd = end
                left = Self.spacesOfName
            }
        }
    }

    /// The last run of a title that starts with a run and ends with one.
    private func endOfTitle(from run: Int, boundaries: [Bool]) -> Int? {
        var last = run
        while last + 1 < runStarts.count, !boundaries[last + 1] { last += 1 }
        let end = last + 1 < runStarts.count ? runStarts[last + 1] : codes.count
        let length = end - runStarts[run]
        guard last + 1 < runStarts.count, length <= Titles.longest else { return nil }
        let text = codes[runStarts[run]..<end].map { UInt32($0 & 0x7F) | 0x0E00 }
        return Titles.standard.contains(text) ? last : nil
    }

    /// For each run, whether the space before it tears a word that begins and ends at spaces, its parts no words.
    private func tornWords() -> [Bool] {
        var torn = [Bool](repeating: false, count: runStarts.count)
        var run = 0
        for unit in lattice.units {
            while run < runStarts.count, runStarts[run] < unit.start { run += 1 }
            let first = run
            while run < runStarts.count, runStarts[run] < unit.end { run += 1 }
            let startsAtSpace = first < run && runStarts[first] == unit.start
            let endsAtSpace = run == runStarts.count ? unit.end == codes.count : runStarts[run] == unit.end
            guard startsAtSpace, endsAtSpace, !(first..<run).allSatisfy(isWord) else { continue }
            for inner in first..<run where inner > first { torn[inner] = true }
        }
        return torn
    }

    private func isWord(_ run: Int) -> Bool {
        let end = run + 1 < runStarts.count ? runStarts[run + 1] : codes.count
        return lexicon.contains(
            codes[runStarts[run]..<end].lazy.compactMap { Unicode.Scalar(UInt32($0 & 0x7F) | 0x0E00) })
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

/// Titles and ranks out of `titles.txt`.
struct Titles: Sendable {
    static let standard = Titles(ThaiTextResource.list("titles.txt"))
    /// Scalars of the longest one may be this many; a test holds the list to it.
    static let longest = 16

    private let entries: Set<[UInt32]>

    init(_ list: [String]) {
        entries = Set(list.map { $0.unicodeScalars.map(\.value) })
    }

    func contains(_ scalars: [UInt32]) -> Bool { entries.contains(scalars) }
}

extension TextLine {
    /// Whether a title with dots and a space stand right before an index.
    fileprivate func endsTitle(before index: Int) -> Bool {
        var end = index
        while end > 0, slots[end - 1].scalar == 0x20 { end -= 1 }
        guard end > 0, end < index, slots[end - 1].scalar == 0x2E else { return false }
        var start = end
        while start > 0, end - start <= Titles.longest,
            slots[start - 1].scalar == 0x2E || ThaiScalar.isLetter(slots[start - 1].scalar)
        { start -= 1 }
        return Titles.standard.contains(slots[start..<end].map(\.scalar))
    }
}
