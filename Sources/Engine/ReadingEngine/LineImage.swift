internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// The picture of a line or a part of one, level and alone: what is not its own ink is paper.
struct LineImage {
    let image: PageImage
    private let segment: Segment
    private let pieces: [Component]
    /// The page coordinates of the picture's left edge and, at the line's middle, its top edge.
    private let left: Int
    private let top: Int
    private let slope: Double
    private let centre: Double

    /// Cuts the pieces of a part out of a page; `number` is the line's in the layout.
    ///
    /// Over and under its letters, whatever stands on the rows of `stamps` is left out, marks and the tops of tall letters
    /// with it.
    init(
        of part: [Int], in layout: LineLayout, line number: Int, page: PageImage, ink: PageInk,
        without stamps: [StampWords.Rows] = []
    ) throws(EngineFault) {
        let segment = layout.lines[number].segment
        let pieces = part.map { ink.components.list[$0] }
        (self.segment, self.pieces) = (segment, pieces)
        let height = segment.height
        let leftmost = pieces.map(\.left).min() ?? 0, rightmost = pieces.map(\.right).max() ?? 0
        // Below a seventh of a letter from end to end, levelling only blurs.
        slope = abs(segment.slope) * segment.width > height / 7 ? segment.slope : 0
        centre = Double(leftmost + rightmost) / 2
        let middle = segment.middle(at: centre)
        let reach = (above: middle - Self.reachAbove * height, below: middle + Self.reachBelow * height)
        let extent = Self.extent(of: pieces, slope: slope, centre: centre)
        let above = max(min(extent.top, middle - Self.leastAbove * height), reach.above)
        let below = min(max(extent.bottom, middle + Self.leastBelow * height), reach.below)
        let margin = max(2, height / 6)
        top = Int(above - margin)
        let bottom = Int(below + margin * 1.3) + 1
        let drift = Int(abs(slope) * Double(rightmost - leftmost) / 2) + 1
        left = max(0, leftmost - Int(margin * 2))
        let box = (
            x: left, y: max(0, top - drift), right: min(page.width, rightmost + Int(margin * 2)),
            bottom: min(page.height, bottom + drift)
        )
        let cut = try Self.clip(page, left: box.x, top: box.y, right: box.right, bottom: box.bottom)
        let mask = Mask(x: box.x, y: box.y, image: cut)
        mask.whiten(layout.owners, but: number, in: ink.components)
        for stamp in stamps { for row in stamp.rows { mask.whiten(row, in: stamp.columns, beside: segment) } }
        guard slope != 0 else {
            image = cut
            return
        }
        let level = try Straightening.columnsMoved(by: -slope, about: centre - Double(box.x), in: cut)
        image = try Self.clip(
            level, left: 0, top: max(0, top - box.y), right: level.width,
            bottom: min(level.height, bottom - box.y))
    }

    /// A line read on the picture, with its places on the page.
    func onPage(_ raw: RawLine) -> RawLine {
        let symbols = raw.symbols.map { Symbol(text: $0.text, confidence: $0.confidence, box: place($0.box)) }
        return RawLine(text: raw.text, box: box, symbols: symbols)
    }

    /// A box of the picture as a box of the page, as high as the line's ink inside it.
    private func place(_ box: ComplaintModel.Box) -> ComplaintModel.Box {
        let (from, to) = (left + box.x, left + box.x + box.width)
        let own = pieces.filter { piece in
            let shared = min(piece.right, to) - max(piece.left, from)
            return shared * 2 > min(piece.width, box.width)
        }
        let middle = segment.middle(at: Double(from + to) / 2)
        let reach = (middle - Self.reachAbove * segment.height, middle + Self.reachBelow * segment.height)
        let upper = own.map(\.top).min() ?? Int(middle - segment.height / 2)
        let lower = own.map(\.bottom).max() ?? Int(middle + segment.height / 2)
        let (top, bottom) = (max(upper, Int(reach.0)), min(lower, Int(reach.1)))
        return ComplaintModel.Box(x: from, y: top, width: max(1, box.width), height: max(1, bottom - top))
    }

    /// The smallest upright rectangle around the line's ink on the page.
    var box: ComplaintModel.Box {
        let left = pieces.map(\.left).min() ?? 0, right = pieces.map(\.right).max() ?? 0
        let top = pieces.map(\.top).min() ?? 0, bottom = pieces.map(\.bottom).max() ?? 0
        return ComplaintModel.Box(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// In letter heights from the middle of the line: two marks over a tall letter, one under a deep one.
    private static let reachAbove = 2.1
    private static let reachBelow = 1.5
    /// What a picture shows at least, so that a lone digit is no taller than among others.
    private static let leastAbove = 0.8
    private static let leastBelow = 0.6

    /// The upper and lower end of pieces once they are level.
    private static func extent(of pieces: [Component], slope: Double, centre: Double) -> (top: Double, bottom: Double) {
        var extent = (top: Double.infinity, bottom: -Double.infinity)
        for piece in pieces {
            let shift = slope * (Double(piece.left + piece.right) / 2 - centre)
            extent.top = min(extent.top, Double(piece.top) - shift)
            extent.bottom = max(extent.bottom, Double(piece.bottom) - shift)
        }
        return extent
    }

    private static func clip(
        _ image: PageImage, left: Int, top: Int, right: Int, bottom: Int
    ) throws(EngineFault) -> PageImage {
        // A line that was fitted badly may run out of the page: then its picture is empty, and the page goes on.
        let (x, y) = (min(max(0, left), image.width - 1), min(max(0, top), image.height - 1))
        let region = boxCreate(Int32(x), Int32(y), Int32(max(1, right - x)), Int32(max(1, bottom - y)))
        defer {
            var region = region
            boxDestroy(&region)
        }
        return try PageImage(pixClipRectangle(image.pix, region, nil), from: "cutting a line")
    }

    /// Whitens what is not the line's in a picture that lies at `x`, `y` on the page.
    private struct Mask {
        let x: Int
        let y: Int
        let image: PageImage

        func whiten(_ owners: [Int], but number: Int, in components: Components) {
            // The soft edge of foreign ink goes with it.
            components.forEachRun(inRows: y - 1..<y + image.height + 1) { run, piece in
                let owner = owners[piece]
                guard owner != number, owner != LineLayout.shared else { return }
                let (start, end) = (max(0, Int(run.start) - 1 - x), min(image.width, Int(run.end) + 1 - x))
                guard start < end else { return }
                let row = Int(run.row) - y
                for near in max(0, row - 1)...min(image.height - 1, row + 1) where near >= 0 {
                    let pixels = PixelRow(of: image, near)
                    for place in start..<end { pixels[place] = 255 }
                }
            }
        }

        /// Leaves the band of a line's letters as it is.
        func whiten(_ row: Segment, in columns: Range<Int>, beside line: Segment) {
            for column in (columns.lowerBound - x..<columns.upperBound - x).clamped(to: 0..<image.width) {
                let place = Double(x + column)
                let (middle, reach) = (row.middle(at: place), 0.6 * row.height)
                let letters = line.middle(at: place) - 0.58 * line.height...line.middle(at: place) + 0.58 * line.height
                let band = (Int(middle - reach) - y..<Int(middle + reach) + 1 - y).clamped(to: 0..<image.height)
                for near in band where !letters.contains(Double(near + y)) { PixelRow(of: image, near)[column] = 255 }
            }
        }
    }
}
