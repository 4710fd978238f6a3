/// Cuts text into words by the lexicon, in linear time.
public struct ThaiSegmenter: Sendable {
    private let lexicon: Lexicon

    /// A segmenter over a lexicon.
    public init(lexicon: Lexicon = .standard) {
        self.lexicon = lexicon
    }

    /// Scalar ranges of the words, numbers and other runs of letters, in order; spaces and punctuation are left out.
    ///
    /// Neighbouring Thai clusters that no word covers, as in a name, make one range.
    public func words(in text: String) -> [Range<Int>] {
        tokens(in: text).map(\.range)
    }

    /// The words with the knowledge whether the lexicon holds them.
    public func tokens(in text: String) -> [Token] {
        var text = text
        return text.withUTF8 { bytes in
            var cutter = WordCutter(lexicon: lexicon)
            return cutter.cut(bytes)
        }
    }

    /// A word and its place.
    public struct Token: Sendable, Hashable {
        /// Scalar offsets in the text.
        public let range: Range<Int>
        /// What kind of run it is.
        public let kind: Kind

        /// Kinds of runs.
        public enum Kind: Sendable, Hashable {
            /// A word of the lexicon.
            case word
            /// Thai letters that no word covers.
            case unknown
            /// Digits, Thai or others.
            case number
            /// Letters of another script.
            case foreign
        }
    }
}

/// One pass over UTF-8, gathering runs and cutting the Thai ones.
private struct WordCutter {
    let lexicon: Lexicon
    private var lattice = WordLattice()
    private var codes: [UInt8] = []
    private var tokens: [ThaiSegmenter.Token] = []
    private var position = 0

    init(lexicon: Lexicon) {
        self.lexicon = lexicon
    }

    mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>) -> [ThaiSegmenter.Token] {
        tokens.reserveCapacity(bytes.count / 10)
        var index = 0
        var run: (kind: ThaiSegmenter.Token.Kind, start: Int)?
        while index < bytes.count {
            let (scalar, length) = bytes.decodeScalar(at: index)
            if let code = ThaiScalar.letterCode(scalar) {
                if run?.kind != .word {
                    close(run)
                    run = (.word, position)
                }
                codes.append(code)
            } else if let kind = Self.kind(of: scalar) {
                let joins = run?.kind == kind
                if !joins {
                    close(run)
                    run = (kind, position)
                }
            } else {
                close(run)
                run = nil
            }
            index += length
            position += 1
        }
        close(run)
        return tokens
    }

    private mutating func close(_ run: (kind: ThaiSegmenter.Token.Kind, start: Int)?) {
        guard let run else { return }
        guard run.kind == .word else {
            tokens.append(.init(range: run.start..<position, kind: run.kind))
            return
        }
        codes.withUnsafeBufferPointer { lattice.segment($0, in: lexicon) }
        codes.removeAll(keepingCapacity: true)
        var unknownStart: Int?
        for unit in lattice.units {
            if unit.isWord {
                if let start = unknownStart { append(start..<run.start + unit.start, .unknown) }
                unknownStart = nil
                append(run.start + unit.start..<run.start + unit.end, .word)
            } else if unknownStart == nil {
                unknownStart = run.start + unit.start
            }
        }
        if let start = unknownStart { append(start..<position, .unknown) }
    }

    private mutating func append(_ range: Range<Int>, _ kind: ThaiSegmenter.Token.Kind) {
        tokens.append(.init(range: range, kind: kind))
    }

    @inline(__always)
    private static func kind(of scalar: UInt32) -> ThaiSegmenter.Token.Kind? {
        if scalar < 0x80 {
            if scalar &- 0x30 < 10 { return .number }
            return (scalar | 0x20) &- 0x61 < 26 ? .foreign : nil
        }
        if ThaiScalar.isDigit(scalar) { return .number }
        guard let properties = Unicode.Scalar(scalar)?.properties else { return nil }
        if properties.numericType == .decimal { return .number }
        return properties.isAlphabetic || properties.canonicalCombiningClass != .notReordered ? .foreign : nil
    }
}
