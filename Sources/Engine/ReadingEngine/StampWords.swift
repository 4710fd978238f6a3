internal import ComplaintModel

/// The words of stamps that are as dark as the writing: they lie along a frame that leans.
///
/// What is in a frame that leans as the writing does is read: it may be a box of a form.
struct StampWords {
    /// The rows of words, a list a stamp.
    private(set) var ofStamps: [[Segment]] = []
    private let list: [Component]
    private let height: Double
    /// The rows of writing outside all stamps.
    private let outside: [Segment]

    /// Parts what is in dark `stamps`, on a page where a plain consonant is `height` high.
    init(of stamps: [Stamp], among letters: [Int], kinds: [PieceKind], list: [Component], height: Double) {
        (self.list, self.height) = (list, height)
        let chaining = SegmentChaining(list: list, height: height)
        let free = letters.filter { index in !stamps.contains { $0.frame.holds(list[index]) } }
        outside = stamps.isEmpty ? [] : chaining.segments(of: free)
        // Letters of a stamp may be half as high as those of the writing.
        let small = list.indices.filter { kinds[$0] == .mark && Double(list[$0].height) > 0.45 * height }
        ofStamps = stamps.map { stamp in
            let inside = letters.filter { stamp.frame.holds(list[$0]) }
            let smallInside = small.filter { stamp.frame.holds(list[$0]) }
            return rows(of: words(of: stamp, among: inside, and: smallInside), along: stamp.frame)
        }
    }

    var rows: [Segment] { ofStamps.flatMap(\.self) }

    /// How many stamps words were left out of, and how many are read with the writing they were pressed over.
    var counts: (leftOut: Int, read: Int) {
        let leftOut = ofStamps.count { !$0.isEmpty }
        return (leftOut, ofStamps.count - leftOut)
    }

    /// Where the words are.
    var boxes: [ComplaintModel.Box] {
        rows.flatMap(\.pieces).map { index in
            let piece = list[index]
            return ComplaintModel.Box(x: piece.left, y: piece.top, width: piece.width, height: piece.height)
        }
    }

    /// The middle slope of the rows nearest to a stamp: a photograph's differ from top to bottom.
    private static func slope(of rows: [Segment], near stamp: Stamp) -> Double {
        let (x, y) = (Double(stamp.box.x + stamp.box.width / 2), Double(stamp.box.y + stamp.box.height / 2))
        let near = rows.filter(\.knowsSlope).sorted { abs($0.middle(at: x) - y) < abs($1.middle(at: x) - y) }
        let slopes = near.prefix(7).map(\.slope).sorted()
        return slopes.isEmpty ? 0 : slopes[slopes.count / 2]
    }

    /// Those of the letters in a stamp that stand in a row along it rather than along the writing; `small` are letters or
    /// marks.
    private func words(of stamp: Stamp, among letters: [Int], and small: [Int]) -> [Int] {
        let slope = Self.slope(of: outside, near: stamp)
        let lean = abs(stamp.frame.slope - slope)
        guard lean >= Self.leastLean else { return [] }
        let outside = outside(into: stamp)
        let inside = letters.filter { !continues(outside, list[$0]) }
        var (words, writing) = (inside, inside)
        // Where rows of both cross, those that were told apart beside the crossing decide.
        for _ in 0..<3 {
            let (ofStamp, others) = (words, writing)
            words = inside.filter { index in
                beside(index, among: ofStamp, slope: stamp.frame.slope) > beside(index, among: others, slope: slope)
            }
            let known = Set(words)
            writing = inside.filter { !known.contains($0) }
        }
        // A short row keeps to both slopes; its own is nearer to one.
        let rows = SegmentChaining(list: list, height: height).segments(of: writing)
        let along = rows.filter { row in
            guard lean * row.width > 0.5 * height, let own = row.lean(of: list) else { return false }
            return abs(own - stamp.frame.slope) < abs(own - slope)
        }
        return told(words + along.flatMap(\.pieces), among: letters, and: small, of: stamp, in: outside)
    }

    /// Pieces in rows that lean as a frame does.
    private func rows(of pieces: [Int], along frame: StampFrame) -> [Segment] {
        var level = list
        for index in pieces {
            let shift = Int((frame.slope * (middle(of: list[index]).x - frame.upper.from.x)).rounded())
            level[index].top -= shift
            level[index].bottom -= shift
        }
        return SegmentChaining(list: level, height: height).rows(of: pieces).map {
            Segment($0.pieces, of: list, body: height, slope: frame.slope)
        }
    }

    /// The words of a stamp once rows of it are known: besides these, rows in its size of type and what stands on a row of
    /// it rather than on one of the writing; but not what has grown together with writing.
    private func told(
        _ sure: [Int], among letters: [Int], and small: [Int], of stamp: Stamp, in outside: [Segment]
    ) -> [Int] {
        let rows = rows(of: sure, along: stamp.frame)
        guard let longest = rows.max(by: { $0.weight < $1.weight }) else { return [] }
        let known = Set(sure)
        let isOfItsSize = { (index: Int) in
            abs(longest.height - height) > Self.leastDifference * height
                && abs(Double(list[index].height) - longest.height) < abs(Double(list[index].height) - height)
        }
        let letters = letters + small.filter(isOfItsSize)
        let rest = letters.filter { !known.contains($0) && !continues(outside, list[$0]) }
        let alike = self.rows(of: rest.filter(isOfItsSize), along: stamp.frame).filter { $0.pieces.count >= 4 }
        let others = SegmentChaining(list: list, height: height).rows(of: rest.filter { !isOfItsSize($0) })
        let writing = outside + others.filter { $0.pieces.count >= 4 && $0.width > 3 * height }
        let its = known.union(alike.flatMap(\.pieces))
        return letters.filter { index in
            let piece = list[index]
            if Double(piece.height) > 1.6 * longest.height, holdsMiddle(piece, of: writing) { return false }
            let away = distance(of: piece, to: rows + alike)
            return its.contains(index)
                || away < 0.35 * height && away + 0.15 * height < distance(of: piece, to: writing)
        }
    }

    private func holdsMiddle(_ piece: Component, of rows: [Segment]) -> Bool {
        let x = middle(of: piece).x
        return rows.contains { row in
            let y = row.middle(at: x)
            return y - 0.3 * height > Double(piece.top) && y + 0.3 * height < Double(piece.bottom)
        }
    }

    /// Between the sizes of a stamp's type and the writing's, in letter heights of the page.
    private static let leastDifference = 0.15

    /// How far the middle of a piece is from that of the nearest row, in pixels.
    private func distance(of piece: Component, to rows: [Segment]) -> Double {
        let (x, y) = middle(of: piece)
        return rows.map { abs($0.middle(at: x) - y) }.min() ?? .infinity
    }

    /// Between a stamp and the writing, in pixels down for every pixel to the right: below it nothing tells them apart.
    private static let leastLean = 0.018

    /// The rows of writing that run into a stamp, or nearly.
    private func outside(into stamp: Stamp) -> [Segment] {
        let reach = 2.5 * height
        let (left, right) = (Double(stamp.box.x) - reach, Double(stamp.box.x + stamp.box.width) + reach)
        return outside.filter { $0.width > 3 * height && $0.left < right && $0.right > left }
    }

    /// Whether a letter stands where one of the rows, gone on with, would have one.
    private func continues(_ rows: [Segment], _ piece: Component) -> Bool {
        distance(of: piece, to: rows) < 0.35 * height
    }

    /// How much ink, by its width, lies in one row of a slope with a piece.
    private func beside(_ index: Int, among inside: [Int], slope: Double) -> Int {
        let (x, y) = middle(of: list[index])
        return inside.reduce(0) { sum, other in
            let place = middle(of: list[other])
            let isBeside = abs(place.y - y - slope * (place.x - x)) < 0.3 * height
            return isBeside ? sum + list[other].width : sum
        }
    }

    private func middle(of piece: Component) -> (x: Double, y: Double) {
        (Double(piece.left + piece.right) / 2, Double(piece.top + piece.bottom) / 2)
    }
}
