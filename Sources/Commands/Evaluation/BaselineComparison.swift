/// How a measurement differs from the baseline, on the pages both have.
public struct BaselineComparison: Sendable {
    /// One rate that differs beyond noise.
    public struct Change: Sendable, Hashable {
        /// The pages it was found on.
        public let group: PageGroup
        /// What was measured.
        public let measure: Measure
        /// The share of faults in the baseline.
        public let before: Double
        /// The share of faults now.
        public let after: Double
        /// The change's interval of 99 %, by resampling letters; nil where there are too few letters for one.
        public let interval: ClosedRange<Double>?
        /// Whether there are more faults now.
        public var isWorse: Bool { after > before }
    }

    /// One page in both measurements.
    private struct Pair {
        let page: LabelledPage
        let before: ReadingScore
        let after: ReadingScore
    }

    /// A rate that was looked at, and its change if it is one.
    private struct Verdict { let change: Change? }

    /// Pages that both have.
    public let pages: Int
    /// Pages measured now that the baseline has not, or has with another image.
    public let unknownPages: Int
    /// Rates looked at.
    public let judged: Int
    /// What differs beyond noise, in the order of the groups.
    public let changes: [Change]

    /// Holds scores, each with its page and the digest of its image, against a baseline.
    public init(of scores: [(page: LabelledPage, entry: ReadingBaseline.Entry)], with baseline: ReadingBaseline) {
        let pairs = scores.compactMap { score -> Pair? in
            guard let old = baseline.entry(of: score.page.file), old.sha256 == score.entry.sha256 else { return nil }
            return Pair(page: score.page, before: old.score, after: score.entry.score)
        }
        (pages, unknownPages) = (pairs.count, scores.count - pairs.count)
        var judged = 0
        var changes: [Change] = []
        for group in PageGroup.groups(of: pairs.map(\.page)) {
            let letters = Dictionary(grouping: pairs.filter { group.contains($0.page) }, by: \.page.letter)
                .sorted { $0.key < $1.key }.map(\.value)
            for measure in Measure.allCases {
                guard let verdict = Self.judge(letters, measure, group) else { continue }
                judged += 1
                if let change = verdict.change { changes.append(change) }
            }
        }
        (self.judged, self.changes) = (judged, changes)
    }

    /// Whether a rate changed; nil where it cannot be judged.
    private static func judge(_ letters: [[Pair]], _ measure: Measure, _ group: PageGroup) -> Verdict? {
        let tallies = letters.map { pages in
            (
                before: pages.reduce(Tally()) { $0 + $1.before[measure] },
                after: pages.reduce(Tally()) { $0 + $1.after[measure] }
            )
        }.filter { $0.before.of > 0 }
        guard let before = tallies.reduce(Tally(), { $0 + $1.before }).rate,
            let after = tallies.reduce(Tally(), { $0 + $1.after }).rate
        else { return nil }
        let interval = PairedBootstrap.interval(of: tallies)
        if interval == nil, ![.characters, .lostLines].contains(measure) { return nil }
        let isBeyondNoise = interval.map { $0.lowerBound > 0 || $0.upperBound < 0 } ?? isLarge(from: before, to: after)
        let change = Change(group: group, measure: measure, before: before, after: after, interval: interval)
        return Verdict(change: isBeyondNoise ? change : nil)
    }

    /// Fewer letters say nothing of others, but the same pages read much otherwise are worth a look: by a fifth, and by
    /// half a point.
    private static func isLarge(from before: Double, to after: Double) -> Bool {
        abs(after - before) > max(0.005, before / 5)
    }
}
