/// Spaces that stand inside a cluster for certain (N15, N16).
extension TextLine {
    /// Spaces around each decision that a run of letters may reach.
    private static let window = 32

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
        // A vowel that stands alone tells nothing: in letter-spaced text the word goes on beyond the next space.
        let alone = index + 1 < slots.count && slots[index + 1].scalar == 0x20
        let left = letters(endingAt: write, acrossSpaces: alone)
        let right = letters(startingAt: index + 1, acrossSpaces: alone)
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
        let left = letters(endingAt: write, acrossSpaces: false)
        let rest = letters(startingAt: end, acrossSpaces: false)
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

    private func letters(endingAt end: Int, acrossSpaces: Bool) -> [Slot] {
        var found: [Slot] = []
        var index = end
        while index > 0, found.count < Self.window, end - index < 2 * Self.window {
            index -= 1
            if ThaiScalar.isLetter(slots[index].scalar) {
                found.append(slots[index])
            } else if !acrossSpaces || slots[index].scalar != 0x20 {
                break
            }
        }
        return found.reversed()
    }

    private func letters(startingAt start: Int, acrossSpaces: Bool) -> [Slot] {
        var found: [Slot] = []
        var index = start
        while index < slots.count, found.count < Self.window, index - start < 2 * Self.window {
            if ThaiScalar.isLetter(slots[index].scalar) {
                found.append(slots[index])
            } else if !acrossSpaces || slots[index].scalar != 0x20 {
                break
            }
            index += 1
        }
        return found
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
