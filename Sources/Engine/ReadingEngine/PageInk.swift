internal import CLeptonica
internal import EngineContract

/// The ink of a prepared page at full resolution, in pieces, ruling lines and underlines taken out.
struct PageInk {
    /// The page, pale stamps lifted.
    let image: PageImage
    let components: Components
    /// The height of a plain consonant in pixels; nil where there are no letters.
    let bodyHeight: Double?
    /// Where ruling lines were, a little fattened; nil where there were none.
    let ruling: PageImage?
    /// The upright ruling lines.
    let uprights: [Component]
    let stamps: [Stamp]

    /// `threshold` is the grey that parts ink from paper.
    init(
        of page: PageImage, threshold: Int, resolution: Int, lifting: Stamp.Lifting = .thorough
    ) throws(EngineFault) {
        var binary = try Self.binary(page, threshold)
        var all = Components(of: binary)
        let height = BodyHeight.estimate(all.list, resolution: resolution)
        guard let height, all.list.contains(where: { Self.mayHoldRules($0, height: height) }) else {
            (image, components, bodyHeight, ruling, uprights, stamps) = (page, all, height, nil, [], [])
            return
        }
        let print = Stamp.print(of: all, on: page, height: height)
        stamps = try Stamp.find(on: page, threshold: (threshold + 255) / 2, print: print, resolution: resolution)
        if stamps.contains(where: \.isPale) {
            image = try PageImage(pixCopy(nil, page.pix), from: "copying")
            for stamp in stamps where stamp.isPale { try stamp.lift(from: image, lifting) }
            binary = try Self.binary(image, threshold)
            all = Components(of: binary)
        } else {
            image = page
        }
        let large = try PageImage(pixCopy(nil, binary.pix), from: "copying")
        all.erase(from: large) { !Self.mayHoldRules(all.list[$0], height: height) }
        let level = try PageImage(
            pixOpenCompBrick(nil, large.pix, Int32(5 * height), 1), from: "finding rules")
        let upright = try PageImage(
            pixOpenCompBrick(nil, large.pix, 1, Int32(3.5 * height)), from: "finding rules")
        uprights = Components(of: upright).list
        let (kept, taken) = try Self.split(binary, level: level, upright: upright)
        components = Components(of: kept)
        bodyHeight = BodyHeight.estimate(components.list, resolution: resolution) ?? height
        ruling = taken
    }

    private static func binary(_ image: PageImage, _ threshold: Int) throws(EngineFault) -> PageImage {
        try PageImage(pixThresholdToBinary(image.pix, Int32(threshold)), from: "finding ink")
    }

    /// Parts ruling lines, their ragged edges with them, from the letters that touch or cross them.
    private static func split(
        _ binary: PageImage, level: PageImage, upright: PageImage
    ) throws(EngineFault) -> (kept: PageImage, ruling: PageImage) {
        let step = "finding rules"
        let rules = try PageImage(pixOr(nil, level.pix, upright.pix), from: step)
        let fat = try PageImage(pixDilateBrick(nil, rules.pix, 3, 3), from: step)
        let rest = try PageImage(pixSubtract(nil, binary.pix, fat.pix), from: step)
        // A stroke that goes on at the other side of a rule is a letter's, also where they cross.
        let down = try PageImage(pixCloseSafeBrick(nil, rest.pix, 1, 9), from: step)
        let across = try PageImage(pixCloseSafeBrick(nil, rest.pix, 9, 1), from: step)
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

    /// The page without its ruling lines.
    func withoutRuling() throws(EngineFault) -> PageImage {
        guard let ruling else { return image }
        let clean = try PageImage(pixCopy(nil, image.pix), from: "copying")
        pixSetMasked(clean.pix, ruling.pix, 255)
        return clean
    }

    private static func mayHoldRules(_ piece: Component, height: Double) -> Bool {
        Double(piece.width) >= 5 * height || Double(piece.height) >= 3.5 * height
    }
}
