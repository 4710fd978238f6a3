public import Foundation

/// What was measured before, page by page, to hold a new measurement against.
public struct ReadingBaseline: Codable, Sendable {
    /// The page image it was measured on, and its score.
    public struct Entry: Sendable, Hashable {
        /// The first sixteen digits of the image's SHA-256: another image by the same name is another page.
        public let sha256: String
        /// How well it was read.
        public let score: ReadingScore

        /// Notes a score; the digest may be whole.
        public init(sha256: String, score: ReadingScore) {
            (self.sha256, self.score) = (String(sha256.prefix(16)), score)
        }
    }

    /// The day it was measured, as 2026-11-28.
    public let made: String
    /// The machine: processor and cores.
    public let machine: String
    /// Model and settings that read.
    public let reader: String
    /// Processor seconds a page, over that of plain `tesseract` on the same pages in the same run; nil without it.
    public let processorRatio: Double?
    /// The most memory of a worker, in megabytes.
    public let workerMegabytes: Double
    /// The measures, in the order in which the scores give them.
    private let measures: [Measure]
    /// By file name: the digest, then wrong/of for each measure.
    private let pages: [String: String]

    private enum CodingKeys: String, CodingKey {
        case made, machine, reader, measures, pages
        case processorRatio = "processor_ratio"
        case workerMegabytes = "worker_megabytes"
    }

    /// Keeps a measurement.
    public init(
        made: String, machine: String, reader: String, processorRatio: Double?, workerMegabytes: Double,
        pages: [String: Entry]
    ) {
        (self.made, self.machine, self.reader) = (made, machine, reader)
        (self.processorRatio, self.workerMegabytes) = (processorRatio, workerMegabytes)
        measures = Measure.allCases
        self.pages = pages.mapValues { entry in
            ([entry.sha256] + Measure.allCases.map { "\(entry.score[$0].wrong)/\(entry.score[$0].of)" })
                .joined(separator: " ")
        }
    }

    /// How many pages it has.
    public var pageCount: Int { pages.count }

    /// The entry of a page; nil where there is none, or none that can be read.
    public func entry(of file: String) -> Entry? {
        guard let words = pages[file]?.split(separator: " "), words.count == measures.count + 1 else { return nil }
        var tallies: [Measure: Tally] = [:]
        for (measure, word) in zip(measures, words.dropFirst()) {
            let numbers = word.split(separator: "/").compactMap { Int($0) }
            guard numbers.count == 2 else { return nil }
            tallies[measure] = Tally(wrong: numbers[0], of: numbers[1])
        }
        return Entry(sha256: String(words[0]), score: ReadingScore(tallies))
    }

    /// Reads what `json` gave.
    public init(json: Data) throws { self = try JSONDecoder().decode(ReadingBaseline.self, from: json) }

    /// For a file under version control: keys sorted, a page a line.
    public var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }
}
