public import ComplaintModel

/// What a reading said of itself, and what was true: the risk of each line, the confidence of each cluster.
///
/// Spaces do not count: no confidence betrays them, and no clerk corrects them. Neither do lines that were not read at
/// all, which the cover of a page tells.
public struct DoubtScore: Sendable, Hashable {
    /// One claim and its truth.
    public struct Judged: Sendable, Hashable {
        /// A risk of 0 to 1, or a confidence of 0 to 100.
        public let claim: Double
        /// Whether what it is about holds an error.
        public let isWrong: Bool
    }
    /// Lines by their risk.
    public private(set) var lines: [Judged] = []
    /// Clusters by their confidence.
    public private(set) var clusters: [Judged] = []

    /// As many missing scalars in a row are a lost line, not a fault of the line before.
    private static let lostLine = 10

    /// Nothing judged yet.
    public init() {}

    /// Compares the lines of a reading with the truth, a printed line a line.
    public init(of reading: [Line], truth: String) {
        let read = reading.map { (line: $0, scalars: CanonicalText($0.text).withoutSpaces) }
        let isWrong = Self.faults(of: read.flatMap(\.scalars), truth: CanonicalText(truth).withoutSpaces)
        var start = 0
        for (line, scalars) in read where !scalars.isEmpty {
            let faults = isWrong[start..<start + scalars.count]
            lines.append(Judged(claim: line.risk, isWrong: faults.contains(true)))
            judge(line.clusters, by: faults)
            start += scalars.count
        }
    }

    /// Adds what was judged elsewhere.
    public static func + (left: DoubtScore, right: DoubtScore) -> DoubtScore {
        var sum = left
        sum.lines += right.lines
        sum.clusters += right.clusters
        return sum
    }

    /// Lines whose clusters do not spell their text in its form for comparing (dot leaders) are left out, and lines that
    /// are mostly wrong: those stand in another place of the truth, or in none.
    private mutating func judge(_ clusters: [Cluster], by faults: ArraySlice<Bool>) {
        let lengths = clusters.map { CanonicalText($0.text).withoutSpaces.count }
        guard lengths.reduce(0, +) == faults.count, 2 * faults.count(where: \.self) <= faults.count else { return }
        var rest = faults
        for (cluster, length) in zip(clusters, lengths) where length > 0 {
            self.clusters.append(Judged(claim: cluster.confidence, isWrong: rest.prefix(length).contains(true)))
            rest = rest.dropFirst(length)
        }
    }

    /// For each scalar that was read whether it is wrong; one that is missing is a fault of the one before.
    private static func faults(of reading: [UInt32], truth: [UInt32]) -> [Bool] {
        var isWrong: [Bool] = []
        var missing = 0
        func charge() {
            if missing > 0, missing < lostLine, !isWrong.isEmpty { isWrong[isWrong.count - 1] = true }
            missing = 0
        }
        for step in Alignment(of: reading, truth: truth).steps {
            if step == .missing {
                missing += 1
            } else {
                charge()
                isWrong.append(step != .same)
            }
        }
        charge()
        return isWrong
    }
}

extension DoubtScore {
    /// What becomes of the lines when those above a risk are held for a person.
    public struct Held: Sendable, Hashable {
        /// Lines that are held, and how many of them hold an error.
        public let lines: Tally
        /// Of the lines with an error, those that pass unseen.
        public let missed: Tally
    }

    /// Holds the lines of more risk than `risk`.
    public func held(above risk: Double) -> Held {
        let held = lines.filter { $0.claim > risk }
        let (wrong, found) = (lines.count(where: \.isWrong), held.count(where: \.isWrong))
        return Held(lines: Tally(wrong: found, of: held.count), missed: Tally(wrong: wrong - found, of: wrong))
    }

    /// Steps of confidence: errors gather below 98.5 and between the plateaus of sound clusters near 99.0 and 99.6.
    private static let steps: [Double] = [
        0, 70, 80, 85, 88, 90, 92, 94, 95, 96, 97, 97.5, 98, 98.2, 98.5, 98.7, 99, 99.2, 99.3, 99.4, 99.5, 99.6,
    ]
    /// A share of errors that even the plateaus have; counted, it would tell lines apart by their length alone.
    private static let everywhere = 0.02

    /// Clusters with an error among those of a step of confidence and up to the next.
    public var calibration: [(from: Double, clusters: Tally)] {
        zip(Self.steps, Self.steps.dropFirst() + [.infinity]).map { from, to in
            let some = clusters.filter { from <= $0.claim && $0.claim < to }
            return (from, Tally(wrong: some.count(where: \.isWrong), of: some.count))
        }
    }

    /// The calibration as the table a model is shipped with: `confidence_from` and `wrong`, a step a line.
    ///
    /// Where few clusters were seen the share leans on the step below, as ten clusters of it.
    public var riskTable: String {
        var below = 0.9
        let rows = calibration.map { from, clusters in
            below = (Double(clusters.wrong) + 10 * below) / Double(clusters.of + 10)
            let chance = below < Self.everywhere ? 0 : (below * 1000).rounded() / 1000
            return "\(from)\t\(chance)\n"
        }
        return "confidence_from\twrong\n" + rows.joined()
    }
}
