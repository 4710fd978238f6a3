import Foundation
import Testing

@testable import ThaiText

@Suite("Lexicon")
struct LexiconTests {
    private static func rows() throws -> [(word: String, count: Int)] {
        try String(contentsOf: ThaiTextResource.url("lexicon.tsv"), encoding: .utf8).split(separator: "\n").dropFirst()
            .map { line in
                let cells = line.split(separator: "\t")
                return (String(cells[0]), try #require(Int(cells[1])))
            }
    }

    @Test("the compact form holds every word of the table with its count, and no other")
    func agreement() throws {
        let rows = try Self.rows()
        let lexicon = Lexicon.standard
        #expect(lexicon.wordCount == rows.count)
        #expect(lexicon.longestWord == rows.map(\.word.unicodeScalars.count).max())
        #expect(rows.allSatisfy { lexicon.count(of: $0.word.unicodeScalars) == $0.count })
        // The trie has as many ends as the table has words, so it can hold no other.
        #expect(lexicon.units.count { $0 & 0x100 != 0 } == rows.count)
    }

    @Test("its list of words is the table")
    func words() throws {
        #expect(Lexicon.standard.words.elementsEqual(try Self.rows(), by: ==))
    }

    @Test("words are in normal form")
    func normalForm() throws {
        let normaliser = ThaiNormaliser()
        for (word, _) in try Self.rows() {
            #expect(normaliser.normalise(word, mode: .text).edits.isEmpty, "\(word)")
        }
    }

    @Test("prefixes, other scripts and the empty word are not held")
    func absent() {
        let lexicon = Lexicon.standard
        #expect(lexicon.contains("ร้องทุกข์"))
        #expect(!lexicon.contains("ร้องทุกข") && !lexicon.contains("ร้องทุกข์ก"))
        #expect(!lexicon.contains("") && !lexicon.contains("abc") && !lexicon.contains("ก1"))
    }

    @Test("a known word costs its frequency, an unknown cluster 14 nats, a text the cheapest sum")
    func cost() throws {
        let lexicon = Lexicon.standard
        let count = try #require(lexicon.count(of: "ตำรวจ".unicodeScalars))
        let expected = -log((Double(count) + 0.5) / 32_216_998)
        #expect(abs(lexicon.cost(of: "ตำรวจ".unicodeScalars) - expected) < 0.001)
        #expect(abs(lexicon.cost(of: "ฮฺฬฺ".unicodeScalars) - 28) < 0.001)
        let parts = lexicon.cost(of: "ตำรวจ".unicodeScalars) + lexicon.cost(of: "จับ".unicodeScalars)
        #expect(abs(lexicon.cost(of: "ตำรวจจับ".unicodeScalars) - parts) < 0.001)
        #expect(lexicon.cost(of: "".unicodeScalars) == 0)
    }

    @Test("bytes that are no lexicon are refused, with the reason")
    func refusals() throws {
        let bytes = [UInt8](try Data(contentsOf: ThaiTextResource.url("lexicon.trie")))
        #expect(throws: LexiconError.notALexicon) { try Lexicon(compactBytes: []) }
        #expect(throws: LexiconError.notALexicon) { try Lexicon(compactBytes: [UInt8](repeating: 0, count: 64)) }
        #expect(throws: LexiconError.truncated(bytes: bytes.count - 4)) {
            try Lexicon(compactBytes: Array(bytes.dropLast(4)))
        }
        var wild = bytes
        wild.replaceSubrange(28..<32, with: [0, 0xFE, 0xFF, 0xFF])
        #expect(throws: LexiconError.corrupt) { try Lexicon(compactBytes: wild) }
    }

    @Test("damaged bytes are refused or harmless, never a look-up out of bounds")
    func damage() throws {
        let bytes = [UInt8](try Data(contentsOf: ThaiTextResource.url("lexicon.trie")))
        var random = SeededGenerator(seed: 66)
        for _ in 0..<12 {
            var damaged = bytes
            for _ in 0..<20 {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let lexicon = try? Lexicon(compactBytes: damaged) else { continue }
            #expect(lexicon.cost(of: "ขอร้องทุกข์เรื่องน้ำประปาไม่ไหล".unicodeScalars) >= 0)
        }
    }
}
