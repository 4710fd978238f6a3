internal import CLeptonica
internal import EngineContract

extension StampFrame {
    /// The ink of the sides of some frames on a black-and-white page, where a plain consonant is `height` high.
    ///
    /// Runs along a side are longer than strokes of letters, and so connect to pieces taller than any upright stroke.
    static func sides(
        of frames: [StampFrame], in binary: PageImage, height: Double
    ) throws(EngineFault) -> (level: PageImage, upright: PageImage) {
        let length = Int32(1.2 * height)
        let level = try PageImage(pixOpenBrick(nil, binary.pix, length, 1), from: step)
        let upright = try PageImage(pixOpenBrick(nil, binary.pix, 1, length), from: step)
        let strokes = Components(of: upright)
        strokes.erase(from: upright) { Double(strokes.list[$0].height) < 2 * height }
        for (image, sides) in [
            (level, frames.flatMap { [$0.upper, $0.lower] }),
            (upright, frames.flatMap { [$0.left, $0.right] }),
        ] {
            let band = try PageImage(pixCreateTemplate(binary.pix), from: step)
            for side in sides {
                pixRenderLine(
                    band.pix, Int32(side.from.x), Int32(side.from.y), Int32(side.to.x), Int32(side.to.y),
                    Int32(0.6 * height), Int32(L_SET_PIXELS))
            }
            pixAnd(image.pix, image.pix, band.pix)
        }
        return (level, upright)
    }

    private static let step = "taking out a stamp's frame"
}
