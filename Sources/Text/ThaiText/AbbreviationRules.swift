/// Abbreviations with dots, out of `abbreviations.txt`.
struct Abbreviations: Sendable {
    static let standard = Abbreviations(ThaiTextResource.list("abbreviations.txt"))
    /// Scalars of the longest one may be this many; a test holds the list to it.
    static let longest = 12
    /// Parts of the longest one.
    static let mostParts = 5

    private let entries: Set<[UInt32]>
    private let firstParts: Set<[UInt32]>

    init(_ list: [String]) {
        entries = Set(list.map { $0.unicodeScalars.map(\.value) })
        firstParts = Set(entries.map { Array($0.prefix { $0 != 0x2E }) })
    }

    func contains(_ scalars: [UInt32]) -> Bool { entries.contains(scalars) }

    /// Whether letters are the first part of an abbreviation.
    func startsSome(with letters: [UInt32]) -> Bool { firstParts.contains(letters) }
}

/// Spaces inside abbreviations (N18).
extension TextLine {
    /// A part of an abbreviation, or several without a space between them.
    private struct Group {
        let range: Range<Int>
        /// Scalars without spaces, digits as ASCII.
        let compact: [UInt32]
    }

    /// Removes the spaces inside known abbreviations with two dots or more.
    ///
    /// A space goes only if the whole groups beside it make one abbreviation: the parts of ร.ต.อ. are never torn
    /// apart for ก.พ.ร. when ก.พ. stands before them.
    mutating func closeAbbreviations(_ lexicon: Lexicon) {
        guard hasDots, let first = firstSpacedDot() else { return }
        var removed: [Range<Int>] = []
        var index = first
        while index < slots.count {
            guard let start = startOfAbbreviation(at: index, lexicon), let group = group(at: start, after: nil) else {
                index += 1
                continue
            }
            var groups = [group]
            while let last = groups.last,
                let next = self.group(at: endOfSpaces(from: last.range.upperBound), after: last)
            {
                groups.append(next)
            }
            removed.append(contentsOf: units(of: groups).filter { isSpaced($0) })
            index = groups[groups.count - 1].range.upperBound
        }
        for range in removed { noteSpaces(in: range) }
        removeSpaces(in: removed)
    }

    /// Where the letters before the first dot with a space beside it start.
    private func firstSpacedDot() -> Int? {
        let dot = slots.indices.first { index in
            slots[index].scalar == 0x2E && index > 0
                && (slots[index - 1].scalar == 0x20 || index + 1 < slots.count && slots[index + 1].scalar == 0x20)
        }
        return dot.map { dot in
            let before = slots[..<dot].lastIndex { slot in
                slot.scalar != 0x20 && slot.scalar != 0x2E && !ThaiScalar.isLetter(slot.scalar)
            }
            return before.map { $0 + 1 } ?? 0
        }
    }

    /// Where an abbreviation may start among the letters that start at an index: there, or behind words, as in ปีพ.ศ.
    private func startOfAbbreviation(at start: Int, _ lexicon: Lexicon) -> Int? {
        guard ThaiScalar.isLetter(slots[start].scalar), start == 0 || !ThaiScalar.isLetter(slots[start - 1].scalar)
        else { return nil }
        let reach = slots[start..<min(slots.count, start + Self.mostLettersBefore)]
        let letters = reach.prefix { ThaiScalar.isLetter($0.scalar) }.map(\.scalar)
        let dot = endOfSpaces(from: start + letters.count)
        guard dot < slots.count, slots[dot].scalar == 0x2E else { return nil }
        let codes = letters.map { UInt8(truncatingIfNeeded: $0 & 0x7F) }
        var lattice = WordLattice()
        guard !Abbreviations.standard.startsSome(with: letters), !lattice.isCover(of: codes[...], in: lexicon)
        else { return start }
        let length = (1...Self.mostLettersInPart).first { length in
            let cut = codes.count - length
            return cut > 0 && ThaiScalar.mayBreak(between: codes[cut - 1], and: codes[cut])
                && lattice.isCover(of: codes[..<cut], in: lexicon)
        }
        return start + letters.count - (length ?? letters.count)
    }

    private static let mostLettersBefore = 40
    private static let mostLettersInPart = 4

    private func isSpaced(_ range: Range<Int>) -> Bool {
        slots[range].contains { $0.scalar == 0x20 }
    }

    // MARK: Reading groups

    private func group(at start: Int, after previous: Group?) -> Group? {
        guard start < slots.count else { return nil }
        var compact: [UInt32] = []
        var end = start
        while let part = partEnd(at: end, allowsDigit: (end == start ? previous?.compact : compact) == Self.landDeed) {
            compact += slots[end..<part].lazy.map(\.scalar).filter { $0 != 0x20 }.map(Self.asciiDigit)
            end = part
        }
        guard end > start else { return nil }
        return Group(range: start..<end, compact: compact)
    }

    /// น.ส., after which a digit may stand, as in น.ส.3ก.
    private static let landDeed: [UInt32] = [0x0E19, 0x2E, 0x0E2A, 0x2E]

    private static func asciiDigit(_ scalar: UInt32) -> UInt32 {
        ThaiScalar.isDigit(scalar) ? scalar - 0x0E50 + 0x30 : scalar
    }

    /// The index after the dot of one part: up to four letters and a dot, which spaces may part.
    private func partEnd(at start: Int, allowsDigit: Bool) -> Int? {
        var index = start
        if allowsDigit, index < slots.count, ScalarClass.of(slots[index].scalar) == .digit {
            index = endOfSpaces(from: index + 1)
        }
        let letters = index
        while index < slots.count, index - letters <= Self.mostLettersInPart, ThaiScalar.isLetter(slots[index].scalar) {
            index += 1
        }
        guard index > letters, index - letters <= Self.mostLettersInPart else { return nil }
        index = endOfSpaces(from: index)
        guard index < slots.count, slots[index].scalar == 0x2E else { return nil }
        return index + 1
    }

    // MARK: Choosing

    /// The groups taken together so that there are fewest, the longest first.
    private func units(of groups: [Group]) -> [Range<Int>] {
        var fewest = [Int](repeating: 0, count: groups.count + 1)
        var taken = [Int](repeating: 1, count: groups.count)
        for start in groups.indices.reversed() {
            fewest[start] = fewest[start + 1] + 1
            if start == 0, endsClockTime(groups[0]) { continue }
            var compact = groups[start].compact
            for end in groups.indices[(start + 1)...].prefix(Abbreviations.mostParts - 1) {
                compact += groups[end].compact
                guard compact.count <= Abbreviations.longest else { break }
                if fewest[end + 1] + 1 <= fewest[start], isClosable(compact) {
                    fewest[start] = fewest[end + 1] + 1
                    taken[start] = end + 1 - start
                }
            }
        }
        return Self.spans(of: groups, taken: taken).compactMap { span in
            guard isClosable(groups[span].flatMap(\.compact)) else { return nil }
            return groups[span.lowerBound].range.lowerBound..<groups[span.upperBound - 1].range.upperBound
        }
    }

    private static func spans(of groups: [Group], taken: [Int]) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        var start = 0
        while start < groups.count {
            spans.append(start..<start + taken[start])
            start += taken[start]
        }
        return spans
    }

    private func isClosable(_ compact: [UInt32]) -> Bool {
        compact.count { $0 == 0x2E } >= 2 && Abbreviations.standard.contains(compact)
    }

    /// Whether the group ends a time of day, as in 10.00 น.
    private func endsClockTime(_ group: Group) -> Bool {
        guard group.compact == [0x0E19, 0x2E] else { return false }
        var index = group.range.lowerBound
        while index > 0, slots[index - 1].scalar == 0x20 { index -= 1 }
        return index > 0 && ScalarClass.of(slots[index - 1].scalar) == .digit
    }

    // MARK: Removing

    private mutating func noteSpaces(in range: Range<Int>) {
        for index in range where slots[index].scalar == 0x20 {
            note(.abbreviation, slots[index].lower, slots[index].upper)
        }
    }

    private mutating func removeSpaces(in ranges: [Range<Int>]) {
        guard let first = ranges.first else { return }
        var write = first.lowerBound
        var next = 0
        for read in first.lowerBound..<slots.count {
            while next < ranges.count, read >= ranges[next].upperBound { next += 1 }
            if slots[read].scalar == 0x20, next < ranges.count, ranges[next].contains(read) { continue }
            slots[write] = slots[read]
            write += 1
        }
        truncate(to: write)
    }
}
