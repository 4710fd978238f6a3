/// Finds stretches of lines that no rule would change, at the speed of a table look-up a scalar.
struct CleanScanner {
    /// Classes by byte for ASCII, then by the low 7 bits for Thai.
    private let classes: [ScalarClass]
    private let unsettled: [UInt32]
    /// Whether a space between Thai letters, a gap, needs the lexicon.
    private let judgesGaps: Bool

    static let text = CleanScanner(judgesGaps: false, folds: false)
    static let joining = CleanScanner(judgesGaps: true, folds: false)
    static let matching = CleanScanner(judgesGaps: false, folds: true)

    static func forMode(_ mode: NormalisationMode) -> CleanScanner {
        switch mode {
        case .text: text
        case .ocr, .pdf: joining
        case .match: matching
        }
    }

    private init(judgesGaps: Bool, folds: Bool) {
        self.judgesGaps = judgesGaps
        var classes = ScalarClass.ascii + ScalarClass.thai
        if folds {
            for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { classes[Int(byte)] = .unsettled }
            for digit in 0xD0...0xD9 { classes[digit] = .unsettled }
        }
        self.classes = classes
        unsettled = ScalarClass.unsettledPairs
    }

    struct Stretch {
        /// Byte index where the stretch ends: at a line break or the end of the text.
        var end: Int
        /// Scalars in the stretch.
        var scalars: Int
        /// Whether it is one line, and clean but for its gaps.
        var hasGaps = false
    }

    /// Whether no rule would change a line.
    func isClean(_ line: UnsafeBufferPointer<UInt8>) -> Bool { stretch(of: line, from: 0).end == line.count }

    /// The longest stretch of clean lines from the start of a line that is not empty; empty if that line is not clean.
    ///
    /// It holds single empty lines, but no break other than LF, and neither starts nor ends with one. A line with gaps is
    /// a stretch of its own.
    func stretch(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Stretch {
        classes.withUnsafeBufferPointer { classes in
            unsettled.withUnsafeBufferPointer { unsettled in
                var scan = Scan(
                    bytes: bytes, classes: classes, unsettled: unsettled, judgesGaps: judgesGaps,
                    start: start)
                return scan.run()
            }
        }
    }
}

/// One scan.
///
/// The bytes are a Swift string's, so every sequence is whole; the tables cover every class and 7-bit label.
private struct Scan {
    let bytes: UnsafeBufferPointer<UInt8>
    let classes: UnsafeBufferPointer<ScalarClass>
    let unsettled: UnsafeBufferPointer<UInt32>
    let judgesGaps: Bool

    private let index: Int
    /// Where the last dot with a space after it stood: another soon after it may make an abbreviation (N18).
    private var spacedDot = Int.min / 2
    private var clean: CleanScanner.Stretch

    /// Bytes that one more part of an abbreviation may take: four letters, a digit, spaces, the dot.
    private static let abbreviationReach = 20

    init(
        bytes: UnsafeBufferPointer<UInt8>, classes: UnsafeBufferPointer<ScalarClass>,
        unsettled: UnsafeBufferPointer<UInt32>, judgesGaps: Bool, start: Int
    ) {
        self.bytes = bytes
        self.classes = classes
        self.unsettled = unsettled
        self.judgesGaps = judgesGaps
        index = start
        clean = .init(end: start, scalars: 0)
    }

    /// The loop keeps its state in locals and looks closer only at the few classes that need it.
    mutating func run() -> CleanScanner.Stretch {
        var (index, scalars) = (self.index, 0)
        var (beforePrevious, previous) = (ScalarClass.lineEdge, ScalarClass.lineEdge)
        var hasGaps = false
        let closerLook = Self.closerLook
        while index < bytes.count {
            let byte = bytes[index]
            var current: ScalarClass
            var length = 1
            if byte < 0x80 {
                current = classes[Int(byte)]
            } else if byte == 0xE0, bytes[index + 1] & 0xFE == 0xB8 {
                current = classes[128 | Int(bytes[index + 1] & 1) << 6 | Int(bytes[index + 2] & 0x3F)]
                length = 3
            } else {
                (current, length) = classifyRare(at: index)
            }
            if unsettled[Int(previous.rawValue)] >> UInt32(current.rawValue) & 1 != 0 { return clean }
            if closerLook >> UInt32(current.rawValue) & 1 != 0 {
                if current == .lineEdge || current == .lineBreak, previous != .space, previous != .lineEdge {
                    clean = .init(end: index, scalars: scalars, hasGaps: hasGaps)
                    if hasGaps { return clean }
                }
                if stops(at: index, current, after: previous) { return clean }
            }
            if judgesGaps, previous == .space, current.isThaiLetter, beforePrevious.isThaiLetter {
                guard clean.scalars == 0 else { return clean }
                hasGaps = true
            }
            beforePrevious = previous
            previous = current
            index += length
            scalars += 1
        }
        if previous != .space, previous != .lineEdge {
            clean = .init(end: index, scalars: scalars, hasGaps: hasGaps)
        }
        return clean
    }

    private static let closerLook: UInt32 = [.lineEdge, .lineBreak, .dot, .space, .unsettled].reduce(0) {
        $0 | 1 << UInt32(($1 as ScalarClass).rawValue)
    }

    /// Whether the stretch cannot go on over a scalar that is no trouble beside its neighbour alone.
    private mutating func stops(at index: Int, _ current: ScalarClass, after previous: ScalarClass) -> Bool {
        switch current {
        case .lineEdge:
            return endsStretch(at: index)
        case .dot:
            return previous.isThaiLetter && index - spacedDot <= Self.abbreviationReach
        case .space:
            if previous == .dot { spacedDot = index }
            return previous == .paiyannoi && mayContinueSign(at: index)
        default:
            return true
        }
    }

    private func classifyRare(at index: Int) -> (ScalarClass, Int) {
        let (scalar, length) = bytes.decodeScalar(at: index)
        if scalar == 0x2026 { return (.ellipsis, length) }
        if scalar == 0x85 || scalar & ~1 == 0x2028 { return (.lineBreak, length) }
        let isLao = scalar &- 0x0E80 < 0x80
        let isPrivate = scalar &- 0xE000 < 0x1900
        guard !isLao, !isPrivate, scalar != 0x200D, CanonicalComposition.isInert(scalar),
            case .keep = CharacterRules.outcome(of: scalar)
        else { return (.unsettled, length) }
        return (.other, length)
    }

    /// After a clean line: whether an empty line is to be dropped, or the text ends.
    private func endsStretch(at index: Int) -> Bool {
        let next = index + 1
        if next == bytes.count { return true }
        if bytes[next] == 0x0A { return next + 1 == bytes.count || bytes[next + 1] == 0x0A }
        return false
    }

    /// Whether PAIYANNOI and a space may be the start of ฯ ล ฯ or ฯ พณ ฯ.
    private func mayContinueSign(at index: Int) -> Bool {
        guard index + 3 < bytes.count, bytes[index + 1] == 0xE0, bytes[index + 2] == 0xB8 else { return false }
        return bytes[index + 3] == 0x9E || bytes[index + 3] == 0xA5
    }
}
