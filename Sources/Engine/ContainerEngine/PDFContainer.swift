internal import CLeptonica
internal import ContainerFormats
internal import EngineContract

/// A PDF file, opened by poppler's programs.
struct PDFContainer: Container {
    private let bytes: [UInt8]
    private let limits: EngineLimits
    private let poppler: Poppler
    private let deadline: ContinuousClock.Instant

    /// The most scalars of a page's text layer that are passed on; a letter has some thousands.
    private static let textLayerLimit = 200_000

    init(_ bytes: [UInt8], limits: EngineLimits, poppler: Poppler) {
        (self.bytes, self.limits, self.poppler) = (bytes, limits, poppler)
        // Before the daemon's own patience with the worker ends, so that the fault can still be told.
        deadline = .now + .seconds(Double(limits.wallSeconds) * 0.9)
    }

    func inspect() throws(EngineFault) -> Inspection {
        do {
            return try inspectInTime()
        } catch {
            throw timed(error)
        }
    }

    private func inspectInTime() throws(EngineFault) -> Inspection {
        let span = 1...max(1, limits.pagesPerDocument)
        let (count, facts, isDamaged) = try poppler.facts(of: span, in: bytes, deadline: deadline)
        guard count > 0 else { throw .unreadable("The PDF holds no page.") }
        try limits.check(pages: count)
        let texts = try poppler.text(of: 1...count, in: bytes, deadline: deadline)
        let pages = (1...count).map { number in
            let (width, height, _) = PDFDrawing(facts[number] ?? Poppler.PageFacts(), limits: limits).size
            let text = texts.indices.contains(number - 1) ? texts[number - 1] : ""
            let isText = text.unicodeScalars.contains { $0.value > 0x20 && $0.value != 0xA0 }
            return Inspection.PageHeader(
                width: width, height: height,
                textLayer: isText ? String(text.unicodeScalars.prefix(Self.textLayerLimit)) : nil)
        }
        let isCutOff = isDamaged || FileEnding(of: bytes) == .incomplete
        return Inspection(
            pages: pages,
            warnings: isCutOff ? ["The PDF is damaged or cut off: pages may be missing."] : [])
    }

    func draw(page: Int) throws(EngineFault) -> (page: Raster, isTheFile: Bool) {
        do {
            return (try drawInTime(page), isTheFile: false)
        } catch {
            throw timed(error)
        }
    }

    private func drawInTime(_ number: Int) throws(EngineFault) -> Raster {
        let (count, facts, _) = try poppler.facts(of: number...number, in: bytes, deadline: deadline)
        guard (1...max(1, count)).contains(number), let page = facts[number] else {
            throw .unreadable("There is no page \(number): the PDF holds \(count).")
        }
        let drawing = PDFDrawing(page, limits: limits)
        let (width, height, resolution) = drawing.size
        try limits.check(width, height)
        guard width > 0, height > 0 else { throw .unreadable("Page \(number) of the PDF has no size.") }
        // Of a turned page, some versions of poppler want the size as it was before turning.
        let sizes = page.rotation % 180 == 0 ? [(width, height)] : [(height, width), (width, height)]
        for (across, down) in sizes {
            let image = try poppler.draw(
                page: number, of: bytes, width: across, height: down, bilevel: drawing.isBilevel, deadline: deadline)
            guard let raster = Raster(pixReadMemPnm(image, image.count)),
                (raster.width, raster.height) == (width, height)
            else { continue }
            pixSetResolution(raster.pix, Int32(resolution.x.rounded()), Int32(resolution.y.rounded()))
            return raster
        }
        throw .unreadable("Page \(number) of the PDF is damaged.")
    }

    private func timed(_ fault: EngineFault) -> EngineFault {
        if case .timedOut = fault { .timedOut(seconds: limits.wallSeconds) } else { fault }
    }
}

/// In how many pixels a PDF page is drawn.
struct PDFDrawing {
    /// Whether the page is one black-and-white scan.
    let isBilevel: Bool
    /// Width and height in pixels, and the dots an inch these are.
    let size: (width: Int, height: Int, resolution: (x: Double, y: Double))

    /// A page that is one scan is drawn in that scan's own pixels; any other at the drawing resolution, or coarser
    /// where it would pass the limit (a telephone's PDF may count its pixels as points), down to 72 dots an inch.
    init(_ page: Poppler.PageFacts, limits: EngineLimits) {
        let isTurned = page.rotation % 180 != 0
        let width = (isTurned ? page.height : page.width) / 72
        let height = (isTurned ? page.width : page.height) / 72
        if let scan = Self.scan(filling: (width, height), among: page.images), limits.allow(scan.width, scan.height) {
            isBilevel = scan.isBilevel
            // Poppler paints an image one pixel wider and higher than its box: this way each pixel comes out as it is
            // (measured), and only the last row and column are lost.
            size = (
                scan.width - 1, scan.height - 1, (Double(scan.width) / width, Double(scan.height) / height)
            )
            return
        }
        isBilevel = false
        let fitting = (Double(limits.pixelsPerPage) / max(width * height, 0.01)).squareRoot() * 0.999
        let resolution = max(72, min(Double(limits.drawingResolution), fitting))
        size = (
            Int(min(width * resolution, 1e9).rounded()), Int(min(height * resolution, 1e9).rounded()),
            (resolution, resolution)
        )
    }

    /// The only image of the page, in the orientation it is shown, where it covers the page.
    private static func scan(
        filling page: (width: Double, height: Double), among images: [PDFImage]
    ) -> (width: Int, height: Int, isBilevel: Bool)? {
        guard images.count == 1, let image = images.first, image.kind == "image", image.width > 1,
            image.height > 1, page.width > 0, page.height > 0
        else { return nil }
        let (across, down) = (Double(image.width) / image.resolutionX, Double(image.height) / image.resolutionY)
        func fills(_ across: Double, _ down: Double) -> Bool {
            (0.9...1.1).contains(across / page.width) && (0.9...1.1).contains(down / page.height)
        }
        if fills(across, down) { return (image.width, image.height, image.isBilevel) }
        return fills(down, across) ? (image.height, image.width, image.isBilevel) : nil
    }
}
