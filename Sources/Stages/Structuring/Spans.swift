/// Ranges of a text, to ask quickly whether one overlaps any of them.
struct Spans {
    private let starts: [Int]
    /// The furthest end among the ranges up to each.
    private let ends: [Int]

    init(_ ranges: [Range<Int>]) {
        let sorted = ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        starts = sorted.map(\.lowerBound)
        ends = sorted.reduce(into: []) { $0.append(max($0.last ?? 0, $1.upperBound)) }
    }

    func overlaps(_ range: Range<Int>) -> Bool {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < range.upperBound { low = middle + 1 } else { high = middle }
        }
        return low > 0 && ends[low - 1] > range.lowerBound
    }
}
