public import Foundation

/// Thai words with their corpus counts, held as a double-array trie.
///
/// The bytes come from `scripts/make-lexicon`, which documents their layout.
public struct Lexicon: Sendable {
    /// The lexicon that ships with the library, loaded once and shared.
    public static let standard = bundled()

    /// Number of words.
    public let wordCount: Int
    /// Scalars of the longest word.
    public let longestWord: Int

    let units: [UInt32]
    /// Cost of a word by the index of its count, in `costScale` parts of a nat.
    let costs: [Int32]
    /// Cost of the commonest word.
    let leastCost: Int
    private let counts: [UInt32]

    static let costScale = 65_536.0
    /// What a cluster costs that no word covers: 14 nats.
    static let unknownCost = Int(14 * costScale)

    /// Reads a compact lexicon from a file.
    public init(contentsOf url: URL) throws {
        try self.init(compactBytes: [UInt8](Data(contentsOf: url)))
    }

    /// Reads a compact lexicon from bytes, refusing any that could lead a look-up out of bounds.
    public init(compactBytes bytes: [UInt8]) throws(LexiconError) {
        let headerSize = 28
        guard bytes.count >= headerSize, Array(bytes[0..<8]) == Array("RTLEX001".utf8) else {
            throw .notALexicon
        }
        let words = bytes[8...].withUnsafeBytes { raw in
            (0..<raw.count / 4).map { UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)) }
        }
        let (unitCount, tableCount) = (Int(words[0]), Int(words[1]))
        guard unitCount > 0, unitCount % 128 == 0, tableCount > 0, words.count == 5 + unitCount + tableCount,
            bytes.count == headerSize + 4 * (unitCount + tableCount), words[3] > 0
        else { throw .truncated(bytes: bytes.count) }
        units = Array(words[5..<5 + unitCount])
        counts = Array(words[(5 + unitCount)...])
        wordCount = Int(words[2])
        longestWord = Int(words[4])
        let total = Double(words[3])
        costs = counts.map { Int32(-log((Double($0) + 0.5) / total) * Self.costScale) }
        leastCost = costs.min().map(Int.init) ?? 0
        // Every later look-up may skip its bounds check because of this one: a child stays in its base's block of 128.
        for unit in units {
            let base = Int(unit >> 9)
            guard unit & 0xFF < 128, base < unitCount,
                unit & 0x100 == 0 || (units[base] & 0xFF == 0 && Int(units[base] >> 9) < tableCount)
            else { throw .corrupt }
        }
    }

    /// Corpus count of a word, or nil if the lexicon does not hold it.
    public func count(of word: some Sequence<Unicode.Scalar>) -> Int? {
        entry(of: word).map { Int(counts[$0]) }
    }

    /// Whether the lexicon holds the word.
    public func contains(_ word: some Sequence<Unicode.Scalar>) -> Bool { entry(of: word) != nil }

    /// Whether the lexicon holds the word.
    public func contains(_ word: some StringProtocol) -> Bool { contains(word.unicodeScalars) }

    /// Lowest cost, in nats, of covering the scalars by words and unknown clusters.
    ///
    /// A scalar that is not a Thai letter or mark costs as much as an unknown cluster.
    public func cost(of scalars: some Sequence<Unicode.Scalar>) -> Double {
        var lattice = WordLattice()
        let codes = scalars.map { ThaiScalar.letterCode($0.value) ?? 0x7F }
        return Double(lattice.cost(of: codes, in: self)) / Self.costScale
    }

    private func entry(of word: some Sequence<Unicode.Scalar>) -> Int? {
        var unit = units[0]
        for scalar in word {
            guard let code = ThaiScalar.letterCode(scalar.value) else { return nil }
            unit = units[Int(unit >> 9) ^ Int(code)]
            guard unit & 0xFF == UInt32(code) else { return nil }
        }
        return unit & 0x100 == 0 ? nil : Int(units[Int(unit >> 9)] >> 9)
    }

    private static func bundled() -> Lexicon {
        do {
            return try Lexicon(contentsOf: ThaiTextResource.url("lexicon.trie"))
        } catch {
            fatalError("The lexicon that belongs to the program cannot be read (\(error)); install it anew.")
        }
    }
}

/// Why bytes are no lexicon.
public enum LexiconError: Error, CustomStringConvertible, Equatable {
    /// The first bytes are not those of a compact lexicon.
    case notALexicon
    /// The file is shorter or longer than its header says.
    case truncated(bytes: Int)
    /// A unit points outside the table.
    case corrupt

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .notALexicon: "This is not a compact lexicon; build one with scripts/make-lexicon."
        case .truncated(let bytes): "The lexicon's \(bytes) bytes do not agree with its header; build it anew."
        case .corrupt: "The lexicon points outside itself; build it anew with scripts/make-lexicon."
        }
    }
}
