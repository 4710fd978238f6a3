/// A line as the joining of words sees it: a byte a scalar.
///
/// Letters, ๆ and ฯ have the lexicon's label, below 0x80. A space that goes stays as `removed`, so places do not move.
struct LineLabels {
    static let space: UInt8 = 0xA0
    static let dot: UInt8 = 0xAE
    static let removed: UInt8 = 0xF0
    private static let other: UInt8 = 0xFF

    var labels: [UInt8]

    /// The labels of a line's slots.
    init(_ slots: [TextLine.Slot]) {
        labels = slots.map { slot in ThaiScalar.letterCode(slot.scalar) ?? Self.sign(slot.scalar) }
    }

    /// The labels of a line in UTF-8 that holds whole sequences.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        labels = [UInt8](unsafeUninitializedCapacity: bytes.count) { labels, count in
            var index = 0
            while index < bytes.count {
                let (scalar, length) = bytes.decodeScalar(at: index)
                labels[count] = ThaiScalar.letterCode(scalar) ?? Self.sign(scalar)
                index += length
                count += 1
            }
        }
    }

    @inline(__always)
    private static func sign(_ scalar: UInt32) -> UInt8 {
        scalar == 0x20 ? space : scalar == 0x2E ? dot : other
    }

    /// The index after the letters that start at an index.
    @inline(__always)
    func endOfLetters(from index: Int) -> Int {
        var end = index
        while end < labels.count, labels[end] < 0x80 { end += 1 }
        return end
    }

    /// The index after the spaces that start at an index.
    @inline(__always)
    func endOfSpaces(from index: Int) -> Int {
        var end = index
        while end < labels.count, labels[end] == Self.space { end += 1 }
        return end
    }

    /// Whether a title with dots stands before an index, with spaces or none between them.
    func endsTitle(before index: Int) -> Bool {
        var end = index
        while end > 0, labels[end - 1] == Self.space { end -= 1 }
        guard end > 0, labels[end - 1] == Self.dot else { return false }
        let before = labels[..<end].lazy.reversed().filter { $0 != Self.removed }
        var title: [UInt32] = []
        for label in before.prefix(Titles.longest + 1) {
            let scalar = label == Self.dot ? 0x2E : UInt32(label) | 0x0E00
            let isStart = !ThaiScalar.isLetter(scalar)
            if isStart, Titles.standard.contains(title.reversed()) { return true }
            guard label == Self.dot || !isStart else { return false }
            title.append(scalar)
        }
        return Titles.standard.contains(title.reversed())
    }

    /// The bytes of the line without the spaces removed.
    func joined(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(bytes.count)
        var (start, index) = (0, 0)
        for label in labels {
            if label == Self.removed {
                joined.append(contentsOf: bytes[start..<index])
                start = index + 1
            }
            index += label < 0x80 ? 3 : bytes.sequenceLength(at: index)
        }
        joined.append(contentsOf: bytes[start...])
        return joined
    }

    /// Whether another rule may mind what a clean line became: letters brought together, or dots that came closer.
    var mayBreakRules: Bool {
        labels.indices.contains { place in
            switch labels[place] {
            case Self.removed: ScalarClass.isUnsettled(labels[place - 1], labels[place + 1])
            case Self.dot: place + 1 < labels.count && labels[place + 1] == Self.space
            default: false
            }
        }
    }
}
