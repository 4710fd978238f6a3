/// One line on its way through the rules: scalars, where each stood in the raw line, what was done.
///
/// Offsets are relative to the line, in 32 bits: a line of four thousand million scalars does not fit in memory here.
struct TextLine {
    struct Slot {
        var scalar: UInt32
        var lower: UInt32
        var upper: UInt32
    }

    struct Edit {
        let rule: NormalisationRule
        let lower: UInt32
        var upper: UInt32
    }

    var slots: [Slot] = []
    var edits: [Edit] = []
    var flags: Set<NormalisationFlag> = []
    /// Scalars of the raw line.
    var rawCount: UInt32 = 0
    /// Whether scalars came in that NFC may change.
    var mayNeedComposition = false
    /// Whether ๆ or ฯ came in, and whether a full stop or leader: no rule brings in the first.
    var (hasSigns, hasDots) = (false, false)
    /// Set by every rule that changes something.
    var isChanged = false

    mutating func clear() {
        slots.removeAll(keepingCapacity: true)
        edits.removeAll(keepingCapacity: true)
        flags.removeAll(keepingCapacity: true)
        rawCount = 0
        mayNeedComposition = false
        (hasSigns, hasDots) = (false, false)
        isChanged = false
    }

    /// Notes that a rule was applied to raw scalars; touching applications of one rule become one edit.
    mutating func note(_ rule: NormalisationRule, _ lower: UInt32, _ upper: UInt32) {
        isChanged = true
        if let last = edits.last, last.rule == rule, last.upper == lower {
            edits[edits.count - 1].upper = upper
        } else {
            edits.append(Edit(rule: rule, lower: lower, upper: upper))
        }
    }

    /// Notes that a rule was applied to the slots of a range that is not empty.
    mutating func note(_ rule: NormalisationRule, slots range: Range<Int>) {
        let hull = hull(of: range)
        note(rule, hull.lower, hull.upper)
    }

    /// The raw range that holds those of all slots of a range that is not empty.
    func hull(of range: Range<Int>) -> (lower: UInt32, upper: UInt32) {
        var (lower, upper) = (UInt32.max, UInt32.min)
        for slot in slots[range] {
            lower = min(lower, slot.lower)
            upper = max(upper, slot.upper)
        }
        return (lower, upper)
    }

    /// The index after the spaces that start at an index.
    @inline(__always)
    func endOfSpaces(from index: Int) -> Int {
        var end = index
        while end < slots.count, slots[end].scalar == 0x20 { end += 1 }
        return end
    }

    @inline(__always)
    mutating func truncate(to count: Int) {
        slots.removeLast(slots.count - count)
    }
}
