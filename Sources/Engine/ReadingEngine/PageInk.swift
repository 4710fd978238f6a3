internal import CLeptonica
internal import EngineContract

/// The ink of a prepared page at full resolution, in pieces, ruling lines and underlines taken out.
struct PageInk {
    /// The page, pale stamps lifted.
    let image: PageImage
    let components: Components
    /// The height of a plain consonant in pixels; nil where there are no letters.
    let bodyHeight: Double?
    /// Where ruling lines and the sides of dark stamps were, a little fattened; nil where there were none.
    let ruling: PageImage?
    /// The same without the sides of stamps, where there are such.
    private let rulesAlone: PageImage?
    /// The upright ruling lines.
    let uprights: [Component]
    let stamps: [Stamp]

    /// `threshold` is the grey that parts ink from paper.
    init(
        of page: PageImage, threshold: Int, resolution: Int, isBlackAndWhite: Bool,
        lifting: Stamp.Lifting = .thorough
    ) throws(EngineFault) {
        let all = try Self.pieces(of: page, threshold: threshold)
        let height = BodyHeight.estimate(all.pieces.list, resolution: resolution)
        guard let height, all.pieces.list.contains(where: { Self.mayHoldRules($0, height: height) }) else {
            (image, components, bodyHeight, ruling, rulesAlone) = (page, all.pieces, height, nil, nil)
            (uprights, stamps) = ([], [])
            return
        }
        let print = Stamp.print(of: all.pieces, on: page, height: height)
        stamps = try StampFinder(
            page: page, print: print, threshold: threshold, resolution: resolution,
            isBlackAndWhite: isBlackAndWhite
        ).stamps()
        image = try Stamp.lifted(stamps, from: page, lifting)
        let (binary, pieces) = image === page ? all : try Self.pieces(of: image, threshold: threshold)
        let rules = try Self.rules(in: binary, of: pieces, height: height)
        uprights = Components(of: rules.upright).list
        var (kept, taken) = try Self.split(binary, level: rules.level, upright: rules.upright, gap: 9)
        let frames = stamps.filter { !$0.isPale }.map(\.frame)
        var rulesAlone: PageImage?
        if !frames.isEmpty {
            let sides = try StampFrame.sides(of: frames, in: binary, height: height)
            let rest = try Self.split(kept, level: sides.level, upright: sides.upright, gap: Int32(0.7 * height))
            kept = rest.kept
            rulesAlone = try Self.without(sides, taken)
            pixOr(taken.pix, taken.pix, rest.ruling.pix)
        }
        self.rulesAlone = rulesAlone
        components = Components(of: kept)
        bodyHeight = BodyHeight.estimate(components.list, resolution: resolution) ?? height
        ruling = taken
    }

    private static func rules(
        in binary: PageImage, of pieces: Components, height: Double
    ) throws(EngineFault) -> (level: PageImage, upright: PageImage) {
        let step = "finding rules"
        let large = try PageImage(pixCopy(nil, binary.pix), from: step)
        pieces.erase(from: large) { !mayHoldRules(pieces.list[$0], height: height) }
        return (
            try PageImage(pixOpenCompBrick(nil, large.pix, Int32(5 * height), 1), from: step),
            try PageImage(pixOpenCompBrick(nil, large.pix, 1, Int32(3.5 * height)), from: step)
        )
    }

    /// A thick side that hardly leans was first taken for a rule.
    private static func without(
        _ sides: (level: PageImage, upright: PageImage), _ rules: PageImage
    ) throws(EngineFault) -> PageImage {
        let step = "finding rules"
        let both = try PageImage(pixOr(nil, sides.level.pix, sides.upright.pix), from: step)
        let fat = try PageImage(pixDilateBrick(nil, both.pix, 7, 7), from: step)
        return try PageImage(pixSubtract(nil, rules.pix, fat.pix), from: step)
    }

    private static func pieces(
        of image: PageImage, threshold: Int
    ) throws(EngineFault) -> (binary: PageImage, pieces: Components) {
        let binary = try PageImage(pixThresholdToBinary(image.pix, Int32(threshold)), from: "finding ink")
        return (binary, Components(of: binary))
    }

    /// Parts ruling lines, their ragged edges with them, from the letters that touch or cross them; `gap` is what a
    /// stroke may lose to a rule, in pixels.
    private static func split(
        _ binary: PageImage, level: PageImage, upright: PageImage, gap: Int32
    ) throws(EngineFault) -> (kept: PageImage, ruling: PageImage) {
        let step = "finding rules"
        let rules = try PageImage(pixOr(nil, level.pix, upright.pix), from: step)
        let fat = try PageImage(pixDilateBrick(nil, rules.pix, 3, 3), from: step)
        let rest = try PageImage(pixSubtract(nil, binary.pix, fat.pix), from: step)
        // A stroke that goes on at the other side of a rule is a letter's, also where they cross.
        let down = try PageImage(pixCloseSafeBrick(nil, rest.pix, 1, gap), from: step)
        let across = try PageImage(pixCloseSafeBrick(nil, rest.pix, gap, 1), from: step)
        let taken = try PageImage(pixAnd(nil, binary.pix, fat.pix), from: step)
        for (crossing, rules) in [(down, level), (across, upright)] {
            let near = try PageImage(pixDilateBrick(nil, rules.pix, 3, 3), from: step)
            pixAnd(crossing.pix, crossing.pix, near.pix)
            pixAnd(crossing.pix, crossing.pix, taken.pix)
            pixOr(rest.pix, rest.pix, crossing.pix)
        }
        let whole = try PageImage(pixDilateBrick(nil, fat.pix, 3, 3), from: step)
        return (rest, try PageImage(pixSubtract(nil, whole.pix, rest.pix), from: step))
    }

    /// The page without its ruling lines, with the sides of dark stamps or without.
    func withoutRuling(keepingSides: Bool = false) throws(EngineFault) -> PageImage {
        guard let ruling = keepingSides ? rulesAlone : ruling else { return image }
        let clean = try PageImage(pixCopy(nil, image.pix), from: "copying")
        pixSetMasked(clean.pix, ruling.pix, 255)
        return clean
    }

    private static func mayHoldRules(_ piece: Component, height: Double) -> Bool {
        Double(piece.width) >= 5 * height || Double(piece.height) >= 3.5 * height
    }
}
