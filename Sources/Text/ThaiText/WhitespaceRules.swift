/// Space runs and the ends of lines (N22), and folding for matching (NM).
extension TextLine {
    /// One space for a run of spaces, none at either end.
    mutating func collapseSpaces() {
        guard let first = firstLooseSpace() else { return }
        var (read, write) = (first, first)
        while read < slots.count {
            guard slots[read].scalar == 0x20 else {
                slots[write] = slots[read]
                (read, write) = (read + 1, write + 1)
                continue
            }
            let end = endOfSpaces(from: read)
            if write == 0 || end == slots.count {
                note(.whitespace, slots: read..<end)
            } else {
                var space = slots[read]
                if end - read > 1 {
                    note(.whitespace, slots: read..<end)
                    (space.lower, space.upper) = hull(of: read..<end)
                }
                slots[write] = space
                write += 1
            }
            read = end
        }
        truncate(to: write)
    }

    private func firstLooseSpace() -> Int? {
        slots.indices.first { index in
            slots[index].scalar == 0x20
                && (index == 0 || index + 1 == slots.count || slots[index + 1].scalar == 0x20)
        }
    }

    /// Thai digits to ASCII, Latin capitals to small letters, one for one.
    mutating func foldForMatching() {
        for index in slots.indices {
            let scalar = slots[index].scalar
            if ThaiScalar.isDigit(scalar) {
                slots[index].scalar = scalar - 0x0E50 + 0x30
            } else if scalar &- 0x41 < 26 {
                slots[index].scalar = scalar | 0x20
            } else {
                continue
            }
            note(.match, slots[index].lower, slots[index].upper)
        }
    }
}
