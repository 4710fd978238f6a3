internal import CLeptonica

/// A connected patch of ink on a page, in pixels at the scale of `Ink`.
struct Blot {
    let left: Int
    let top: Int
    let width: Int
    let height: Int
    let area: Int

    private static let millimetre = Ink.scale

    /// The patches of a mask, without specks of half a millimetre; nil where there are so many that the page is full.
    static func all(in mask: Raster) -> [Blot]? {
        var pieces: UnsafeMutablePointer<Pixa>?
        var boxes = pixConnComp(mask.pix, &pieces, 8)
        defer {
            boxaDestroy(&boxes)
            pixaDestroy(&pieces)
        }
        let count = pixaGetCount(pieces)
        guard boxes != nil, count <= 4000 else { return nil }
        return (0..<count).compactMap { index in
            var (x, y, width, height, area) = (Int32(0), Int32(0), Int32(0), Int32(0), Int32(0))
            boxaGetBoxGeometry(boxes, index, &x, &y, &width, &height)
            var piece = pixaGetPix(pieces, index, Int32(L_CLONE))
            pixCountPixels(piece, &area, nil)
            pixDestroy(&piece)
            guard max(width, height) > millimetre / 2 else { return nil }
            return Blot(left: Int(x), top: Int(y), width: Int(width), height: Int(height), area: Int(area))
        }
    }

    /// The patches that look like writing on a page of this size.
    static func writing(among blots: [Blot], page: (width: Int, height: Int)) -> [Blot] {
        together(blots.filter { !$0.isHole(on: page) }) { $0.isInCorner(of: page) }
    }

    /// The patches that stand together as writing does: at least 8 mm long, of three pieces or of one drawn-out one
    /// that is not excused.
    static func together(_ blots: [Blot], excusing isExcused: (Blot) -> Bool = { _ in false }) -> [Blot] {
        groups(of: blots).filter { group in
            let width = (group.map { $0.left + $0.width }.max() ?? 0) - (group.map(\.left).min() ?? 0)
            let height = (group.map { $0.top + $0.height }.max() ?? 0) - (group.map(\.top).min() ?? 0)
            guard max(width, height) >= 8 * millimetre else { return false }
            return group.count >= 3 || group.contains { $0.isDrawnOut && !isExcused($0) }
        }.flatMap { $0 }
    }

    /// Whether it is as large and as round as a punch hole, close to an edge.
    private func isHole(on page: (width: Int, height: Int)) -> Bool {
        let size = (4 * Self.millimetre)...(10 * Self.millimetre)
        guard size.contains(width), size.contains(height), 2 * width < 3 * height, 2 * height < 3 * width,
            10 * area > 6 * width * height
        else { return false }
        let (x, y) = (left + width / 2, top + height / 2)
        let reach = 25 * Self.millimetre
        return min(x, y) < reach || page.width - x < reach || page.height - y < reach
    }

    /// Whether it lies in a corner and is no larger than a staple or the mark that one leaves.
    private func isInCorner(of page: (width: Int, height: Int)) -> Bool {
        let (x, y) = (left + width / 2, top + height / 2)
        return max(width, height) <= 14 * Self.millimetre
            && max(min(x, page.width - x), min(y, page.height - y)) < 25 * Self.millimetre
    }

    /// Whether it is a long stroke that bends, or a shape that is not solid: a signature, a drawing, a stamp.
    private var isDrawnOut: Bool {
        max(width, height) >= 5 * Self.millimetre && min(width, height) >= 2 * Self.millimetre
            && 10 * area < 6 * width * height
    }

    /// Parts patches into groups whose members lie within 2 mm of each other.
    private static func groups(of blots: [Blot]) -> [[Blot]] {
        var owner = Array(blots.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while owner[index] != index {
                owner[index] = owner[owner[index]]
                index = owner[index]
            }
            return index
        }
        for (first, one) in blots.enumerated() {
            for second in blots.indices.dropFirst(first + 1) where one.isNear(blots[second]) {
                owner[root(second)] = root(first)
            }
        }
        return Dictionary(grouping: blots.indices, by: root).values.map { $0.map { blots[$0] } }
    }

    private func isNear(_ other: Blot) -> Bool {
        let gap = 2 * Self.millimetre
        return left - gap <= other.left + other.width && other.left - gap <= left + width
            && top - gap <= other.top + other.height && other.top - gap <= top + height
    }
}
