/// Dot leaders and blanks to fill in (N23).
extension TextLine {
    /// A run of dots, underscores and ellipses worth four dots or more becomes one ellipsis.
    mutating func shortenLeaders() {
        guard hasDots, slots.indices.dropLast().contains(where: { startsRun(at: $0) }) else { return }
        var (read, write) = (0, 0)
        while read < slots.count {
            guard Self.worth(of: slots[read].scalar) > 0 else {
                slots[write] = slots[read]
                (read, write) = (read + 1, write + 1)
                continue
            }
            let end = endOfLeader(from: read)
            let start = keepsDot(at: read, before: end, after: write) ? endOfSpaces(from: read + 1) : read
            let worth = slots[start..<max(start, end)].reduce(0) { $0 + Self.worth(of: $1.scalar) }
            let bodyStart = worth >= 4 ? start : end
            for index in read..<bodyStart {
                slots[write] = slots[index]
                write += 1
            }
            if worth >= 4 {
                if end - start > 1 { note(.leader, slots: start..<end) }
                let hull = hull(of: start..<end)
                slots[write] = Slot(scalar: 0x2026, lower: hull.lower, upper: hull.upper)
                write += 1
            }
            read = end
        }
        truncate(to: write)
    }

    private func startsRun(at index: Int) -> Bool {
        Self.worth(of: slots[index].scalar) > 0
            && (slots[index + 1].scalar == 0x20 || Self.worth(of: slots[index + 1].scalar) > 0)
    }

    private static func worth(of scalar: UInt32) -> Int {
        switch scalar {
        case 0x2E, 0x5F: 1
        case 0x2026: 3
        default: 0
        }
    }

    /// The index after the last leader of a run in which spaces may stand.
    private func endOfLeader(from start: Int) -> Int {
        var end = start + 1
        while true {
            let next = endOfSpaces(from: end)
            guard next < slots.count, Self.worth(of: slots[next].scalar) > 0 else { return end }
            end = next + 1
        }
    }

    /// Whether a run's first dot belongs to what stands before it: an abbreviation, or a word or number that ends
    /// before a space and a run without spaces.
    private func keepsDot(at index: Int, before end: Int, after write: Int) -> Bool {
        guard slots[index].scalar == 0x2E, write > 0, end - index > 1 else { return false }
        let previous = ScalarClass.of(slots[write - 1].scalar)
        guard previous.isThaiLetter || previous == .latin || previous == .digit else { return false }
        if endsAbbreviation(at: write) { return true }
        let next = endOfSpaces(from: index + 1)
        guard next > index + 1 else { return false }
        let tight = slots[next].scalar == 0x2026 || next + 1 < end && slots[next + 1].scalar != 0x20
        return tight
    }

    /// Whether the letters and dots written before an index, and one more dot, are a known abbreviation.
    private func endsAbbreviation(at end: Int) -> Bool {
        var compact: [UInt32] = [0x2E]
        var index = end
        while index > 0, compact.count <= Abbreviations.longest {
            let scalar = slots[index - 1].scalar
            let isStart = !ThaiScalar.isLetter(scalar)
            if isStart, compact.count > 1, Abbreviations.standard.contains(Array(compact.reversed())) { return true }
            guard !isStart || scalar == 0x2E else { return false }
            compact.append(scalar)
            index -= 1
        }
        return index == 0 && Abbreviations.standard.contains(Array(compact.reversed()))
    }
}
