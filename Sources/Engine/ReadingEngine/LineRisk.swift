/// How likely a line is to hold a wrong reading that its confidences betray, 0 to 1.
///
/// Each symbol has a chance of being wrong by its confidence, and the line's risk is the chance that at least one of
/// them is: `1 - product(1 - chance)`. Tesseract's confidences are no percentages: sound symbols sit on two plateaus,
/// near 99.0 and near 99.6; errors gather below 98.5 and, thinly, in the gap between the plateaus. The plateaus' own
/// share of errors (about 1 %) is left out, since it tells lines apart by length alone: a line that was not read at
/// all, or a mark that was dropped without a trace, is not seen here (`Recognition.cover` sees the first).
///
/// A model that cannot emit ๔ ๖ ๗ ๘ ๙ gives another digit for them with full confidence, so with such a model every
/// Thai digit counts as what it may hide.
struct LineRisk {
    let modelKnowsThaiDigits: Bool

    func risk(of symbols: [Symbol]) -> Double {
        let sound = symbols.reduce(1.0) { product, symbol in
            product * (1 - max(chance(at: symbol.confidence), digitChance(symbol)))
        }
        return ((1 - sound) * 1000).rounded() / 1000
    }

    /// Shares of wrong symbols by confidence, with Debian's `Thai` on 36 varied sample pages (23,000 symbols).
    private func chance(at confidence: Double) -> Double {
        switch confidence {
        case ..<90: 0.85
        case ..<94: 0.7
        case ..<97: 0.42
        case ..<98: 0.35
        case ..<98.5: 0.2
        case ..<99: 0.02
        case 99.2..<99.4: 0.1
        default: 0
        }
    }

    /// ๕ stands for ๔ ๘ ๙ too, ๒ for ๖, ๓ for ๗; ๐ and ๑ stand in numbers with the others (shares on the same pages).
    private func digitChance(_ symbol: Symbol) -> Double {
        guard !modelKnowsThaiDigits, let scalar = symbol.text.unicodeScalars.first else { return 0 }
        switch scalar {
        case "๕": return 0.64
        case "๓": return 0.56
        case "๒": return 0.36
        case "๐", "๑": return 0.14
        default: return 0
        }
    }
}
