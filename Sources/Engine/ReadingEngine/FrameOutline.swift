/// The sides of what may be a stamp's frame.
struct FrameOutline {
    /// Pixels down for every pixel to the right along the upper and the lower side; nil for one that is not straight.
    let upper: Double?
    let lower: Double?
    /// Whether nearly all of its ink is along its edges.
    let isHollow: Bool

    init(of index: Int, in components: Components) {
        let piece = components.list[index]
        let parts = 20
        // Where the ink begins and ends in each twentieth of its columns.
        var (tops, bottoms) = ([Int](repeating: .max, count: parts), [Int](repeating: 0, count: parts))
        var (ink, inkAtEdge) = (0, 0)
        let (edgeX, edgeY) = (piece.width / 10, piece.height / 4)
        components.forEachRun(inRows: piece.top..<piece.bottom) { run, owner in
            guard owner == index else { return }
            let (row, start, end) = (Int(run.row), Int(run.start), Int(run.end))
            for part in (start - piece.left) * parts / piece.width...(end - 1 - piece.left) * parts / piece.width {
                tops[part] = min(tops[part], row)
                bottoms[part] = max(bottoms[part], row)
            }
            ink += end - start
            let isAtEdge = row < piece.top + edgeY || row >= piece.bottom - edgeY
            inkAtEdge +=
                isAtEdge
                ? end - start
                : max(0, min(end, piece.left + edgeX) - start) + max(0, end - max(start, piece.right - edgeX))
        }
        isHollow = inkAtEdge * 100 >= ink * 85
        (upper, lower) = (Self.slope(tops, width: piece.width), Self.slope(bottoms, width: piece.width))
    }

    /// Whether a side is neither level nor steep.
    var isTilted: Bool { Self.isTilted(upper) || Self.isTilted(lower) }
    /// Whether both are, and so were found.
    var isWhole: Bool { Self.isTilted(upper) && Self.isTilted(lower) }
    /// Whether both are level.
    var isLevel: Bool { [upper, lower].allSatisfy { $0.map { abs($0) <= Self.leastTilt } ?? false } }

    private static let leastTilt = 0.02

    private static func isTilted(_ slope: Double?) -> Bool {
        slope.map { abs($0) > leastTilt && abs($0) < 0.3 } ?? false
    }

    /// The slope of the line on which the ends of the columns lie; nil where they do not.
    private static func slope(_ ends: [Int], width: Int) -> Double? {
        // From the third part to the eighteenth: the outer ones belong to the upright sides.
        let run = Double(width) * 15 / 20
        let slope = Double(ends[17] - ends[2]) / run
        let isStraight = (3...16).allSatisfy { part in
            let line = Double(ends[2]) + slope * run * Double(part - 2) / 15
            return abs(Double(ends[part]) - line) < max(2, 0.012 * run)
        }
        return isStraight ? slope : nil
    }
}
