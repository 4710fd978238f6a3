/// Spaces that stand inside a cluster for certain (N15, N16).
extension TextLine {
    /// Letters on each side that a decision looks at.
    private static let window = 32
    /// A run of more scalars is taken for several clusters.
    private static let longestCluster = 8

    /// Joins what no reader would part: a vowel or mark and its consonant, a lead vowel and its consonant.
    mutating func joinClusters(_ lexicon: Lexicon) {
        guard let first = firstSuspectSpace() else { return }
        var judge = JoinJudge(lexicon: lexicon)
        var (read, write) = (first, first)
        while read < slots.count {
            if slots[read].scalar == 0x20, write > 0 {
                read = settleSpaces(at: read, write: &write, &judge)
            } else {
                slots[write] = slots[read]
                (read, write) = (read + 1, write + 1)
            }
        }
        truncate(to: write)
    }

    /// The first space after a lead vowel or before a sign that cannot start a word.
    private func firstSuspectSpace() -> Int? {
        slots.indices.first { index in
            guard slots[index].scalar == 0x20, index > 0 else { return false }
            let next = index + 1 < slots.count ? slots[index + 1].scalar : 0
            return next == 0x20 || ThaiScalar.isMark(next) || ThaiScalar.isFollow(next)
                || ThaiScalar.isLead(slots[index - 1].scalar)
        }
    }

    /// Decides on the spaces at `read`; gives the index to read on from.
    private mutating func settleSpaces(at read: Int, write: inout Int, _ judge: inout JoinJudge) -> Int {
        let end = endOfSpaces(from: read)
        let next = end < slots.count ? slots[end].scalar : 0
        let previous = slots[write - 1].scalar
        let afterCluster = ThaiScalar.isConsonant(previous) || ThaiScalar.isMark(previous)
        if ThaiScalar.isLead(previous), ThaiScalar.isConsonant(next) {
            join(.spaceInCluster, read..<end)
            return end
        }
        if ThaiScalar.isFollow(next), afterCluster || previous == ThaiScalar.saraAA && next == ThaiScalar.saraA {
            guard next == ThaiScalar.saraAA else {
                join(.spaceInCluster, read..<end)
                return end
            }
            restoreVowel(at: end, after: write, &judge)
            join(.spaceBeforeSaraAA, read..<end)
            return end
        }
        if ThaiScalar.isMark(next), ThaiScalar.isLetter(previous) {
            return settleMarks(at: end, spaces: read..<end, write: &write, &judge)
        }
        for index in read..<end {
            slots[write] = slots[index]
            write += 1
        }
        return end
    }

    private mutating func join(_ rule: NormalisationRule, _ spaces: Range<Int>) {
        flags.insert(.space)
        note(rule, slots: spaces)
    }

    /// SARA AA or SARA AM, whichever gives the likelier words (N15).
    private mutating func restoreVowel(at index: Int, after write: Int, _ judge: inout JoinJudge) {
        // A vowel that stands alone tells nothing: in letter-spaced text the word goes on beyond the next gap.
        let alone = index + 1 == slots.count || !ThaiScalar.isLetter(slots[index + 1].scalar)
        let left = letters(endingAt: write, crossesGaps: alone)
        let right = letters(startingAt: index + 1, crossesGaps: alone)
        let plain = judge.cost(of: left + [slots[index]] + right)
        var restored = slots[index]
        restored.scalar = ThaiScalar.saraAM
        guard judge.cost(of: left + [restored] + right) <= plain else { return }
        if let space = slots[..<index].last { restored.lower = min(restored.lower, space.lower) }
        slots[index] = restored
        flags.insert(.saraAmSpace)
    }

    /// Joins marks to the cluster before the spaces if the words gain by it, else drops them (N16).
    private mutating func settleMarks(
        at start: Int, spaces: Range<Int>, write: inout Int, _ judge: inout JoinJudge
    ) -> Int {
        var end = start
        while end < slots.count, ThaiScalar.isMark(slots[end].scalar) { end += 1 }
        let left = letters(endingAt: write, crossesGaps: false)
        let rest = letters(startingAt: end, crossesGaps: false)
        let marks = slots[start..<min(end, start + Self.window)]
        let apart = judge.cost(of: left) + judge.cost(of: rest) + JoinJudge.allowance
        if judge.cost(of: left + marks + rest) <= apart {
            join(.spaceInCluster, spaces)
            return start
        }
        note(.dangling, slots: start..<end)
        flags.insert(.dangling)
        for index in spaces {
            slots[write] = slots[index]
            write += 1
        }
        return end
    }

    /// The letters before an index, back to the first gap.
    ///
    /// In letter-spaced text, where single clusters stand apart, a gap tells nothing and may be crossed.
    private func letters(endingAt end: Int, crossesGaps: Bool) -> [Slot] {
        var found: [Slot] = []
        var (index, runEnd) = (end, end)
        while index > 0, found.count < Self.window, end - index < 2 * Self.window {
            if ThaiScalar.isLetter(slots[index - 1].scalar) {
                found.append(slots[index - 1])
                index -= 1
                continue
            }
            guard crossesGaps, slots[index - 1].scalar == 0x20, isOneCluster(index..<runEnd) else { break }
            while index > 0, slots[index - 1].scalar == 0x20 { index -= 1 }
            runEnd = index
            guard isOneCluster(startOfLetters(endingAt: runEnd)..<runEnd) else { break }
        }
        return found.reversed()
    }

    private func letters(startingAt start: Int, crossesGaps: Bool) -> [Slot] {
        var found: [Slot] = []
        var (index, runStart) = (start, start)
        while index < slots.count, found.count < Self.window, index - start < 2 * Self.window {
            if ThaiScalar.isLetter(slots[index].scalar) {
                found.append(slots[index])
                index += 1
                continue
            }
            guard crossesGaps, slots[index].scalar == 0x20, isOneCluster(runStart..<index) else { break }
            index = endOfSpaces(from: index)
            runStart = index
            guard isOneCluster(runStart..<endOfLetters(startingAt: runStart)) else { break }
        }
        return found
    }

    /// Whether no text may break within a range; so it is in an empty one.
    private func isOneCluster(_ range: Range<Int>) -> Bool {
        range.dropFirst().allSatisfy {
            !ThaiScalar.mayBreak(
                between: UInt8(truncatingIfNeeded: slots[$0 - 1].scalar),
                and: UInt8(truncatingIfNeeded: slots[$0].scalar))
        }
    }

    /// The start of the letters before an index, of no more than make one cluster.
    private func startOfLetters(endingAt end: Int) -> Int {
        var start = end
        while start > 0, end - start < Self.longestCluster, ThaiScalar.isLetter(slots[start - 1].scalar) { start -= 1 }
        return start
    }

    private func endOfLetters(startingAt start: Int) -> Int {
        var end = start
        while end < slots.count, end - start < Self.longestCluster, ThaiScalar.isLetter(slots[end].scalar) { end += 1 }
        return end
    }
}

/// Prices candidate spellings, each put in cluster order first.
struct JoinJudge {
    /// What a joined spelling may cost more than the parts: 3 nats.
    static let allowance = Int(3 * Lexicon.costScale)

    let lexicon: Lexicon
    private var lattice = WordLattice()
    private var line = TextLine()

    init(lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    mutating func cost(of letters: [TextLine.Slot]) -> Int {
        line.clear()
        line.slots = letters
        line.arrangeClusters()
        return lattice.cost(of: line.slots.compactMap { ThaiScalar.letterCode($0.scalar) }, in: lexicon)
    }
}
