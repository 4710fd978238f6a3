internal import ComplaintModel

/// The words of stamps that are as dark as the writing: they lie along a frame that leans.
///
/// What is in a frame that leans as the writing does is read: it may be a box of a form.
struct StampWords {
    /// The words of one stamp.
    struct Rows {
        /// Where the stamp is.
        let box: ComplaintModel.Box
        /// Its words; none where nothing tells them from the writing.
        let rows: [Segment]

        var columns: Range<Int> { box.x..<box.x + box.width }
    }

    private(set) var ofStamps: [Rows] = []
    private let list: [Component]
    private let height: Double
    /// The rows of writing outside all stamps.
    private let writing: [Segment]

    /// Parts what is in dark `stamps`, on a page where a plain consonant is `height` high.
    init(of stamps: [Stamp], among letters: [Int], kinds: [PieceKind], list: [Component], height: Double) {
        (self.list, self.height) = (list, height)
        let chaining = SegmentChaining(list: list, height: height)
        let free = letters.filter { index in !stamps.contains { $0.frame.holds(list[index]) } }
        writing = stamps.isEmpty ? [] : chaining.segments(of: free)
        // Letters of a stamp may be half as high as those of the writing.
        let small = list.indices.filter { kinds[$0] == .mark && Double(list[$0].height) > 0.45 * height }
        ofStamps = stamps.map { stamp in
            let inside = letters.filter { stamp.frame.holds(list[$0]) }
            let smallInside = small.filter { stamp.frame.holds(list[$0]) }
            let words = words(of: stamp, among: inside, and: smallInside)
            return Rows(box: stamp.box, rows: rows(of: words, along: stamp.frame))
        }
    }

    var rows: [Segment] { ofStamps.flatMap(\.rows) }

    /// How many stamps words were left out of, and how many are read with the writing they were pressed over.
    var counts: (leftOut: Int, read: Int) {
        let leftOut = ofStamps.count { !$0.rows.isEmpty }
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
        let slope = Self.slope(of: writing, near: stamp)
        let lean = abs(stamp.frame.slope - slope)
        guard lean >= Self.leastLean else { return [] }
        let running = rows(runningInto: stamp)
        let inside = letters.filter { distance(of: $0, to: running) >= Self.level * height }
        var (words, others) = (inside, inside)
        // Where rows of both cross, those that were told apart beside the crossing decide.
        for _ in 0..<3 {
            let (ofStamp, ofWriting) = (words, others)
            words = inside.filter { index in
                beside(index, among: ofStamp, slope: stamp.frame.slope) > beside(index, among: ofWriting, slope: slope)
            }
            let known = Set(words)
            others = inside.filter { !known.contains($0) }
        }
        // A short row keeps to both slopes; its own is nearer to one.
        let leaning = SegmentChaining(list: list, height: height).segments(of: others).filter { row in
            guard lean * row.width > 0.5 * height, let own = row.lean(of: list) else { return false }
            return abs(own - stamp.frame.slope) < abs(own - slope)
        }
        let known = words + leaning.flatMap(\.pieces)
        return allWords(of: stamp, knowing: known, among: letters, and: small, beside: running)
    }

    /// The words of a stamp, some of them known.
    ///
    /// Besides these they are rows in its smaller type, and what stands on a row of it rather than on one of the writing;
    /// but nothing that has grown together with writing.
    private func allWords(
        of stamp: Stamp, knowing known: [Int], among letters: [Int], and small: [Int], beside running: [Segment]
    ) -> [Int] {
        let knownRows = rows(of: known, along: stamp.frame)
        guard let type = knownRows.max(by: { $0.weight < $1.weight })?.height else { return [] }
        let isInItsType = { (index: Int) in
            let tall = Double(list[index].height)
            return height - type > Self.leastDifference * height && tall >= 0.8 * type && tall - type < height - tall
        }
        let letters = letters + small.filter(isInItsType)
        let known = Set(known)
        let rest = letters.filter { !known.contains($0) && distance(of: $0, to: running) >= Self.level * height }
        let alike = rows(of: rest.filter(isInItsType), along: stamp.frame).filter { $0.pieces.count >= 4 }
        let others = SegmentChaining(list: list, height: height).rows(of: rest.filter { !isInItsType($0) })
        let writing = running + others.filter { $0.pieces.count >= 4 && $0.width > 3 * height }
        let claiming = knownRows.filter { $0.pieces.count >= 2 } + alike
        let words = known.union(alike.flatMap(\.pieces))
        return letters.filter { index in
            if Double(list[index].height) > 1.6 * type, isOnRow(index, of: writing) { return false }
            let away = distance(of: index, to: claiming)
            return words.contains(index)
                || away < Self.level * height && away + 0.15 * height < distance(of: index, to: writing)
        }
    }

    /// Between a stamp and the writing, in pixels down for every pixel to the right: below it nothing tells them apart.
    private static let leastLean = 0.018
    /// How much smaller a stamp's type must be than the writing, in letter heights of the page.
    private static let leastDifference = 0.15
    /// How near its middle is to that of a row that a letter stands on, in letter heights.
    private static let level = 0.35

    /// Pieces in rows that lean as a frame does.
    private func rows(of pieces: [Int], along frame: StampFrame) -> [Segment] {
        var level = list
        for index in pieces {
            let shift = Int((frame.slope * (list[index].middle.x - frame.upper.from.x)).rounded())
            level[index].top -= shift
            level[index].bottom -= shift
        }
        return SegmentChaining(list: level, height: height).rows(of: pieces).map {
            Segment($0.pieces, of: list, body: height, slope: frame.slope)
        }
    }

    /// The rows of writing that run into a stamp, or nearly.
    private func rows(runningInto stamp: Stamp) -> [Segment] {
        let reach = 2.5 * height
        let (left, right) = (Double(stamp.box.x) - reach, Double(stamp.box.x + stamp.box.width) + reach)
        return writing.filter { $0.width > 3 * height && $0.left < right && $0.right > left }
    }

    /// How far the middle of a piece is from that of the nearest row, gone on with, in pixels.
    private func distance(of index: Int, to rows: [Segment]) -> Double {
        let (x, y) = list[index].middle
        return rows.map { abs($0.middle(at: x) - y) }.min() ?? .infinity
    }

    /// Whether a piece reaches across the letters of a row.
    private func isOnRow(_ index: Int, of rows: [Segment]) -> Bool {
        let piece = list[index]
        return rows.contains { row in
            let y = row.middle(at: piece.middle.x)
            return y - 0.3 * height > Double(piece.top) && y + 0.3 * height < Double(piece.bottom)
        }
    }

    /// How much ink, by its width, lies in one row of a slope with a piece.
    private func beside(_ index: Int, among inside: [Int], slope: Double) -> Int {
        let (x, y) = list[index].middle
        return inside.reduce(0) { sum, other in
            let place = list[other].middle
            let isBeside = abs(place.y - y - slope * (place.x - x)) < 0.3 * height
            return isBeside ? sum + list[other].width : sum
        }
    }
}
