internal import CLeptonica

/// Tells the other side of the sheet shining through from writing: it is the neighbouring page, mirrored.
struct ShineThrough {
    /// A page with more clearly dark ink than this share is written on, whatever else shines through.
    static let darkestBack = 0.004

    /// Pixels of the reduced masks by which pages are laid over each other, coarse to find the place (8 mm to either
    /// side) and fine to judge.
    private static let (coarse, fine, reach) = (4, 2, 12)

    private let front: Ink
    private let back: Ink

    /// The page's ink without what the neighbouring page explains.
    ///
    /// Chance must not explain a line: many patches must fit at one shift, the neighbour must leave most of the sheet
    /// white, and ink that is clearly dark on a grey page does not come through paper. What is left over is judged like
    /// any other page.
    static func removing(_ front: Ink, from back: Ink) -> Ink {
        guard back.blots.count >= 15, front.mask != nil else { return back }
        let pair = ShineThrough(front: front, back: back)
        return pair.remainder(pixFlipLR) ?? pair.remainder(pixFlipTB) ?? back
    }

    private func remainder(
        _ mirror: (UnsafeMutablePointer<Pix>?, UnsafeMutablePointer<Pix>?) -> UnsafeMutablePointer<Pix>?
    ) -> Ink? {
        guard let mirrored = Raster(mirror(nil, front.mask?.pix)),
            let rough = Overlay(mirrored, on: back.mask, reduction: Self.coarse),
            let place = rough.best(around: (0, 0), reach: Self.reach),
            let exact = Overlay(mirrored, on: back.mask, reduction: Self.fine),
            let shift = exact.best(around: (2 * place.x, 2 * place.y), reach: 3),
            let common = exact.common(at: shift.x, shift.y)
        else { return nil }
        let left = back.blots.filter { blot in
            let ink = blot.inked(in: exact.mask, reduction: Self.fine)
            let isDark = back.isGrey && blot.inked(in: back.dark, reduction: 1) * 4 > blot.area
            return isDark || blot.inked(in: common, reduction: Self.fine) * 10 < ink * 9
        }
        guard 10 * left.map(\.area).reduce(0, +) <= 3 * back.blots.map(\.area).reduce(0, +) else { return nil }
        return Ink(of: back, writing: Blot.together(left))
    }
}

/// A neighbour's ink laid over a page's, both reduced.
private struct Overlay {
    let mask: Raster
    private let other: Raster

    init?(_ other: Raster, on mask: Raster?, reduction: Int) {
        let levels: (Int32, Int32) = reduction == 4 ? (1, 1) : (1, 0)
        guard let mask = Raster(pixReduceRankBinaryCascade(mask?.pix, levels.0, levels.1, 0, 0)),
            let small = Raster(pixReduceRankBinaryCascade(other.pix, levels.0, levels.1, 0, 0)),
            let wide = Raster(pixDilateBrick(nil, small.pix, 3, 3)), 2 * wide.inkedPixels < wide.width * wide.height
        else { return nil }
        (self.mask, self.other) = (mask, wide)
    }

    /// The ink of the page that the neighbour covers when shifted by so much.
    func common(at x: Int, _ y: Int) -> Raster? {
        guard let common = Raster(pixCreateTemplate(mask.pix)) else { return nil }
        pixRasterop(
            common.pix, Int32(x), Int32(y), Int32(other.width), Int32(other.height), Int32(PIX_SRC), other.pix, 0, 0)
        pixAnd(common.pix, common.pix, mask.pix)
        return common
    }

    /// The shift at which most of the page's ink is covered.
    func best(around centre: (x: Int, y: Int), reach: Int) -> (x: Int, y: Int)? {
        var best: (x: Int, y: Int, count: Int)?
        for x in (centre.x - reach)...(centre.x + reach) {
            for y in (centre.y - reach)...(centre.y + reach) {
                let count = common(at: x, y)?.inkedPixels ?? 0
                if count > best?.count ?? 0 { best = (x, y, count) }
            }
        }
        return best.map { ($0.x, $0.y) }
    }
}

extension Blot {
    /// How many pixels of a mask are set where the patch lies.
    fileprivate func inked(in mask: Raster?, reduction: Int) -> Int {
        var box = boxCreate(
            Int32(left / reduction), Int32(top / reduction), Int32(width / reduction + 1), Int32(height / reduction + 1)
        )
        defer { boxDestroy(&box) }
        return Raster(pixClipRectangle(mask?.pix, box, nil))?.inkedPixels ?? 0
    }
}
