internal import ComplaintModel
internal import Foundation
internal import Glibc
internal import Structuring
internal import ThaiText

/// Measures the text libraries, beside their peers, on a corpus made for it; everything on one thread.
public struct TextBench: Sendable {
    private let megabytes: Double
    private let seed: UInt64
    var rounds = 7

    /// Structuring is measured on this many letters at most, as it is by far the slowest.
    private static let mostStructured = 200

    /// A bench over a corpus of about a size; the same seed gives the same corpus.
    public init(megabytes: Double, seed: UInt64) {
        (self.megabytes, self.seed) = (megabytes, seed)
    }

    /// Makes the corpus and measures; all tasks take turns, so a disturbance does not meet one of them alone.
    ///
    /// - Parameter progress: told in a few words what is going on.
    /// - Returns: the figures, with those of the peers that are installed.
    /// - Throws: `ReferenceFaults`, or the error of a table that cannot be read.
    public func run(progress: (String) -> Void) async throws -> TextBenchResult {
        progress("making the corpus")
        let reader = ComplaintReader(reference: try .bundled())
        let corpus = try BenchCorpus(megabytes: megabytes, seed: seed)
        let libThai = LibThai()
        var tasks = limits(corpus) + normalising(corpus) + cutting(corpus) + decoding(corpus)
        tasks += structuring(corpus, reader) + (libThai?.tasks(corpus.letters) ?? [])
        for index in tasks.indices { tasks[index].warmUp() }
        for round in 1...rounds {
            progress("round \(round) of \(rounds)")
            for index in tasks.indices { tasks[index].measure() }
        }
        var rows = tasks.map(\.row)
        if libThai == nil { rows += LibThai.missing }
        progress("pythainlp, if python3 has it")
        rows += await PyThaiNLP(rounds: 3).rows(corpus.letters)
        return TextBenchResult(
            megabytes: Double(corpus.letters.utf8Count) / 1e6, seed: seed, letters: corpus.letters.count,
            messages: corpus.messages.count, rounds: rounds, rows: rows)
    }

    private func limits(_ corpus: BenchCorpus) -> [BenchTask] {
        let bytes = Array(corpus.letters.joined().utf8)
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
        let target = ScratchMemory(copy)
        let letters = corpus.letters
        return [
            BenchTask(
                "memcpy", bytes: bytes.count, isPeer: true,
                note: "the limit: the same bytes copied, out of the cache if they fit"
            ) {
                target.buffer.copyBytes(from: bytes)
                return Int(target.buffer[bytes.count / 2])
            },
            BenchTask(
                "Swift precomposedStringWithCanonicalMapping", bytes: letters.utf8Count, isPeer: true,
                note: "NFC alone, by Foundation"
            ) { letters.sum { $0.precomposedStringWithCanonicalMapping.utf8.count } },
        ]
    }

    private func normalising(_ corpus: BenchCorpus) -> [BenchTask] {
        let normaliser = ThaiNormaliser()
        func task(_ name: String, _ texts: [String], _ mode: NormalisationMode, note: String? = nil) -> BenchTask {
            BenchTask(name, bytes: texts.utf8Count, note: note) {
                texts.sum { normaliser.normalise($0, mode: mode).text.utf8.count }
            }
        }
        return [
            task("normalise text, clean", corpus.letters, .text),
            task("normalise text, CRLF", corpus.crlf, .text),
            task("normalise text, damaged", corpus.damaged, .text, note: "a fault in every \(Damage.interval) letters"),
            task("normalise ocr, clean", corpus.letters, .ocr, note: "with N20"),
            task("normalise ocr, gaps", corpus.gaps, .ocr, note: "with N20; 5 % of clusters followed by a stray space"),
            task("normalise match", corpus.letters, .match),
        ]
    }

    private func cutting(_ corpus: BenchCorpus) -> [BenchTask] {
        let segmenter = ThaiSegmenter()
        let letters = corpus.letters
        return [
            BenchTask("segmentation", bytes: letters.utf8Count) { letters.sum { segmenter.words(in: $0).count } }
        ]
    }

    private func decoding(_ corpus: BenchCorpus) -> [BenchTask] {
        func task(_ name: String, note: String? = nil, _ bytes: (String) -> [UInt8]) -> BenchTask {
            let inputs = corpus.letters.map(bytes)
            return BenchTask(name, bytes: corpus.letters.utf8Count, note: note) {
                inputs.sum { ThaiDecoder.decode($0).text.utf8.count }
            }
        }
        return [
            task("decode UTF-8") { Array($0.utf8) },
            task("decode windows-874") { $0.thaiBytes },
            task("decode UTF-16", note: "as SMS has it") { text in
                text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            },
            task("undo UTF-8 read as Latin-1") { text in
                Array(String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar($0) })).utf8)
            },
        ]
    }

    private func structuring(_ corpus: BenchCorpus, _ reader: ComplaintReader) -> [BenchTask] {
        let received = Timestamp(milliseconds: BenchCorpus.receivedAt)
        let letters = Array(corpus.letters.prefix(Self.mostStructured))
        let messages = corpus.messages
        let scan = {
            letters.sum { reader.read($0, channel: .scan, receivedAt: received, sender: nil).fields.person.count }
        }
        let size = letters.utf8Count / max(1, letters.count)
        return [
            BenchTask(
                "structure a one-page letter", texts: letters.count, note: "scan, \(size) bytes on average", work: scan),
            BenchTask("structure letters", bytes: letters.utf8Count, work: scan),
            BenchTask("structure an SMS", texts: messages.count) {
                messages.sum {
                    reader.read($0, channel: .sms, receivedAt: received, sender: nil).fields.address.count
                }
            },
        ]
    }
}

/// Memory of its own that goes with its last user.
private final class ScratchMemory {
    let buffer: UnsafeMutableRawBufferPointer
    init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }
    deinit { buffer.deallocate() }
}

extension [String] {
    /// Bytes of UTF-8 of all texts.
    var utf8Count: Int { sum { $0.utf8.count } }

    fileprivate func sum(_ count: (String) -> Int) -> Int { reduce(0) { $0 &+ count($1) } }
}

extension [[UInt8]] {
    fileprivate func sum(_ count: ([UInt8]) -> Int) -> Int { reduce(0) { $0 &+ count($1) } }
}

extension String {
    /// The text in TIS-620; what it lacks becomes a question mark.
    var thaiBytes: [UInt8] {
        unicodeScalars.map { scalar in
            switch scalar.value {
            case 0..<0x80: UInt8(scalar.value)
            case 0x0E01...0x0E5B: UInt8(scalar.value - 0x0E00 + 0xA0)
            default: UInt8(ascii: "?")
            }
        }
    }
}
