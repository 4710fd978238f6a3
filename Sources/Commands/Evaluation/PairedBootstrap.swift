/// Whether a rate that changed changed by more than the choice of letters explains.
///
/// The letters are drawn anew with replacement two thousand times, all pages of a letter together, old and new counts
/// of a page together (a paired cluster bootstrap, Efron and Tibshirani 1993). A change is beyond noise where 99 of a
/// hundred draws lie on one side of zero: one in a hundred, since a bench looks at many rates.
struct PairedBootstrap {
    /// Fewer letters say nothing of others.
    static let fewestLetters = 4
    private static let draws = 2000

    /// The rate after less the rate before: its interval of 99 %; nil where there are too few letters, or none of
    /// what is measured.
    static func interval(of letters: [(before: Tally, after: Tally)]) -> ClosedRange<Double>? {
        guard letters.count >= fewestLetters else { return nil }
        var generator = SplitMix(state: 1111)
        var changes: [Double] = []
        for _ in 0..<draws {
            var (before, after) = (Tally(), Tally())
            for _ in letters.indices {
                let letter = letters[Int.random(in: letters.indices, using: &generator)]
                (before, after) = (before + letter.before, after + letter.after)
            }
            if let old = before.rate, let new = after.rate { changes.append(new - old) }
        }
        changes.sort()
        guard let first = changes.first else { return nil }
        let cut = changes.count / 200
        return changes.count == 1 ? first...first : changes[cut]...changes[changes.count - 1 - cut]
    }
}

/// Steele, Lea and Flood's SplitMix64: the same draws on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
