internal import CLeptonica
internal import EngineContract

/// A page made ready for reading: grey, upright, with square pixels.
struct PreparedPage {
    let image: PageImage
    let resolution: Int
    /// From this image back to the image as given.
    let map: PlaneMap
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
        let light = try PageLight(of: image)
        if light.needsFlattening {
            image = try light.flattened(image)
            notes.append("light made even")
        }
        let ink = try InkMap(of: image, resolution: resolution.square)
        let angle = try ink.skew()
        guard abs(angle) >= Self.leastSkew else {
            return PreparedPage(image: image, resolution: resolution.square, map: map, ink: ink, notes: notes)
        }
        let straight = try Straightening(of: image, by: angle * .pi / 180).straightened()
        notes.append("straightened by \(abs((angle * 10).rounded() / 10)) degrees")
        return PreparedPage(
            image: straight.image, resolution: resolution.square, map: map.after(straight.inverse),
            ink: ink.moved(by: straight.map), notes: notes)
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
            Components(of: clean).erase(from: clean) { $0.area < least }
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
