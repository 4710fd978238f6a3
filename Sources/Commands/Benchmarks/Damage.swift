/// Spoils clean text the way typing, old programs and recognisers do.
struct Damage {
    private var random: SeededGenerator

    /// One letter in so many that could carry a fault has one.
    static let interval = 20
    /// One cluster in so many is followed by a stray space.
    private static let gapInterval = 20

    init(seed: UInt64) { random = SeededGenerator(seed: ~seed) }

    /// Text with marks out of order or doubled, SARA AM in two, glyphs of old fonts, invisible characters.
    mutating func damaged(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard Int.random(in: 0..<Self.interval, using: &random) == 0 else {
                output.append(scalar)
                continue
            }
            output.append(contentsOf: fault(scalar))
        }
        return String(output)
    }

    /// Text with spaces after some clusters of Thai, and SARA AM torn as text layers of PDF have it.
    mutating func withGaps(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            // Consonants and vowels before them; never at a mark, after a lead vowel or beside a space.
            let opens = (0xE01...0xE2E).contains(scalar.value) || (0xE40...0xE44).contains(scalar.value)
            let closes = (0xE01...0xE4E).contains(previous.value) && !(0xE40...0xE44).contains(previous.value)
            let isTorn = scalar == "\u{E33}"
            if opens && closes || isTorn, Int.random(in: 0..<Self.gapInterval, using: &random) == 0 {
                output.append(" ")
                output.append(isTorn ? "\u{E32}" : scalar)
            } else {
                output.append(scalar)
            }
            previous = scalar
        }
        return String(output)
    }

    private func fault(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case 0xE33: ["\u{E4D}", "\u{E32}"]
        case 0xE41: ["\u{E40}", "\u{E40}"]
        case 0xE48...0xE4B: [Unicode.Scalar(0xF70A + scalar.value - 0xE48) ?? scalar]
        case 0xE31, 0xE34...0xE39, 0xE4C: [scalar, scalar]
        case 0x20: ["\u{A0}"]
        case 0xE01...0xE2E: [scalar, "\u{200B}"]
        default: [scalar]
        }
    }
}
