/// How far a reading is from the truth: edits of single scalars (Levenshtein) over the length of the truth, both as
/// `ReadingScore` compares them, spaces counted.
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
        let (left, right) = (CanonicalText(reading).scalars, CanonicalText(truth).scalars)
        self.init(errors: Alignment(of: left, truth: right).errors, length: right.count)
    }

    /// The rate, 0 where all is right; above 1 where more was read than stands there.
    public var rate: Double { length == 0 ? (errors == 0 ? 0 : 1) : Double(errors) / Double(length) }

    /// Adds counts, so that long pages weigh more than short ones.
    public static func + (left: Self, right: Self) -> Self {
        CharacterErrorRate(errors: left.errors + right.errors, length: left.length + right.length)
    }
}
