/// What the bench of the text libraries measured, fit for a table or for JSON.
public struct TextBenchResult: Codable, Sendable {
    /// Size of the corpus in megabytes (10⁶ bytes) of UTF-8.
    public let megabytes: Double
    /// The seed it was made from; the same seed and size give the same corpus.
    public let seed: UInt64
    /// Letters in the corpus, each of about one page.
    public let letters: Int
    /// Text messages in the corpus.
    public let messages: Int
    /// How often everything was measured.
    public let rounds: Int
    /// The measurements, in the order to show them.
    public let rows: [Row]

    /// One measurement.
    public struct Row: Codable, Sendable {
        /// What was measured, as "normalise ocr, gaps".
        public let name: String
        /// The unit of the figures.
        public let unit: Unit
        /// By the processor time of the one thread that worked; nil if the peer is not installed.
        public let processor: Spread?
        /// By the clock on the wall, which other programs on the machine slow down.
        public let wall: Spread?
        /// Whether this is another program's figure, or a limit, to compare with.
        public let isPeer: Bool
        /// What to know of it: a peer's version, or how to install it.
        public let note: String?
    }

    /// Units of measurements.
    public enum Unit: String, Codable, Sendable {
        /// 10⁶ bytes of UTF-8 a second, for peers that take other encodings too.
        case megabytesPerSecond = "MB/s"
        /// Milliseconds for one text.
        case milliseconds = "ms"
    }

    /// The middle one and the limits of the rounds.
    public struct Spread: Codable, Sendable, Equatable {
        /// The middle figure.
        public let median: Double
        /// The smallest figure.
        public let minimum: Double
        /// The largest figure.
        public let maximum: Double

        /// The spread of figures; nil if there are none.
        init?(_ figures: [Double]) {
            let sorted = figures.sorted()
            guard let first = sorted.first, let last = sorted.last else { return nil }
            let middle = sorted.count / 2
            median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
            (minimum, maximum) = (first, last)
        }
    }
}
