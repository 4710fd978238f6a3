internal import CLeptonica
internal import ContainerFormats
internal import EngineContract

/// A TIFF file of one or more pages, as scanners and fax servers write them.
struct TIFFContainer: Container {
    private let bytes: [UInt8]
    private let layout: TIFFLayout
    private let pages: [TIFFLayout.Page]
    private let limits: EngineLimits

    init(_ bytes: [UInt8], limits: EngineLimits) throws(EngineFault) {
        layout = TIFFLayout(bytes, maximumPages: limits.pagesPerDocument)
        if layout.fault == .tooMany { try limits.check(pages: limits.pagesPerDocument + 1) }
        let whole = layout.pages.filter { !$0.isAuxiliary }
        pages = whole.isEmpty ? layout.pages : whole
        guard !pages.isEmpty else { throw .unreadable("The TIFF file is cut off: it holds no whole page.") }
        (self.bytes, self.limits) = (bytes, limits)
    }

    func inspect() throws(EngineFault) -> Inspection {
        let isCutOff = layout.fault != nil || pages.contains { $0.dataEnd > bytes.count }
        return Inspection(
            pages: pages.map { Inspection.PageHeader(width: $0.width, height: $0.height) },
            warnings: isCutOff ? ["The TIFF file is damaged or cut off: pages or parts of them may be missing."] : [])
    }

    func draw(page number: Int) throws(EngineFault) -> (page: Raster, isTheFile: Bool) {
        guard pages.indices.contains(number - 1) else {
            throw .unreadable("There is no page \(number): the TIFF file holds \(pages.count).")
        }
        let page = pages[number - 1]
        try limits.check(page.width, page.height)
        try Self.check(page)
        // Leptonica takes 0 for the first directory, and any other offset for itself.
        var offset = page.offset == layout.pages[0].offset ? 0 : page.offset
        if let raster = Raster(pixReadMemFromMultipageTiff(bytes, bytes.count, &offset)) {
            return (raster, isTheFile: layout.pages.count == 1)
        }
        if let raster = TIFFSalvage.read(page, of: bytes) { return (raster, isTheFile: false) }
        throw .unreadable("Page \(number) of the TIFF file is damaged.")
    }

    /// Refuses what no scanner or fax server writes, before the decoder sees it.
    private static func check(_ page: TIFFLayout.Page) throws(EngineFault) {
        guard page.width > 0, page.height > 0, [1, 2, 4, 8, 16].contains(page.bitsPerSample),
            (1...4).contains(page.samplesPerPixel)
        else { throw .unreadable("The TIFF page claims \(page.width) x \(page.height) pixels of an unknown kind.") }
        // None, modified Huffman, G3, G4, LZW, JPEG, deflate (two numbers), PackBits.
        guard [1, 2, 3, 4, 5, 7, 8, 32_946, 32_773].contains(page.compression) else {
            throw .unreadable(
                "The TIFF page is compressed in a way that is not read (number \(page.compression)); "
                    + "let the scanner write CCITT G4 or LZW.")
        }
    }
}
