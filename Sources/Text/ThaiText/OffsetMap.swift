/// Where each scalar of a normalised text stood in the raw text.
///
/// Held as runs, so the map of unchanged text is one run however long the text is.
public struct OffsetMap: Sendable, Hashable, Codable {
    /// Scalars of the normalised text.
    public private(set) var count = 0
    /// Scalars of the raw text.
    public internal(set) var rawCount: Int

    private var runs: [Run] = []

    /// Output scalars from `start` on: each one raw scalar in step, or, if `width` is not 1, one scalar for `width`.
    private struct Run: Sendable, Hashable, Codable {
        let start: Int
        let raw: Int
        let width: Int
    }

    /// The map of a text that is its own raw text.
    public init(identity count: Int) {
        rawCount = count
        appendStep(raw: 0, count: count)
    }

    init(rawCount: Int) {
        self.rawCount = rawCount
    }

    /// Whether every scalar stands where it stood.
    public var isIdentity: Bool { count == rawCount && (count == 0 || runs == [Run(start: 0, raw: 0, width: 1)]) }

    /// The raw scalars an output scalar stands for; empty if the scalar was inserted.
    public func rawRange(ofScalarAt index: Int) -> Range<Int> {
        precondition(index >= 0 && index < count, "The offset lies outside the normalised text.")
        return range(of: index, in: runs[runIndex(of: index)])
    }

    /// The smallest raw range that holds all scalars of an output range.
    ///
    /// An empty range gives the empty range at the same place of the raw text.
    public func rawRange(of range: Range<Int>) -> Range<Int> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "The range lies outside the normalised text.")
        guard !range.isEmpty else {
            let place = range.lowerBound == count ? rawCount : rawRange(ofScalarAt: range.lowerBound).lowerBound
            return place..<place
        }
        var (lower, upper) = (Int.max, 0)
        var index = runIndex(of: range.lowerBound)
        while index < runs.count, runs[index].start < range.upperBound {
            let run = runs[index]
            let end = index + 1 < runs.count ? runs[index + 1].start : count
            let first = self.range(of: max(run.start, range.lowerBound), in: run)
            let last = self.range(of: min(end, range.upperBound) - 1, in: run)
            lower = min(lower, first.lowerBound)
            upper = max(upper, last.upperBound)
            index += 1
        }
        return lower..<upper
    }

    /// The map through this one and then another, whose text is this one's raw text.
    func composed(with deeper: OffsetMap) -> OffsetMap {
        var result = OffsetMap(rawCount: deeper.rawCount)
        for index in 0..<count { result.append(raw: deeper.rawRange(of: rawRange(ofScalarAt: index))) }
        return result
    }

    mutating func appendStep(raw: Int, count added: Int) {
        guard added > 0 else { return }
        let continues = runs.last.map { $0.width == 1 && $0.raw + (count - $0.start) == raw } ?? false
        if !continues { runs.append(Run(start: count, raw: raw, width: 1)) }
        count += added
    }

    mutating func append(raw range: Range<Int>) {
        if range.count == 1 {
            appendStep(raw: range.lowerBound, count: 1)
        } else {
            runs.append(Run(start: count, raw: range.lowerBound, width: range.count))
            count += 1
        }
    }

    private func range(of index: Int, in run: Run) -> Range<Int> {
        let lower = run.width == 1 ? run.raw + index - run.start : run.raw
        return lower..<lower + run.width
    }

    private func runIndex(of index: Int) -> Int {
        var (low, high) = (0, runs.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if runs[middle].start <= index { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
