/// How far text looks like Thai that somebody wrote.
public enum WritingQuality {
    /// The share of legal pairs, by WTT 2.0, among the pairs of scalars that have a Thai letter or mark in them.
    ///
    /// Correct Thai has 1; text without Thai has 1 too.
    public static func legalPairShare(of text: String) -> Double {
        var (legal, pairs) = (0, 0)
        var previous: UInt32 = 0x0A
        for scalar in text.unicodeScalars.lazy.map(\.value) {
            if ThaiScalar.isLetter(scalar) || ThaiScalar.isLetter(previous) {
                pairs += 1
                if isLegal(previous, scalar) { legal += 1 }
            }
            previous = scalar
        }
        return pairs == 0 ? 1 : Double(legal) / Double(pairs)
    }

    /// The share of Thai letters and marks that belong to words of the lexicon; 0 if there are none.
    public static func lexiconCover(of text: String, lexicon: Lexicon = .standard) -> Double {
        let tokens = ThaiSegmenter(lexicon: lexicon).tokens(in: text)
        let known = tokens.lazy.filter { $0.kind == .word }.reduce(0) { $0 + $1.range.count }
        let unknown = tokens.lazy.filter { $0.kind == .unknown }.reduce(0) { $0 + $1.range.count }
        return known == 0 ? 0 : Double(known) / Double(known + unknown)
    }

    /// Whether a text's letters became question marks, as an encoder without Thai makes them.
    ///
    /// Then most of it is runs of question marks and none of it is Thai; a run right after a letter, as in why???, is
    /// punctuation.
    static func isLost(_ text: some Sequence<UInt8>) -> Bool {
        var (lost, seen, run) = (0, 0, 0)
        var isAfterLetter = false
        for byte in text {
            if byte == 0xE0 { return false }
            if byte <= 0x20 {
                isAfterLetter = false
                continue
            }
            seen += 1
            guard byte == UInt8(ascii: "?") else {
                run = 0
                isAfterLetter = byte >= 0x80 || (byte | 0x20) &- 0x61 < 26
                continue
            }
            run += 1
            guard !isAfterLetter else { continue }
            if run == 3 { lost += 3 } else if run > 3 { lost += 1 }
        }
        return lost >= 5 && lost * 2 >= seen
    }

    private static func isLegal(_ left: UInt32, _ right: UInt32) -> Bool {
        if ThaiScalar.isMark(right) {
            if ThaiScalar.isConsonant(left) { return true }
            switch left {
            case 0x0E34, 0x0E38:
                return ThaiScalar.isTone(right) || right == ThaiScalar.thanthakhat || right == ThaiScalar.nikhahit
            case 0x0E31, 0x0E36, 0x0E39: return ThaiScalar.isTone(right)
            case 0x0E35, 0x0E37: return ThaiScalar.isTone(right) || right == ThaiScalar.maitaikhu
            default: return false
            }
        }
        if ThaiScalar.isLead(left) { return ThaiScalar.isConsonant(right) }
        guard ThaiScalar.isFollow(right) else { return true }
        return ThaiScalar.isConsonant(left) || ThaiScalar.isMark(left)
            || left == ThaiScalar.saraAA && right == ThaiScalar.saraA
    }
}
