internal import CLeptonica
internal import EngineContract

/// A page in colour, to be made grey.
struct ColourPage {
    let image: PageImage

    private static let palestInk: UInt32 = 120

    /// Nil where an image has one, eight or sixteen bits a pixel and no colour map with colours.
    init?(_ raw: PageImage) throws(EngineFault) {
        var hasColours: Int32 = 0
        if let map = pixGetColormap(raw.pix) { pixcmapHasColor(map, &hasColours) }
        guard raw.depth == 32 || hasColours != 0 else { return nil }
        let isClear = raw.depth == 32 && pixGetSpp(raw.pix) == 4
        image =
            isClear
            ? try PageImage(pixRemoveAlpha(raw.pix), from: "removing transparency")
            : raw.depth == 32 ? raw : try PageImage(pixConvertTo32(raw.pix), from: "reading colours")
    }

    /// The luminance (3 : 5 : 2), of dark colours half-way to the brightest of the three, but no paler than `palestInk`.
    ///
    /// So the blue, red or violet ink of a stamp pad is paler than black print, by which it is told from it, and what is
    /// written or printed in colour is still darker than paper by more than half.
    func grey() throws(EngineFault) -> PageImage {
        let grey = try PageImage(pixCreate(Int32(image.width), Int32(image.height), 8), from: "making grey")
        pixCopyResolution(grey.pix, image.pix)
        for y in 0..<image.height {
            let (from, row) = (image.words + y * image.wordsPerRow, PixelRow(of: grey, y))
            for x in 0..<image.width {
                let pixel = from[x]
                let (red, green, blue) = (pixel >> 24, pixel >> 16 & 255, pixel >> 8 & 255)
                let luminance = (3 * red + 5 * green + 2 * blue) / 10
                let paled = min((luminance + max(red, green, blue) + 1) / 2, Self.palestInk)
                row[x] = UInt8(max(luminance, paled))
            }
        }
        return grey
    }
}
