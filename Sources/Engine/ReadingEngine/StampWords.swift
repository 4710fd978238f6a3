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
    init(of stamps: [Stamp], among letters: [Int], list: [Component], height: Double) {
        (self.list, self.height) = (list, height)
        let chaining = SegmentChaining(list: list, height: height)
        let free = letters.filter { index in !stamps.contains { $0.frame.holds(list[index]) } }
        outside = stamps.isEmpty ? [] : chaining.segments(of: free)
        ofStamps = stamps.map { chaining.segments(of: words(of: $0, among: letters)) }
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

    /// The letters in a stamp that stand in a row along it rather than along the writing.
    private func words(of stamp: Stamp, among letters: [Int]) -> [Int] {
        let slope = Self.slope(of: outside, near: stamp)
        let lean = abs(stamp.frame.slope - slope)
        guard lean >= Self.leastLean else { return [] }
        let inside = letters.filter { stamp.frame.holds(list[$0]) && !continuesRow(list[$0]) }
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
        return words + along.flatMap(\.pieces)
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
