internal import ComplaintModel

/// A rectangle of straight strokes, level or tilted: the frame of a stamp, also where writing runs into it.
struct StampFrame {
    typealias Point = (x: Double, y: Double)
    typealias Side = (from: Point, to: Point)

    /// Pixels down for every pixel to the right along its upper and lower side.
    let slope: Double
    /// Its sides, from left to right and from top to bottom.
    let upper: Side
    let lower: Side
    let left: Side
    let right: Side
    /// The smallest upright rectangle around it, its ink included.
    let box: ComplaintModel.Box

    /// In inches.
    static let widths = 0.7...3.6
    static let heights = 0.3...2.2
    /// Printed boxes are level, but for what straightening leaves.
    static let leastTilt = 0.015

    /// A frame with these corners.
    init(slope: Double, topLeft: Point, topRight: Point, bottomLeft: Point, bottomRight: Point) {
        self.slope = slope
        (upper, lower) = ((topLeft, topRight), (bottomLeft, bottomRight))
        (left, right) = ((topLeft, bottomLeft), (topRight, bottomRight))
        let across = [topLeft.x, topRight.x, bottomLeft.x, bottomRight.x].sorted()
        let down = [topLeft.y, topRight.y, bottomLeft.y, bottomRight.y].sorted()
        let (width, height) = (across[3] - across[0], down[3] - down[0])
        let margin = width / 150
        box = ComplaintModel.Box(
            x: Int(across[0] - margin), y: Int(down[0] - margin), width: Int(width + 2 * margin) + 1,
            height: Int(height + 2 * margin) + 1)
    }

    var isTilted: Bool { abs(slope) >= Self.leastTilt }

    /// The same frame on a page that many times as large.
    func scaled(by scale: Int) -> StampFrame {
        func scaled(_ point: Point) -> Point { (point.x * Double(scale), point.y * Double(scale)) }
        return StampFrame(
            slope: slope, topLeft: scaled(upper.from), topRight: scaled(upper.to), bottomLeft: scaled(lower.from),
            bottomRight: scaled(lower.to))
    }

    /// Whether the middle of a piece lies inside.
    func holds(_ piece: Component) -> Bool {
        let origin = upper.from
        let (x, y) = (Double(piece.left + piece.right) / 2 - origin.x, Double(piece.top + piece.bottom) / 2 - origin.y)
        return [upper.to, left.to].allSatisfy { corner in
            let (across, down) = (corner.x - origin.x, corner.y - origin.y)
            return (0...1).contains((x * across + y * down) / (across * across + down * down))
        }
    }
}
