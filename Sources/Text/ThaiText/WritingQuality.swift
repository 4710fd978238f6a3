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

    /// Whether most of a text is runs of question marks, which is what is left of letters an encoder did not know.
    static func isLost(_ text: String) -> Bool {
        var (lost, seen, run) = (0, 0, 0)
        for byte in text.utf8 where byte > 0x20 {
            seen += 1
            run = byte == UInt8(ascii: "?") ? run + 1 : 0
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
