/// How likely a line is to hold a wrong reading that its confidences betray, 0 to 1.
///
/// Each symbol has a chance of being wrong by its confidence, and the line's risk is the chance that at least one of
/// them is: `1 - product(1 - chance)`. Tesseract's confidences are no percentages: sound symbols sit on two plateaus,
/// near 93 and near 97, and errors gather below 90 and in the gap between the plateaus. The plateaus' own small share
/// of errors is left out, since it tells lines apart by length alone. A model that cannot emit ๔ ๖ ๗ ๘ ๙ gives another digit
/// for them with full confidence, so with such a model every Thai digit counts as what it may hide.
struct LineRisk {
    let modelKnowsThaiDigits: Bool

    func risk(of symbols: [Symbol]) -> Double {
        let sound = symbols.reduce(1.0) { product, symbol in
            product * (1 - max(chance(at: symbol.confidence), digitChance(symbol)))
        }
        return ((1 - sound) * 1000).rounded() / 1000
    }

    /// Shares of wrong symbols by confidence, measured with Debian's `Thai` on scan-like pages.
    private func chance(at confidence: Double) -> Double {
        switch confidence {
        case ..<50: 0.52
        case ..<70: 0.36
        case ..<85: 0.29
        case ..<90: 0.17
        case ..<92: 0.05
        case 94..<96: 0.03
        default: 0
        }
    }

    /// ๕ stands for ๔ ๘ ๙ too, ๒ for ๖, ๓ for ๗; ๐ and ๑ are emitted, but stand in numbers with the others.
    private func digitChance(_ symbol: Symbol) -> Double {
        guard !modelKnowsThaiDigits, let scalar = symbol.text.unicodeScalars.first else { return 0 }
        switch scalar {
        case "๕": return 0.75
        case "๒", "๓": return 0.5
        case "๐", "๑": return 0.2
        default: return 0
        }
    }
}
