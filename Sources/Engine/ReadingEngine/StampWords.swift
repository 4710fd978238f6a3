internal import ComplaintModel

/// The words of stamps that are as dark as the writing: they lie along a frame that leans, or where nothing else is.
struct StampWords {
    /// The stamps on paper of their own that lean as little as writing does: all in them is theirs.
    let unread: [Stamp]
    /// How many are read with the writing they were pressed over, since nothing tells their words from it.
    let readWithWriting: Int
    /// The rows of words in the others.
    private(set) var rows: [Segment] = []
    private let list: [Component]
    private let height: Double
    /// The rows of writing outside all stamps.
    private let outside: [Segment]

    /// Parts what is in dark `stamps`, on a page where a plain consonant is `height` high.
    init(of stamps: [Stamp], among letters: [Int], list: [Component], height: Double) {
        (self.list, self.height) = (list, height)
        let chaining = SegmentChaining(list: list, height: height)
        let free = letters.filter { index in !stamps.contains { $0.frame.holds(list[index]) } }
        let outside = stamps.isEmpty ? [] : chaining.segments(of: free)
        self.outside = outside
        let upright = stamps.filter { abs($0.frame.slope - Self.slope(of: outside, near: $0)) < Self.leastLean }
        let alone = upright.filter { !$0.isPressed(over: free.map { list[$0] }, height: height) }
        (unread, readWithWriting) = (alone, upright.count - alone.count)
        rows = stamps.filter { stamp in !upright.contains { $0.box == stamp.box } }
            .flatMap { chaining.segments(of: words(of: $0, among: letters)) }
    }

    /// The middle slope of the rows nearest to a stamp: a photograph's differ from top to bottom.
    private static func slope(of rows: [Segment], near stamp: Stamp) -> Double {
        let (x, y) = (Double(stamp.box.x + stamp.box.width / 2), Double(stamp.box.y + stamp.box.height / 2))
        let near = rows.filter(\.knowsSlope).sorted { abs($0.middle(at: x) - y) < abs($1.middle(at: x) - y) }
        let slopes = near.prefix(7).map(\.slope).sorted()
        return slopes.isEmpty ? 0 : slopes[slopes.count / 2]
    }

    /// Where the words are.
    var boxes: [ComplaintModel.Box] {
        unread.map(\.box)
            + rows.flatMap(\.pieces).map { index in
                let piece = list[index]
                return ComplaintModel.Box(x: piece.left, y: piece.top, width: piece.width, height: piece.height)
            }
    }

    /// The letters in a stamp that stand in a row along it rather than along the writing.
    private func words(of stamp: Stamp, among letters: [Int]) -> [Int] {
        let inside = letters.filter { stamp.frame.holds(list[$0]) && !continuesRow(list[$0]) }
        let slope = Self.slope(of: outside, near: stamp)
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
        let isAlong = { (lean: Double) in abs(lean - stamp.frame.slope) < abs(lean - slope) }
        return words + rows.filter { $0.lean(of: list).map(isAlong) ?? false }.flatMap(\.pieces)
    }

    /// Between a stamp and the writing, in pixels down for every pixel to the right: below it nothing tells them apart.
    private static let leastLean = 0.018

    /// Whether a letter stands where a row outside, gone on with, would have one.
    private func continuesRow(_ piece: Component) -> Bool {
        let (x, y) = middle(of: piece)
        return outside.contains { abs($0.middle(at: x) - y) < 0.35 * height && $0.width > 3 * height }
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

extension StampFrame {
    /// Whether the middle of a piece lies inside.
    func holds(_ piece: Component) -> Bool {
        let origin = sides[0].from
        let (x, y) = (Double(piece.left + piece.right) / 2 - origin.x, Double(piece.top + piece.bottom) / 2 - origin.y)
        return [sides[0].to, sides[2].to].allSatisfy { corner in
            let (across, down) = (corner.x - origin.x, corner.y - origin.y)
            return (0...1).contains((x * across + y * down) / (across * across + down * down))
        }
    }
}
