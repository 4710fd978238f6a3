internal import ComplaintModel
internal import Foundation

/// An affine map of the plane: from the prepared page to the page as given.
struct PlaneMap {
    private let a: Double, b: Double, c: Double
    private let d: Double, e: Double, f: Double

    static let identity = PlaneMap(1, 0, 0, 0, 1, 0)

    private init(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
        (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
    }

    static func scaling(x: Double, y: Double) -> PlaneMap { PlaneMap(x, 0, 0, 0, y, 0) }

    /// Clockwise, as seen on the page, about a point.
    static func rotation(by radians: Double, aboutX x: Double, y: Double) -> PlaneMap {
        let (sine, cosine) = (sin(radians), cos(radians))
        return PlaneMap(cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y)
    }

    /// What `turns` clockwise quarter turns do to the points of a page of the given size before turning.
    static func quarterTurns(_ turns: Int, width: Double, height: Double) -> PlaneMap {
        switch turns & 3 {
        case 1: PlaneMap(0, -1, height, 1, 0, 0)
        case 2: PlaneMap(-1, 0, width, 0, -1, height)
        case 3: PlaneMap(0, 1, 0, -1, 0, width)
        default: .identity
        }
    }

    /// First `first`, then this.
    func after(_ first: PlaneMap) -> PlaneMap {
        PlaneMap(
            a * first.a + b * first.d, a * first.b + b * first.e, a * first.c + b * first.f + c,
            d * first.a + e * first.d, d * first.b + e * first.e, d * first.c + e * first.f + f)
    }

    func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (a * x + b * y + c, d * x + e * y + f) }

    /// The smallest upright rectangle around the mapped one, inside a page of the given size.
    func box(_ box: Box, width: Int, height: Int) -> Box {
        let (left, top) = (Double(box.x), Double(box.y))
        let (right, bottom) = (left + Double(box.width), top + Double(box.height))
        let corners = [point(left, top), point(right, top), point(left, bottom), point(right, bottom)]
        func bound(_ values: [Double], _ limit: Int) -> (Int, Int) {
            let low = min(max(0, (values.min() ?? 0).rounded()), Double(limit))
            let high = min(max(low, (values.max() ?? 0).rounded()), Double(limit))
            return (Int(low), Int(high - low))
        }
        let (x, spanX) = bound(corners.map(\.x), width)
        let (y, spanY) = bound(corners.map(\.y), height)
        return Box(x: x, y: y, width: spanX, height: spanY)
    }
}
