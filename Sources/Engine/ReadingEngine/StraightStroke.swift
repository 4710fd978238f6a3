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
        let long = pieces.list.indices.filter { index in
            let piece = pieces.list[index]
            let reach = isUpright ? piece.height : piece.width
            return reach >= length && piece.area <= reach * thickness
        }
        guard long.count <= most else { return [] }
        return zip(long, centres(of: long, in: pieces, isUpright: isUpright)).compactMap { index, centres in
            let piece = pieces.list[index]
            return StraightStroke(centres: centres, from: isUpright ? piece.top : piece.left)
        }
    }

    /// A table, a plan or noise has more; no letter has as many.
    private static let most = 1000

    /// Fits a line through the middles of the ink, one for every pixel along the axis; nil where most do not lie on one.
    ///
    /// A letter that touches the stroke moves some of them away: those are left out, the farthest first.
    private init?(centres: [Double], from offset: Int) {
        var line = Line(of: centres, at: Array(centres.indices))
        var kept: [Int] = []
        for limit in [6.0, 4, 2.5] {
            kept = centres.indices.filter { abs(centres[$0] - line.centre(at: $0)) <= limit }
            guard kept.count * 10 >= centres.count * 7 else { return nil }
            line = Line(of: centres, at: kept)
        }
        let strayed = kept.reduce(0) { $0 + (centres[$1] - line.centre(at: $1)) * (centres[$1] - line.centre(at: $1)) }
        guard strayed <= Double(kept.count) * 2.25 else { return nil }
        let (first, last) = (kept.first ?? 0, kept.last ?? 0)
        (start, end, slope) = (Double(offset + first), Double(offset + last + 1), line.slope)
        centre = line.centre + line.slope * (Double(first + last) / 2 - line.middle)
    }

    /// Least squares.
    private struct Line {
        let middle: Double
        let centre: Double
        let slope: Double

        init(of centres: [Double], at places: [Int]) {
            let count = Double(max(1, places.count))
            middle = places.reduce(0) { $0 + Double($1) } / count
            centre = places.reduce(0) { $0 + centres[$1] } / count
            var (product, square) = (0.0, 0.0)
            for place in places {
                let distance = Double(place) - middle
                product += distance * (centres[place] - centre)
                square += distance * distance
            }
            slope = product / max(1, square)
        }

        func centre(at place: Int) -> Double { centre + slope * (Double(place) - middle) }
    }

    /// The middle of the ink of some pieces, for every pixel along the axis.
    private static func centres(of chosen: [Int], in pieces: Components, isUpright: Bool) -> [[Double]] {
        var sums = chosen.map { index in
            let piece = pieces.list[index]
            return [(sum: Int, count: Int)](repeating: (0, 0), count: isUpright ? piece.height : piece.width)
        }
        var places = [Int](repeating: -1, count: pieces.list.count)
        for (place, index) in chosen.enumerated() { places[index] = place }
        pieces.forEachRun(inRows: 0..<Int.max) { run, owner in
            let place = places[owner]
            guard place >= 0 else { return }
            let (row, start, end) = (Int(run.row), Int(run.start), Int(run.end))
            if isUpright {
                let along = row - pieces.list[owner].top
                sums[place][along].sum += (start + end - 1) * (end - start) / 2
                sums[place][along].count += end - start
            } else {
                for x in start - pieces.list[owner].left..<end - pieces.list[owner].left {
                    sums[place][x].sum += row
                    sums[place][x].count += 1
                }
            }
        }
        return sums.map { $0.map { Double($0.sum) / Double(max(1, $0.count)) } }
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
