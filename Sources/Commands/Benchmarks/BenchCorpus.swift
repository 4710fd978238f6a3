internal import Foundation
internal import Structuring
internal import ThaiText

/// Texts to measure on, the same for the same seed: letters of about a page, and short messages.
///
/// They are put together from sentences as complainants write them and words drawn by their frequency. Nobody in them
/// exists.
struct BenchCorpus {
    /// Letters in normal form.
    let letters: [String]
    /// The letters with CRLF.
    let crlf: [String]
    /// The letters with faults of typing and of old programs.
    let damaged: [String]
    /// The letters with spaces that a recogniser saw.
    let gaps: [String]
    /// Short messages, often without spaces.
    let messages: [String]

    /// The day all of it came in, 22 November 2026 in Thailand.
    static let receivedAt: Int64 = 1_795_312_800_000

    /// Makes letters of so many megabytes; at least one.
    init(megabytes: Double, seed: UInt64) throws {
        var writer = LetterWriter(seed: seed, places: try Self.places(), words: .standard)
        var letters: [String] = []
        var size = 0
        repeat {
            letters.append(writer.letter())
            size += letters[letters.count - 1].utf8.count
        } while Double(size) < megabytes * 1e6
        self.letters = letters
        messages = (0..<min(1000, max(20, letters.count))).map { _ in writer.message() }
        crlf = letters.map { $0.replacing("\n", with: "\r\n") }
        var damage = Damage(seed: seed)
        damaged = letters.map { damage.damaged($0) }
        gaps = letters.map { damage.withGaps($0) }
    }

    /// Every subdistrict with what stands above it, out of the gazetteer that comes with the program.
    private static func places() throws -> [CorpusPlace] {
        guard let folder = ReferenceData.bundledDirectory else { return [] }
        let table = try String(contentsOf: folder.appending(path: "gazetteer.tsv"), encoding: .utf8)
        var names: [Substring: Substring] = [:]
        var places: [CorpusPlace] = []
        for line in table.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count > 5 else { continue }
            names[cells[1]] = cells[2]
            guard cells[0] == "S", let district = names[cells[1].prefix(4)], let province = names[cells[1].prefix(2)]
            else { continue }
            places.append(
                CorpusPlace(
                    subdistrict: String(cells[2]), district: String(district), province: String(province),
                    postcode: String(cells[5].prefix(5)), isBangkok: cells[1].hasPrefix("10")))
        }
        return places
    }
}

/// A subdistrict in its district and province.
struct CorpusPlace {
    let subdistrict: String
    let district: String
    let province: String
    let postcode: String
    let isBangkok: Bool

    var written: String {
        isBangkok
            ? "แขวง\(subdistrict) เขต\(district) \(province)" : "ตำบล\(subdistrict) อำเภอ\(district) จังหวัด\(province)"
    }
}

/// Draws words as often as the corpus counts of the lexicon have them.
struct WordSampler {
    /// The words of the lexicon that comes with the program.
    static let standard = WordSampler(lexicon: .standard)

    private let words: [String]
    /// The sum of the counts up to and with each word.
    private let sums: [Int]

    init(lexicon: Lexicon) {
        // One letter is no word; MAIYAMOK and PAIYANNOI take spaces of their own.
        let entries = lexicon.words.filter { entry in
            let scalars = entry.word.unicodeScalars
            return scalars.count > 1 && !scalars.contains { $0 == "\u{E46}" || $0 == "\u{E2F}" }
        }
        words = entries.map(\.word)
        var sum = 0
        sums = entries.map { entry in
            sum += entry.count
            return sum
        }
    }

    func word(using random: inout SeededGenerator) -> String {
        guard let total = sums.last, total > 0 else { return "" }
        let wanted = Int.random(in: 0..<total, using: &random)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return words[low]
    }
}

/// Numbers from a seed, the same on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
