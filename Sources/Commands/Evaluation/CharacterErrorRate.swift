internal import ThaiText

/// How far a reading is from the truth: edits of single scalars (Levenshtein) over the length of the truth, after both
/// were brought into normal form and runs of white space became one space.
public struct CharacterErrorRate: Sendable, Hashable {
    /// Wrong, missing and surplus scalars.
    public var errors: Int
    /// Scalars of the truth.
    public var length: Int

    /// Nothing compared yet.
    public static let none = CharacterErrorRate(errors: 0, length: 0)

    /// Gathers a count.
    public init(errors: Int, length: Int) { (self.errors, self.length) = (errors, length) }

    /// Compares a reading with the truth.
    public init(of reading: String, truth: String) {
        let normaliser = ThaiNormaliser()
        let (left, right) = (
            CharacterErrorRate.scalars(of: normaliser.normalise(reading, mode: .text).text),
            CharacterErrorRate.scalars(of: normaliser.normalise(truth, mode: .text).text)
        )
        self.init(errors: CharacterErrorRate.distance(left, right), length: right.count)
    }

    /// The rate, 0 where all is right; above 1 where more was read than stands there.
    public var rate: Double { length == 0 ? (errors == 0 ? 0 : 1) : Double(errors) / Double(length) }

    /// Adds counts, so that long pages weigh more than short ones.
    public static func + (left: Self, right: Self) -> Self {
        CharacterErrorRate(errors: left.errors + right.errors, length: left.length + right.length)
    }

    private static func scalars(of text: String) -> [UInt32] {
        var scalars: [UInt32] = []
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                if let last = scalars.last, last != 0x20 { scalars.append(0x20) }
            } else {
                scalars.append(scalar.value)
            }
        }
        if scalars.last == 0x20 { scalars.removeLast() }
        return scalars
    }

    private static func distance(_ left: [UInt32], _ right: [UInt32]) -> Int {
        var row = Array(0...right.count)
        for (i, scalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in right.indices {
                let replaced = diagonal + (scalar == right[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, min(row[j], row[j + 1]) + 1)
            }
        }
        return row[right.count]
    }
}
