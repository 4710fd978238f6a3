internal import CLeptonica
internal import EngineContract

extension StampFrame {
    /// The ink of its sides on a black-and-white page: runs along them that are longer than the strokes of letters that
    /// cross them are thick.
    func sides(
        in binary: PageImage, height: Double
    ) throws(EngineFault) -> (level: PageImage, upright: PageImage) {
        let (length, width) = (Int32(1.2 * height), Int32(0.6 * height))
        let level = try PageImage(pixOpenBrick(nil, binary.pix, length, 1), from: Self.step)
        let upright = try PageImage(pixOpenBrick(nil, binary.pix, 1, length), from: Self.step)
        for (image, sides) in [(level, sides.prefix(2)), (upright, sides.suffix(2))] {
            let band = try PageImage(pixCreateTemplate(binary.pix), from: Self.step)
            for side in sides {
                pixRenderLine(
                    band.pix, Int32(side.from.x), Int32(side.from.y), Int32(side.to.x), Int32(side.to.y),
                    width, Int32(L_SET_PIXELS))
            }
            pixAnd(image.pix, image.pix, band.pix)
        }
        return (level, upright)
    }

    private static let step = "taking out a stamp's frame"
}
