/// Letters side by side on one level, left to right: a word, a table's cell or a whole line.
struct Segment {
    /// Indices of its body-sized pieces.
    let pieces: [Int]
    let left: Double
    let right: Double
    /// The height of its plain letters.
    let height: Double
    /// Pixels down for every pixel to the right.
    let slope: Double
    /// Whether the slope was measured on the segment itself.
    let knowsSlope: Bool
    /// The widths of its letters together.
    let weight: Double
    private let level: Double

    /// Fits a level to the pieces; one too short for a slope of its own takes `slope`.
    init(_ pieces: [Int], of list: [Component], slope given: Double = 0) {
        self.pieces = pieces
        left = Double(pieces.map { list[$0].left }.min() ?? 0)
        right = Double(pieces.map { list[$0].right }.max() ?? 0)
        weight = pieces.reduce(0) { $0 + Double(list[$1].width) }
        let heights = pieces.map { list[$0].height }.sorted()
        // Ascenders and tall vowels are fewer than plain letters, and higher.
        let typical = Double(heights[heights.count * 2 / 5])
        height = typical
        let plain = pieces.map { list[$0] }.filter { (0.8...1.25).contains(Double($0.height) / typical) }
        let middles = plain.map { (x: Double($0.left + $0.right) / 2, y: Double($0.top + $0.bottom) / 2) }
        let measured = right - left >= 12 * typical ? Self.slope(of: middles) : nil
        (slope, knowsSlope) = (measured ?? given, measured != nil)
        let levels = middles.map { [slope] in $0.y - slope * $0.x }.sorted()
        level = levels.isEmpty ? 0 : levels[levels.count / 2]
    }

    /// The middle of the plain letters at `x`.
    func middle(at x: Double) -> Double { level + slope * x }

    var width: Double { right - left }

    /// Least squares; nil where the points are too few or the line would be steeper than any that is read.
    private static func slope(of points: [(x: Double, y: Double)]) -> Double? {
        guard points.count >= 8 else { return nil }
        let count = Double(points.count)
        let (meanX, meanY) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard spread > 0 else { return nil }
        let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
        return abs(slope) <= 0.12 ? slope : nil
    }
}
