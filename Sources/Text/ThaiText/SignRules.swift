/// Spaces around MAIYAMOK and PAIYANNOI (N17).
extension TextLine {
    /// Puts no space before ๆ and one after it if a word follows; none before ฯ, unless it opens ฯลฯ or ฯพณฯ.
    mutating func spaceSigns() {
        let isSign = { (slot: Slot) in slot.scalar == ThaiScalar.maiyamok || slot.scalar == ThaiScalar.paiyannoi }
        guard hasSigns, let first = slots.firstIndex(where: isSign) else { return }
        var start = first
        while start > 0, slots[start - 1].scalar == 0x20 { start -= 1 }
        var result = Array(slots[..<start])
        result.reserveCapacity(slots.count + 8)
        var index = start
        while index < slots.count {
            guard slots[index].scalar == 0x20 else {
                appendSigned(slots[index], to: &result)
                index += 1
                continue
            }
            let end = endOfSpaces(from: index)
            if dropsSpaces(index..<end, after: result) {
                note(.signSpacing, slots: index..<end)
            } else {
                result.append(contentsOf: slots[index..<end])
            }
            index = end
        }
        slots = result
    }

    private mutating func appendSigned(_ slot: Slot, to result: inout [Slot]) {
        if let sign = result.last, sign.scalar == ThaiScalar.maiyamok, Self.startsWord(slot.scalar) {
            note(.signSpacing, sign.upper, sign.upper)
            result.append(Slot(scalar: 0x20, lower: sign.upper, upper: sign.upper))
        }
        result.append(slot)
    }

    private static func startsWord(_ scalar: UInt32) -> Bool {
        // A space before a vowel that follows its consonant would go again (N20).
        guard !ThaiScalar.isFollow(scalar) else { return false }
        let kind = ScalarClass.of(scalar)
        return kind.isThaiLetter && !kind.isMark || kind == .latin || kind == .digit || kind == .parenthesis
    }

    private func dropsSpaces(_ spaces: Range<Int>, after result: [Slot]) -> Bool {
        guard spaces.upperBound < slots.count else { return false }
        let next = slots[spaces.upperBound].scalar
        if next == ThaiScalar.maiyamok { return true }
        if next == ThaiScalar.paiyannoi { return closesSign(result) || !opensSign(at: spaces.upperBound) }
        guard result.last?.scalar == ThaiScalar.paiyannoi else { return false }
        return opensSign(at: spaces.lowerBound - 1)
    }

    /// Whether ฯลฯ or ฯพณฯ, spaces within it apart, starts at an index.
    private func opensSign(at index: Int) -> Bool {
        var position = endOfSpaces(from: index + 1)
        guard position < slots.count else { return false }
        if slots[position].scalar == 0x0E1E, position + 1 < slots.count, slots[position + 1].scalar == 0x0E13 {
            position += 2
        } else if slots[position].scalar == 0x0E25 {
            position += 1
        } else {
            return false
        }
        position = endOfSpaces(from: position)
        return position < slots.count && slots[position].scalar == ThaiScalar.paiyannoi
    }

    /// Whether what was written ends in ฯล or ฯพณ.
    private func closesSign(_ result: [Slot]) -> Bool {
        let tail = result.suffix(3).map(\.scalar)
        return tail == [ThaiScalar.paiyannoi, 0x0E1E, 0x0E13]
            || tail.suffix(2) == [ThaiScalar.paiyannoi, 0x0E25]
    }
}
