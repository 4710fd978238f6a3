/// Brings Thai text into one form: one order of signs, no stray glyphs, no stray spaces, paragraphs kept.
///
/// Clean lines are copied; a line that a rule may change is rewritten until no rule changes it any more. The result is
/// in NFC, and normalising it again changes nothing.
public struct ThaiNormaliser: Sendable {
    private let lexicon: Lexicon

    /// A bound that keeps the time linear; of millions of random texts none was left unsettled by it.
    private static let mostPasses = 5

    /// A normaliser that asks a lexicon about spaces inside words.
    public init(lexicon: Lexicon = .standard) {
        self.lexicon = lexicon
    }

    /// The normalised text with its map back to the raw text, its edits and flags.
    public func normalise(_ raw: String, mode: NormalisationMode) -> NormalisedString {
        var raw = raw
        let result = raw.withUTF8 { bytes in
            var work = Normalisation(bytes: bytes, mode: mode, lexicon: lexicon, mostPasses: Self.mostPasses)
            return work.run(usesFastPath: true)
        }
        switch result {
        case .unchanged(let count):
            let flags: [NormalisationFlag] = WritingQuality.isLost(raw.utf8) ? [.lost] : []
            return NormalisedString(text: raw, map: OffsetMap(identity: count), edits: [], flags: flags)
        case .changed(let normalised):
            return normalised
        }
    }

    /// The normalised text of one that may have been decoded wrongly before it came here (E03-E05).
    ///
    /// Map and edits lead back to the text as it came; each decoding undone is an edit of the whole text.
    public func normaliseRepairing(_ raw: String, mode: NormalisationMode) -> NormalisedString {
        let repaired = MojibakeRepair.repair(raw, lexicon: lexicon)
        let normalised = normalise(repaired.text, mode: mode)
        guard !repaired.layers.isEmpty else { return normalised }
        let map = repaired.layers.reversed().reduce(normalised.map) { $0.composed(with: $1.map) }
        let whole = repaired.layers.map { layer in
            TextEdit(rule: layer.damage.rawValue, from: 0..<map.rawCount, to: 0..<map.count)
        }
        let edits = normalised.edits.map { edit in
            let from = repaired.layers.reversed().reduce(edit.from) { $1.map.rawRange(of: $0) }
            return TextEdit(rule: edit.rule, from: from, to: edit.to)
        }
        let flags = Set(normalised.flags + repaired.layers.map { NormalisationFlag($0.damage) })
        return NormalisedString(
            text: normalised.text, map: map, edits: whole + edits, flags: flags.sorted { $0.rawValue < $1.rawValue })
    }

    /// The same by the slow path alone, which the tests hold against the fast one.
    func normaliseLineByLine(_ raw: String, mode: NormalisationMode) -> NormalisedString {
        var raw = raw
        let result = raw.withUTF8 { bytes in
            var work = Normalisation(bytes: bytes, mode: mode, lexicon: lexicon, mostPasses: Self.mostPasses)
            return work.run(usesFastPath: false)
        }
        guard case .changed(let normalised) = result else {
            return NormalisedString(text: raw, map: OffsetMap(identity: 0), edits: [], flags: [])
        }
        return normalised
    }
}

/// One run of the normaliser over one text.
private struct Normalisation {
    enum Result {
        case unchanged(scalars: Int)
        case changed(NormalisedString)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    let mode: NormalisationMode
    let lexicon: Lexicon
    let mostPasses: Int
    private var line = TextLine()
    private var joining: SpaceJoining
    /// Known once a Lao scalar has been met.
    private var convertsLao: Bool?

    init(bytes: UnsafeBufferPointer<UInt8>, mode: NormalisationMode, lexicon: Lexicon, mostPasses: Int) {
        self.bytes = bytes
        self.mode = mode
        self.lexicon = lexicon
        self.mostPasses = mostPasses
        joining = SpaceJoining(lexicon: lexicon)
    }

    mutating func run(usesFastPath: Bool) -> Result {
        let scanner = CleanScanner.forMode(mode)
        var index = 0
        if usesFastPath, !bytes.isEmpty, CharacterRules.lineBreakLength(in: bytes, at: 0) == 0 {
            let stretch = scanner.stretch(of: bytes, from: 0)
            if stretch.end == bytes.count, !stretch.hasGaps { return .unchanged(scalars: stretch.scalars) }
        }
        var builder = NormalisedBuilder(rawBytes: bytes.count)
        while index < bytes.count {
            let breakLength = CharacterRules.lineBreakLength(in: bytes, at: index)
            if breakLength > 0 {
                let isPlain = bytes[index] == 0x0A
                let isPair = bytes[index] == 0x0D && breakLength == 2
                builder.appendBreak(scalars: isPair ? 2 : 1, isPlain: isPlain)
                index += breakLength
                continue
            }
            if usesFastPath {
                let stretch = scanner.stretch(of: bytes, from: index)
                if stretch.end > index, append(stretch, from: index, to: &builder) {
                    index = stretch.end
                    continue
                }
            }
            let end = endOfLine(from: index)
            rewrite(index..<end)
            builder.append(line)
            index = end
        }
        return .changed(builder.finish(isLost: WritingQuality.isLost(bytes)))
    }

    /// Appends a clean stretch, its gaps settled; false if another rule minds what was joined.
    private mutating func append(
        _ stretch: CleanScanner.Stretch, from start: Int, to builder: inout NormalisedBuilder
    ) -> Bool {
        let raw = UnsafeBufferPointer(rebasing: bytes[start..<stretch.end])
        var labels = stretch.hasGaps ? LineLabels(raw) : LineLabels([])
        var passes = 0
        while stretch.hasGaps, passes < mostPasses, joining.join(&labels) {
            passes += 1
            if joining.isSettled { break }
        }
        guard passes > 0 else {
            builder.appendClean(raw, scalars: stretch.scalars)
            return true
        }
        let joined = labels.joined(raw)
        guard !labels.mayBreakRules || joined.withUnsafeBufferPointer(CleanScanner.text.isClean) else { return false }
        builder.appendJoined(joined, labels.labels)
        return true
    }

    private func endOfLine(from start: Int) -> Int {
        var end = start
        while end < bytes.count, CharacterRules.lineBreakLength(in: bytes, at: end) == 0 { end += 1 }
        return end
    }

    private mutating func rewrite(_ range: Range<Int>) {
        line.read(bytes, in: range, convertsLao: strayLao(in: range))
        joining.isSettled = false
        for _ in 0..<mostPasses {
            line.isChanged = false
            line.compose()
            line.joinClusters(lexicon)
            line.arrangeClusters()
            line.spaceSigns()
            line.closeAbbreviations(lexicon)
            line.shortenLeaders()
            if mode.joinsWords, line.isChanged || !joining.isSettled { line.joinWords(&joining) }
            line.collapseSpaces()
            if mode == .match { line.foldForMatching() }
            guard line.isChanged else { return }
        }
    }

    private mutating func strayLao(in range: Range<Int>) -> Bool {
        if let convertsLao { return convertsLao }
        guard bytes.containsLao(in: range) else { return false }
        let areStrays = LaoLookalikes.areStrays(in: bytes)
        convertsLao = areStrays
        return areStrays
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func containsLao(in range: Range<Int>) -> Bool {
        // The middle byte of a Lao sequence is that of no Thai one.
        for index in range where self[index] & 0xFE == 0xBA && self[index - 1] == 0xE0 { return true }
        return false
    }
}
