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

    /// Fits a level to the pieces, where a plain consonant of the page is `body` high; one too short for a slope of its
    /// own takes `slope`.
    init(_ pieces: [Int], of list: [Component], body: Double, slope given: Double = 0) {
        self.pieces = pieces
        left = Double(pieces.map { list[$0].left }.min() ?? 0)
        right = Double(pieces.map { list[$0].right }.max() ?? 0)
        weight = pieces.reduce(0) { $0 + Double(list[$1].width) }
        let heights = pieces.map { list[$0].height }.sorted()
        // Ascenders and tall vowels are fewer than plain letters, and higher.
        // Words grown together with their marks are no measure of a letter.
        let typical = min(Double(heights[heights.count * 2 / 5]), 1.8 * body)
        height = typical
        let middles = Self.middles(of: pieces, of: list, height: typical)
        let measured = right - left >= 12 * typical && middles.count >= 8 ? Self.slope(of: middles) : nil
        let own = measured.flatMap { abs($0) <= Self.steepest ? $0 : nil }
        (slope, knowsSlope) = (own ?? given, own != nil)
        let levels = middles.map { [slope] in $0.y - slope * $0.x }.sorted()
        level = levels.isEmpty ? 0 : levels[levels.count / 2]
    }

    /// The middle of the plain letters at `x`.
    func middle(at x: Double) -> Double { level + slope * x }

    var width: Double { right - left }

    /// The slope that its letters show, also where they are too few to tell that of a line; nil below five.
    func lean(of list: [Component]) -> Double? {
        let middles = Self.middles(of: pieces, of: list, height: height)
        return width >= 4 * height && middles.count >= 5 ? Self.slope(of: middles) : nil
    }

    /// No line that is read is steeper.
    private static let steepest = 0.12

    /// The middles of the plain letters.
    private static func middles(
        of pieces: [Int], of list: [Component], height: Double
    ) -> [(x: Double, y: Double)] {
        let all = pieces.map { list[$0] }
        let plain = all.filter { (0.8...1.25).contains(Double($0.height) / height) }
        return (plain.isEmpty ? all : plain).map {
            (x: Double($0.left + $0.right) / 2, y: Double($0.top + $0.bottom) / 2)
        }
    }

    /// Least squares; nil where all points lie over one another.
    private static func slope(of points: [(x: Double, y: Double)]) -> Double? {
        let count = Double(points.count)
        let (meanX, meanY) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
        let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard spread > 0 else { return nil }
        return points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    }
}
