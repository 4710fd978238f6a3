internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// A thin straight piece of ink, as a side of a frame leaves it; the axis it runs along comes first.
struct StraightStroke {
    /// Where it begins and ends along its axis.
    let start: Double
    let end: Double
    /// Pixels across the axis for every pixel along it.
    let slope: Double
    /// Where it is across its axis in the middle.
    let centre: Double

    var length: Double { end - start }
    var middle: Double { (start + end) / 2 }

    /// The straight pieces of a black-and-white page that are at least `length` long and at most `thickness` thick, in
    /// pixels, running across the page or, `isUpright`, down it.
    static func all(
        in binary: PageImage, isUpright: Bool, length: Int, thickness: Int
    ) throws(EngineFault) -> [StraightStroke] {
        // Strokes of letters are shorter, a tilted side is longer in each of its rows.
        let least = Int32(length / 3)
        let open = try PageImage(
            isUpright ? pixOpenBrick(nil, binary.pix, 1, least) : pixOpenBrick(nil, binary.pix, least, 1),
            from: "finding straight strokes")
        let pieces = Components(of: open)
        return pieces.list.indices.compactMap { index in
            let piece = pieces.list[index]
            let reach = isUpright ? piece.height : piece.width
            guard reach >= length, piece.area <= reach * thickness else { return nil }
            let start = isUpright ? piece.top : piece.left
            return StraightStroke(centres: centres(of: index, in: pieces, isUpright: isUpright), from: start)
        }
    }

    /// Fits a line through the middles of the ink, one for every pixel along the axis; nil where they do not lie on one.
    private init?(centres: [Double], from start: Int) {
        let count = Double(centres.count)
        let middle = (count - 1) / 2
        let mean = centres.reduce(0, +) / count
        var (product, square) = (0.0, 0.0)
        for (place, centre) in centres.enumerated() {
            let distance = Double(place) - middle
            product += distance * (centre - mean)
            square += distance * distance
        }
        slope = product / max(1, square)
        (self.start, end) = (Double(start), Double(start) + count)
        self.centre = mean
        var strayed = 0.0
        for (place, centre) in centres.enumerated() {
            let residual = centre - mean - slope * (Double(place) - middle)
            strayed += residual * residual
        }
        guard strayed <= count * 2.25 else { return nil }
    }

    private static func centres(of index: Int, in pieces: Components, isUpright: Bool) -> [Double] {
        let piece = pieces.list[index]
        var sums = [(sum: Int, count: Int)](repeating: (0, 0), count: isUpright ? piece.height : piece.width)
        pieces.forEachRun(inRows: piece.top..<piece.bottom) { run, owner in
            guard owner == index else { return }
            let (row, start, end) = (Int(run.row), Int(run.start), Int(run.end))
            if isUpright {
                sums[row - piece.top].sum += (start + end - 1) * (end - start) / 2
                sums[row - piece.top].count += end - start
            } else {
                for x in start - piece.left..<end - piece.left { sums[x] = (sums[x].sum + row, sums[x].count + 1) }
            }
        }
        return sums.map { Double($0.sum) / Double(max(1, $0.count)) }
    }

    /// Around a stroke that runs across the page.
    var box: ComplaintModel.Box {
        let rise = abs(slope) * length / 2
        return ComplaintModel.Box(
            x: Int(start), y: Int(centre - rise), width: Int(length), height: Int(2 * rise) + 1)
    }

    /// From end to end of a stroke that runs across the page.
    var line: StampFrame.Side {
        let rise = slope * length / 2
        return ((start, centre - rise), (end, centre + rise))
    }
}
