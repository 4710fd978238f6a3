import Foundation

/// NFC of what is not Thai (N07).
///
/// The order of Thai marks is N10's, which NFC leaves alone.
enum CanonicalComposition {
    /// Whether a scalar never changes under NFC and never takes part in a composition as the second half.
    static func isInert(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x300, 0x0E00...0x0EB7, 0x0EBC...0x0EC7, 0x0ECC...0x0EFF, 0x2010...0x2027, 0x2030...0x205E,
            0x20A0...0x20CF, 0x2190...0x2328, 0x232B...0x2ADB, 0x3000...0x3029, 0x3041...0x3098, 0x309B...0x30FF,
            0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xE000...0xF8FF, 0xFE0E...0xFE0F, 0xFF01...0xFFFD, 0x1F000...0x1FAFF:
            true
        default:
            false
        }
    }

    /// NFC of scalars, or nil if they are in NFC.
    static func composed(_ scalars: some Sequence<UInt32>) -> [UInt32]? {
        var source = String.UnicodeScalarView()
        source.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        let target = String(source).precomposedStringWithCanonicalMapping.unicodeScalars
        return target.elementsEqual(source) ? nil : target.map(\.value)
    }
}

extension TextLine {
    /// More marks in a row than any writing needs (the bound of UAX #15 for streams): the rest would only take time.
    private static let mostMarks = 30

    /// Composes each stretch of scalars that NFC may change, with the scalar before it.
    mutating func compose() {
        guard mayNeedComposition else { return }
        dropFloods()
        var result: [Slot] = []
        result.reserveCapacity(slots.count)
        var index = 0
        while index < slots.count {
            guard !CanonicalComposition.isInert(slots[index].scalar) else {
                result.append(slots[index])
                index += 1
                continue
            }
            var start = index
            if let last = result.last, !ThaiScalar.isThai(last.scalar) {
                result.removeLast()
                start -= 1
            }
            while index < slots.count, !CanonicalComposition.isInert(slots[index].scalar) { index += 1 }
            composeStretch(start..<index, into: &result)
        }
        slots = result
    }

    private mutating func dropFloods() {
        var (marks, write) = (0, 0)
        for slot in slots {
            let isMark =
                !CanonicalComposition.isInert(slot.scalar)
                && Unicode.Scalar(slot.scalar)?.properties.canonicalCombiningClass != .notReordered
            marks = isMark ? marks + 1 : 0
            if marks > Self.mostMarks {
                flags.insert(.dangling)
                note(.dangling, slot.lower, slot.upper)
            } else {
                slots[write] = slot
                write += 1
            }
        }
        truncate(to: write)
    }

    /// Composes a stretch character by character, as no composition reaches over the edge of one.
    private mutating func composeStretch(_ stretch: Range<Int>, into result: inout [Slot]) {
        let first = result.count
        let previousClass = result.last.map { ThaiScalar.combiningClass($0.scalar) } ?? 0
        var view = String.UnicodeScalarView()
        view.append(contentsOf: slots[stretch].lazy.compactMap { Unicode.Scalar($0.scalar) })
        var start = stretch.lowerBound
        for character in String(view) {
            let end = start + character.unicodeScalars.count
            composeCharacter(start..<end, into: &result)
            start = end
        }
        dropUnorderable(after: previousClass, from: first, in: &result)
    }

    private mutating func composeCharacter(_ range: Range<Int>, into result: inout [Slot]) {
        guard let composed = CanonicalComposition.composed(slots[range].lazy.map(\.scalar)) else {
            result.append(contentsOf: slots[range])
            return
        }
        let hull = hull(of: range)
        note(.composition, hull.lower, hull.upper)
        result.append(contentsOf: composed.map { Slot(scalar: $0, lower: hull.lower, upper: hull.upper) })
    }

    /// Drops foreign marks that NFC would move in front of the Thai mark they follow: they belong to no Thai cluster.
    private mutating func dropUnorderable(after previousClass: UInt8, from first: Int, in result: inout [Slot]) {
        guard previousClass > 0 else { return }
        var end = first
        while end < result.count, let scalar = Unicode.Scalar(result[end].scalar),
            (1..<previousClass).contains(scalar.properties.canonicalCombiningClass.rawValue)
        {
            note(.dangling, result[end].lower, result[end].upper)
            end += 1
        }
        if end > first {
            flags.insert(.dangling)
            result.removeSubrange(first..<end)
        }
    }
}
