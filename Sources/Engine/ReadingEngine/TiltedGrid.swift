/// Straight strokes of one slope and those across it, seen along that slope: where the frames of stamps are looked for.
struct TiltedGrid {
    private let slope: Double
    private let inch: Double
    private let rows: [GridLine]
    private let columns: [GridLine]

    init(slope: Double, level: [StraightStroke], upright: [StraightStroke], inch: Double) {
        (self.slope, self.inch) = (slope, inch)
        rows = Self.lines(of: level, slope: slope, within: inch * Self.tolerance, leaning: Self.mostLean)
        columns = Self.lines(of: upright, slope: -slope, within: inch * Self.tolerance, leaning: Self.skew)
    }

    /// How far strokes of one side may lie beside one another, in inches.
    private static let tolerance = 0.03

    /// By how much an outer side may lean from a right angle: on faxes 0.015 is seen (a fine one has 204 dots an inch
    /// across and 196 down).
    private static let skew = 0.02

    /// By how much a side may lean from its first stroke: those of a table, taken for tilted one by one, lean more.
    private static let mostLean = 0.008

    /// The lines that strokes of a slope, measured along their axis, make.
    private static func lines(
        of strokes: [StraightStroke], slope: Double, within distance: Double, leaning lean: Double
    ) -> [GridLine] {
        let scale = scale(of: slope)
        let parallel = strokes.filter { abs($0.slope - slope) <= lean + 0.8 / $0.length }
        return GridLine.all(
            of: parallel.map { stroke in
                let along = (stroke.middle + slope * stroke.centre) * scale
                return GridLine(
                    place: (stroke.centre - slope * stroke.middle) * scale, lean: stroke.slope - slope,
                    spans: [along - stroke.length / 2...along + stroke.length / 2])
            }, within: distance)
    }

    /// The cosine of the angle.
    private static func scale(of slope: Double) -> Double { 1 / (1 + slope * slope).squareRoot() }

    /// The best rectangle of which a stroke is a part of the upper or the lower side.
    func frame(with seed: StraightStroke) -> StampFrame? {
        let scale = Self.scale(of: slope)
        let place = (seed.centre - slope * seed.middle) * scale
        let along = (seed.middle + slope * seed.centre) * scale
        var best: (rectangle: Rectangle, worth: Double)?
        let level = rows.filter { abs($0.lean) <= Self.mostLean }
        for own in level where abs(own.place - place) <= inch * Self.tolerance {
            for other in level where StampFrame.heights.contains(abs(own.place - other.place) / inch) {
                let (top, bottom) = own.place < other.place ? (own, other) : (other, own)
                for rectangle in rectangles(between: top, and: bottom, around: along) {
                    guard let worth = rectangle.worth(inch: inch), worth > best?.worth ?? 0 else { continue }
                    best = (rectangle, worth)
                }
            }
        }
        guard let sides = best?.rectangle else { return nil }
        return frame(sides)
    }

    /// Its outer sides are lines across, or, where there are none, the ends of its strokes.
    private func rectangles(between top: GridLine, and bottom: GridLine, around along: Double) -> [Rectangle] {
        let height = bottom.place - top.place
        let sides = columns.filter { $0.covered(top.place...bottom.place) >= Rectangle.leastShare * height }
        let spans = top.spans + bottom.spans
        let lefts = sides + spans.map { GridLine(place: $0.lowerBound, lean: 0, spans: []) }
        let rights = sides + spans.map { GridLine(place: $0.upperBound, lean: 0, spans: []) }
        let (before, after) = (lefts.filter { $0.place < along }, rights.filter { $0.place > along })
        guard before.count * after.count <= Self.mostRectangles else { return [] }
        return before.flatMap { left in
            after.filter { StampFrame.widths.contains(($0.place - left.place) / inch) }
                .map { Rectangle(top: top, bottom: bottom, left: left, right: $0) }
        }
    }

    /// Between two lines; more make a table or a hatching.
    private static let mostRectangles = 1000

    private func frame(_ rectangle: Rectangle) -> StampFrame {
        let scale = Self.scale(of: slope)
        func point(_ along: Double, _ across: Double) -> StampFrame.Point {
            ((along - slope * across) * scale, (across + slope * along) * scale)
        }
        let (top, bottom) = (rectangle.top.place, rectangle.bottom.place)
        let (left, right) = (rectangle.left.place, rectangle.right.place)
        return StampFrame(
            slope: slope, topLeft: point(left, top), topRight: point(right, top), bottomLeft: point(left, bottom),
            bottomRight: point(right, bottom))
    }
}

/// Strokes on one straight line of a grid.
private struct GridLine {
    /// Across the line.
    let place: Double
    /// Its slope beside that of the grid.
    let lean: Double
    /// Along it, in order, apart from one another.
    let spans: [ClosedRange<Double>]

    /// One line for those that lie within a distance of the one before.
    static func all(of strokes: [GridLine], within distance: Double) -> [GridLine] {
        var groups: [[GridLine]] = []
        for stroke in strokes.sorted(by: { $0.place < $1.place }) {
            if let last = groups.last?.last, stroke.place - last.place <= distance {
                groups[groups.count - 1].append(stroke)
            } else {
                groups.append([stroke])
            }
        }
        return groups.map(joined)
    }

    private static func joined(_ group: [GridLine]) -> GridLine {
        let (length, weighted) = group.reduce((0, 0)) { ($0.0 + $1.length, $0.1 + $1.place * $1.length) }
        var spans: [ClosedRange<Double>] = []
        for span in group.flatMap(\.spans).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = spans.last, span.lowerBound <= last.upperBound {
                spans[spans.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
            } else {
                spans.append(span)
            }
        }
        return GridLine(place: weighted / length, lean: lean(of: group), spans: spans)
    }

    /// The slope of the line through the ends of strokes.
    private static func lean(of group: [GridLine]) -> Double {
        let ends = group.flatMap { stroke in
            stroke.spans.flatMap { span in
                let half = (span.upperBound - span.lowerBound) / 2
                return [
                    (along: span.lowerBound, across: stroke.place - half * stroke.lean, weight: half),
                    (along: span.upperBound, across: stroke.place + half * stroke.lean, weight: half),
                ]
            }
        }
        let weight = ends.reduce(0) { $0 + $1.weight }
        let middle = ends.reduce(0) { $0 + $1.along * $1.weight } / weight
        let (product, square) = ends.reduce((0, 0)) { sums, end in
            let distance = end.along - middle
            return (sums.0 + end.weight * distance * end.across, sums.1 + end.weight * distance * distance)
        }
        return square > 0 ? product / square : 0
    }

    private var length: Double { spans.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

    /// How much strokes cover on either side of a range, but for what ends near it.
    func covered(beyond range: ClosedRange<Double>, upTo distance: Double) -> Double {
        let (start, end) = (range.lowerBound, range.upperBound)
        return covered(start - distance...start - distance / 10) + covered(end + distance / 10...end + distance)
    }

    /// How much of a range strokes cover.
    func covered(_ range: ClosedRange<Double>) -> Double {
        spans.reduce(0) { $0 + max(0, min(range.upperBound, $1.upperBound) - max(range.lowerBound, $1.lowerBound)) }
    }
}

private struct Rectangle {
    let top: GridLine
    let bottom: GridLine
    let left: GridLine
    let right: GridLine

    /// The share of a side that is seen at least.
    static let leastShare = 0.3

    /// How much more of its sides is there than is missing, in pixels; nil where it is no frame.
    ///
    /// At least half of it is there, and of three sides three tenths. Where lines go on beyond its corners it is a table.
    func worth(inch: Double) -> Double? {
        let (width, height) = (right.place - left.place, bottom.place - top.place)
        let (across, down) = (left.place...right.place, top.place...bottom.place)
        let (upper, lower) = (top.covered(across), bottom.covered(across))
        let (first, last) = (left.covered(down), right.covered(down))
        let seen = [upper / width, lower / width, first / height, last / height].count { $0 >= Self.leastShare }
        let there = upper + lower + first + last
        guard seen >= 3, there >= width + height else { return nil }
        let beyond =
            [top, bottom].reduce(0) { $0 + $1.covered(beyond: across, upTo: inch) }
            + [left, right].reduce(0) { $0 + $1.covered(beyond: down, upTo: inch) }
        return beyond * 10 < there ? there - (width + height) - 2 * beyond : nil
    }
}
