internal import ComplaintModel

/// A rectangle of straight strokes, level or tilted: the frame of a stamp, also where writing runs into it.
struct StampFrame {
    typealias Side = (from: (x: Double, y: Double), to: (x: Double, y: Double))

    /// Pixels down for every pixel to the right along its upper and lower side.
    let slope: Double
    /// Its sides, each from corner to corner: upper, lower, left and right.
    let sides: [Side]

    /// In inches.
    static let widths = 0.7...3.6
    static let heights = 0.3...2.2
    /// Printed boxes are level, but for what straightening leaves.
    static let leastTilt = 0.015

    var isTilted: Bool { abs(slope) >= Self.leastTilt }

    /// The smallest upright rectangle around it, its ink included.
    var box: ComplaintModel.Box {
        let points = sides.flatMap { [$0.from, $0.to] }
        let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
        let (top, bottom) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        let margin = (right - left) / 150
        return ComplaintModel.Box(
            x: Int(left - margin), y: Int(top - margin), width: Int(right - left + 2 * margin) + 1,
            height: Int(bottom - top + 2 * margin) + 1)
    }

    /// The same frame on a page that many times as large.
    func scaled(by scale: Int) -> StampFrame {
        func scaled(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
            (point.x * Double(scale), point.y * Double(scale))
        }
        return StampFrame(slope: slope, sides: sides.map { (scaled($0.from), scaled($0.to)) })
    }
}
