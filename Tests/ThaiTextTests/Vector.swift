import Foundation
import Testing

/// A row of a vector file: an input and what must come out, scalar by scalar.
struct Vector: Sendable, CustomTestStringConvertible {
    let rule: String
    let mode: String
    let input: String
    let expected: String
    /// Flags joined by commas, or the encoding or repairs a decoder reports.
    let label: String
    let note: String

    var testDescription: String { "\(rule) \(mode) \(input.scalarList) \(note)" }

    static let normalisation = read("normalise_vectors.tsv") + read("rows.tsv")

    private static func read(_ name: String) -> [Vector] {
        let url = Bundle.module.bundleURL.appending(path: "Resources").appending(path: name)
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Vector(
                rule: cells[0], mode: cells[1], input: cells[1] == "bytes" ? cells[2] : unescaped(cells[2]),
                expected: unescaped(cells[3]), label: cells[4], note: cells[5])
        }
    }

    /// Text with `\u{…}` as scalars.
    private static func unescaped(_ text: String) -> String {
        text.replacing(/\\u\{([0-9A-Fa-f]+)\}/.matchingSemantics(.unicodeScalar)) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
        }
    }
}

extension String {
    /// The scalars by number, which shows the order of marks.
    var scalarList: String {
        unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
    }
}

/// Numbers from a seed, the same on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
