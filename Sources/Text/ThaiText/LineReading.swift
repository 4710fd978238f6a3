extension TextLine {
    /// Reads a line's UTF-8, applying the rules that look at single scalars (N01-N06, N07's full-width forms, N21).
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, convertsLao: Bool) {
        clear()
        slots.reserveCapacity(range.count / 2)
        var index = range.lowerBound
        var joiner: Slot?
        while index < range.upperBound {
            let (scalar, length) = bytes.decodeScalar(at: index)
            index += length
            var slot = Slot(scalar: scalar, lower: rawCount, upper: rawCount + 1)
            rawCount += 1
            if scalar &- 0x20 < 0x5F || ThaiScalar.isThai(scalar) {
                noteKind(of: scalar)
                drop(&joiner)
            } else if scalar == 0x200D {
                drop(&joiner)
                joiner = slot
                continue
            } else {
                guard fold(&slot, convertsLao: convertsLao) else { continue }
                noteKind(of: slot.scalar)
                settle(&joiner, before: slot.scalar)
            }
            slots.append(slot)
        }
        drop(&joiner)
    }

    @inline(__always)
    private mutating func noteKind(of scalar: UInt32) {
        if scalar == 0x2E || scalar == 0x5F || scalar == 0x2026 { hasDots = true }
        if scalar == ThaiScalar.maiyamok || scalar == ThaiScalar.paiyannoi { hasSigns = true }
    }

    /// Applies the rules of single scalars; false if the scalar is dropped.
    private mutating func fold(_ slot: inout Slot, convertsLao: Bool) -> Bool {
        switch CharacterRules.outcome(of: slot.scalar) {
        case .keep:
            if convertsLao, let thai = LaoLookalikes.thai(for: slot.scalar) {
                slot.scalar = thai
                flags.insert(.lao)
                note(.lao, slot.lower, slot.upper)
            } else if !CanonicalComposition.isInert(slot.scalar) {
                mayNeedComposition = true
            }
        case .drop(let rule):
            note(rule, slot.lower, slot.upper)
            return false
        case .replace(let scalar, let rule):
            slot.scalar = scalar
            if rule == .privateUse { flags.insert(.pua) }
            note(rule, slot.lower, slot.upper)
        }
        return true
    }

    /// Keeps a waiting joiner if it stands between pictographs, drops it otherwise.
    private mutating func settle(_ joiner: inout Slot?, before next: UInt32) {
        guard let waiting = joiner else { return }
        if let previous = slots.last?.scalar, CharacterRules.isPictographic(previous),
            CharacterRules.isPictographic(next)
        {
            slots.append(waiting)
            joiner = nil
        } else {
            drop(&joiner)
        }
    }

    @inline(__always)
    private mutating func drop(_ joiner: inout Slot?) {
        guard let waiting = joiner else { return }
        note(.invisible, waiting.lower, waiting.upper)
        joiner = nil
    }
}
