internal import CLeptonica

/// What is written on a page, once dirt, borders, ruled lines and punch holes are set aside.
///
/// A page is called blank only where nothing on it looks like even one short line: a blank back that is kept costs a
/// glance, a lost line costs a complaint.
struct Ink {
    /// The patches that look like writing; nil where there are too many to tell, or none could be told.
    let writing: [Blot]?
    /// All patches, for comparing two pages.
    let blots: [Blot]
    /// All marks; nil where the page could not be measured.
    let mask: Raster?
    /// The marks that are clearly dark.
    let dark: Raster?
    /// Whether the page has shades, so that dark and faint mean something.
    let isGrey: Bool

    /// Pixels a millimetre at which pages are looked at.
    static let scale = 6
    /// How much darker than the paper close by a mark must be, of 255: a faint pencil has 30 to 50, what shines
    /// through from the other side of common paper up to 20.
    private static let faint = 24
    private static let clear = 72

    /// The share of the page covered by writing, 0 to 1.
    var share: Double {
        guard let mask else { return 1 }
        let area = writing.map { $0.map(\.area).reduce(0, +) } ?? mask.inkedPixels
        return Double(area) / Double(mask.width * mask.height)
    }

    /// Whether nothing is written.
    var isBlank: Bool { writing?.isEmpty == true }

    /// The share of the page covered by marks that are clearly dark.
    var darkShare: Double { dark.map { Double($0.inkedPixels) / Double($0.width * $0.height) } ?? 1 }

    /// Measures a page.
    init(on page: Raster) {
        isGrey = !page.isBilevel
        guard let small = Self.reduced(page), let contrast = Self.contrast(of: small),
            let marks = Self.loose(Self.marks(contrast.page, at: max(Self.faint, 6 * contrast.noise))),
            let clear = Self.marks(contrast.page, at: Self.clear)
        else {
            (writing, blots, mask, dark) = (nil, [], nil, nil)
            return
        }
        let found = Blot.all(in: marks)
        blots = found ?? []
        writing = found.map { Blot.writing(among: $0, page: (small.width, small.height)) }
        mask = marks
        dark = Raster(pixAnd(nil, clear.pix, marks.pix))
    }

    /// What is left of a page's ink when some patches are explained otherwise.
    init(of ink: Ink, writing: [Blot]) {
        (self.writing, blots, mask, dark, isGrey) = (writing, ink.blots, ink.mask, ink.dark, ink.isGrey)
    }

    /// The page in grey at a fixed scale; the larger side counts as that of an A4 sheet where the file's own
    /// resolution cannot be believed.
    private static func reduced(_ page: Raster) -> Raster? {
        let grey = Raster(pixConvertTo8(page.pix, 0))
        var (across, down) = (Double(pixGetXRes(page.pix)) / 25.4, Double(pixGetYRes(page.pix)) / 25.4)
        let isCredible = [Double(page.width) / across, Double(page.height) / down].allSatisfy {
            (90...450).contains($0)
        }
        if !isCredible {
            across = Double(max(page.width, page.height)) / 297
            down = across
        }
        return Raster(
            pixScaleGeneral(grey?.pix, Float(Double(scale) / across), Float(Double(scale) / down), 0, 0))
    }

    /// How much darker each place is than the paper within 2 mm of it, wide dark areas at full strength, and the
    /// contrast that paper and scanner cause by themselves; nil where the page as a whole is dark.
    private static func contrast(of page: Raster) -> (page: Raster, noise: Int)? {
        var white: UInt32 = 0
        var noise: UInt32 = 0
        guard pixGetRankValue(page.pix, 2, 0.9, &white) == 0, white >= 60,
            let bright = Raster(pixGammaTRC(nil, page.pix, 1, 0, Int32(white))),
            let contrast = Raster(pixTophat(bright.pix, 27, 27, Int32(L_TOPHAT_BLACK))),
            pixGetRankValue(contrast.pix, 2, 0.5, &noise) == 0,
            let wide = Raster(pixThresholdToBinary(bright.pix, 90))
        else { return nil }
        pixSetMasked(contrast.pix, wide.pix, 255)
        return (contrast, Int(noise))
    }

    private static func marks(_ contrast: Raster, at level: Int) -> Raster? {
        Raster(pixThresholdToBinary(contrast.pix, Int32(min(level, 255)))).flatMap { Raster(pixInvert(nil, $0.pix)) }
    }

    private typealias Brick = (Int32, Int32)

    /// The marks without the dark edges of the scan and without ruled lines.
    private static func loose(_ marks: Raster?) -> Raster? {
        // Nothing within 2 mm of the edge counts, nor solid black (1.5 mm and more both ways) that reaches it.
        guard let marks, let solid = Raster(pixOpenBrick(nil, marks.pix, 9, 9)),
            let inner = Raster(pixRemoveBorderConnComps(solid.pix, 8)),
            let edges = Raster(pixSubtract(nil, solid.pix, inner.pix)),
            let halo = Raster(pixDilateBrick(nil, edges.pix, 9, 9)),
            let mask = Raster(pixSubtract(nil, marks.pix, halo.pix))
        else { return nil }
        pixSetOrClearBorder(mask.pix, 12, 12, 12, 12, Int32(PIX_CLR))
        for (long, thick, reach) in [((60, 1), (1, 9), (25, 3)), ((1, 60), (9, 1), (3, 25))] as [(Brick, Brick, Brick)]
        {
            guard let rules = rules(on: marks, long: long, thick: thick, reach: reach) else { return nil }
            pixSubtract(mask.pix, mask.pix, rules.pix)
        }
        return mask
    }

    /// Straight runs of 10 mm and more that are thinner than 1.5 mm: rules, folds or frames.
    private static func rules(on marks: Raster, long: Brick, thick: Brick, reach: Brick) -> Raster? {
        guard let runs = Raster(pixOpenBrick(nil, marks.pix, long.0, long.1)),
            let bars = Raster(pixOpenBrick(nil, runs.pix, thick.0, thick.1)),
            let rules = Raster(pixSubtract(nil, runs.pix, bars.pix))
        else { return nil }
        return Raster(pixDilateBrick(nil, rules.pix, reach.0, reach.1))
    }
}
