internal import CLeptonica
internal import EngineContract

/// A page made ready for reading: grey, upright, with square pixels.
struct PreparedPage {
    let image: PageImage
    let resolution: Int
    /// From this image back to the image as given.
    let map: PlaneMap
    /// The grey that parts ink from paper.
    let threshold: Int
    /// Whether its ink is of one grey, as that of a fax is.
    let isBlackAndWhite: Bool
    /// The writing-like pieces of ink.
    let ink: InkMap
    /// What was done and noticed.
    let notes: [String]
}

/// Makes page images ready for Tesseract; every step is taken only where the page needs it.
struct PagePreparation {
    let source: SourceImage

    func prepare(quarterTurns: Int = 0) throws(EngineFault) -> PreparedPage {
        let resolution = PageResolution(of: source)
        var notes = source.notes + resolution.notes
        var image = try squared(source.image, resolution, &notes)
        var map = PlaneMap.scaling(
            x: Double(source.image.width) / Double(image.width), y: Double(source.image.height) / Double(image.height))
        if quarterTurns & 3 != 0 {
            let turned = try PageImage(pixRotateOrth(image.pix, Int32(quarterTurns & 3)), from: "turning")
            let back = PlaneMap.quarterTurns(
                4 - quarterTurns & 3, width: Double(turned.width), height: Double(turned.height))
            (image, map) = (turned, map.after(back))
            notes.append("turned by \(quarterTurns * 90) degrees")
        }
        var light = try PageLight(of: image)
        if !light.isPlain {
            if light.isUneven { notes.append("light made even") }
            (image, light) = try light.whitened(image)
        }
        let ink = try InkMap(of: image, threshold: light.threshold, resolution: resolution.square)
        if let clean = try ink.withoutEdges(image) {
            image = clean
            notes.append("dark edges removed")
        }
        let angle = try ink.skew()
        let isAskew = abs(angle) >= Self.leastSkew
        let straight = isAskew ? try Straightening(of: image, by: angle * .pi / 180).straightened() : nil
        if isAskew { notes.append("straightened by \(abs((angle * 10).rounded() / 10)) degrees") }
        return PreparedPage(
            image: straight?.image ?? image, resolution: resolution.square,
            map: straight.map { map.after($0.inverse) } ?? map, threshold: light.threshold,
            isBlackAndWhite: source.image.depth == 1, ink: straight.map { ink.moved(by: $0.map) } ?? ink, notes: notes)
    }

    /// Degrees below which straightening gains nothing; above, ruled tables suffer first.
    private static let leastSkew = 0.3

    /// Grey with square pixels: black-and-white pages are cleaned of specks, faxes stretched and softened besides.
    private func squared(
        _ image: PageImage, _ resolution: PageResolution, _ notes: inout [String]
    ) throws(EngineFault) -> PageImage {
        var image = image
        let isFax = image.depth == 1 && resolution.square < 250
        if image.depth == 1 {
            let clean = try PageImage(pixCopy(nil, image.pix), from: "copying")
            // Smaller than any mark of a letter that can still be read.
            let least = max(3, resolution.x * resolution.y * 14 / 90_000)
            let pieces = Components(of: clean)
            pieces.erase(from: clean) { pieces.list[$0].area < least }
            image = try PageImage(pixConvert1To8(nil, clean.pix, 255, 0), from: "making grey")
        }
        if resolution.isUnequal {
            image = try CubicScaling(of: image).scaled(
                width: image.width * resolution.square / resolution.x,
                height: image.height * resolution.square / resolution.y)
            notes.append("pixels made square (\(resolution.x) x \(resolution.y))")
        }
        if isFax {
            image = try Softening.soften(image)
            notes.append("softened as a fax")
        }
        return image
    }
}
