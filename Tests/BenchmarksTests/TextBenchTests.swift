import Foundation
import Testing
import ThaiText

@testable import Benchmarks

@Suite("Bench of the text libraries")
struct TextBenchTests {
    @Test("every part is measured, and a missing peer says how to install it")
    func everyPart() async throws {
        var bench = TextBench(megabytes: 0.01, seed: 7)
        bench.rounds = 2
        let result = try await bench.run { _ in }
        let own = result.rows.filter { !$0.isPeer }
        for part in [
            "normalise text, clean", "normalise ocr, gaps", "normalise match", "segmentation", "decode UTF-8",
            "structure a one-page letter", "structure an SMS",
        ] {
            #expect(own.contains { $0.name == part }, "\(part)")
        }
        for row in result.rows {
            if let spread = row.processor {
                #expect(
                    spread.minimum > 0 && spread.minimum <= spread.median && spread.median <= spread.maximum,
                    "\(row.name)")
            } else {
                #expect(row.isPeer && row.note?.contains("install") == true, "\(row.name)")
            }
        }
        #expect(result.rows.contains { $0.name.contains("th_brk") })
        #expect(result.rows.contains { $0.name.contains("newmm") })
        #expect(result.megabytes >= 0.01 && result.letters > 0)
        let decoded = try JSONDecoder().decode(TextBenchResult.self, from: JSONEncoder().encode(result))
        #expect(decoded.rows.count == result.rows.count)
    }

    @Test("a spread is the middle and the limits")
    func spread() {
        let odd = TextBenchResult.Spread([3, 1, 2])
        #expect(odd?.median == 2 && odd?.minimum == 1 && odd?.maximum == 3)
        #expect(TextBenchResult.Spread([4, 1, 2, 3])?.median == 2.5)
        #expect(TextBenchResult.Spread([]) == nil)
    }
}

@Suite("Corpus of the bench")
struct BenchCorpusTests {
    @Test("the same seed gives the same texts, another seed others")
    func seeds() throws {
        let (one, same, other) = (
            try BenchCorpus(megabytes: 0.03, seed: 1), try BenchCorpus(megabytes: 0.03, seed: 1),
            try BenchCorpus(megabytes: 0.03, seed: 2)
        )
        #expect(one.letters == same.letters && one.gaps == same.gaps && one.messages == same.messages)
        #expect(one.letters != other.letters)
    }

    @Test("clean letters are in normal form, the spoilt ones are not")
    func cleanness() throws {
        let corpus = try BenchCorpus(megabytes: 0.1, seed: 3)
        let normaliser = ThaiNormaliser()
        for (index, letter) in corpus.letters.enumerated() {
            let result = normaliser.normalise(letter, mode: .text)
            #expect(result.edits.isEmpty, "letter \(index): \(result.edits)")
            for spoilt in [corpus.crlf[index], corpus.damaged[index]] {
                #expect(!normaliser.normalise(spoilt, mode: .text).edits.isEmpty)
            }
            #expect(!normaliser.normalise(corpus.gaps[index], mode: .ocr).edits.isEmpty)
        }
    }

    @Test("damage is undone by the normaliser", arguments: [1, 2, 3] as [UInt64])
    func repair(seed: UInt64) throws {
        let corpus = try BenchCorpus(megabytes: 0.02, seed: seed)
        let normaliser = ThaiNormaliser()
        for (letter, damaged) in zip(corpus.letters, corpus.damaged) {
            let text = normaliser.normalise(damaged, mode: .text).text
            #expect(Array(text.unicodeScalars) == Array(letter.unicodeScalars))
        }
    }

    @Test("words are drawn from the whole lexicon, frequent ones often")
    func words() {
        let sampler = WordSampler.standard
        var random = SeededGenerator(seed: 5)
        var counts: [String: Int] = [:]
        for _ in 0..<10_000 { counts[sampler.word(using: &random), default: 0] += 1 }
        #expect(counts.count > 1_000)
        #expect((counts["ที่"] ?? 0) > 100)
        #expect(counts.keys.allSatisfy { Lexicon.standard.contains($0) })
    }
}
