internal import ComplaintModel

/// How likely a line is to hold a wrong reading that its confidences betray, 0 to 1.
///
/// Each cluster has a chance of being wrong by its confidence, and the line's risk is the chance that at least one of
/// them is: `1 - product(1 - chance)`. Tesseract's confidences are no percentages: sound clusters sit on plateaus near
/// 99, errors gather below 98.5. A line that was not read at all, or a mark that was dropped without a trace, is not
/// seen here (`Recognition.cover` sees the first).
///
/// A model that cannot emit ๔ ๖ ๗ ๘ ๙ gives another digit for them with full confidence, so with such a model every
/// Thai digit counts as what it may hide.
struct LineRisk {
    let modelKnowsThaiDigits: Bool
    let table: RiskTable

    func risk(of clusters: [Cluster]) -> Double {
        let sound = clusters.reduce(1.0) { product, cluster in
            product * (1 - max(table.chance(at: cluster.confidence), digitChance(cluster)))
        }
        return ((1 - sound) * 1000).rounded() / 1000
    }

    /// ๕ stands for ๔ ๘ ๙ too, ๒ for ๖, ๓ for ๗; ๐ and ๑ stand in numbers with the others (shares on 36 sample pages).
    private func digitChance(_ cluster: Cluster) -> Double {
        guard !modelKnowsThaiDigits, let scalar = cluster.text.unicodeScalars.first else { return 0 }
        switch scalar {
        case "๕": return 0.64
        case "๓": return 0.56
        case "๒": return 0.36
        case "๐", "๑": return 0.14
        default: return 0
        }
    }
}
