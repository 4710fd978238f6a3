internal import CLeptonica
internal import ComplaintModel
internal import ContainerFormats
public import EngineContract
internal import Glibc

/// Opens TIFF, PNG, JPEG and PDF files and draws their pages; meant for the worker in its jail, for it hands strangers'
/// bytes to C libraries and to poppler's programs.
///
/// Every bound is held against headers that this module parses itself, before a decoder sees a byte.
public struct ContainerEngine: Sendable {
    private let poppler: Poppler

    /// Makes an engine that finds poppler's programs (`pdfinfo`, `pdfimages`, `pdftotext`, `pdftoppm`) in a folder.
    public init(programDirectory: String = "/usr/bin") {
        setMsgSeverity(Int32(L_SEVERITY_NONE))
        // A program that ends early must not end the worker that feeds it.
        signal(SIGPIPE, SIG_IGN)
        poppler = Poppler(directory: programDirectory)
    }

    /// Looks at the headers of a container without decoding any page.
    public func inspect(_ content: Content, limits: EngineLimits) throws(EngineFault) -> Inspection {
        let inspection = try container(of: content.bytes, limits: limits).inspect()
        try limits.check(pages: inspection.pages.count)
        // A page that is too large costs that page; a document of nothing else cannot be opened.
        if let first = inspection.pages.first, !inspection.pages.contains(where: { limits.allow($0.width, $0.height) })
        {
            try limits.check(first.width, first.height)
        }
        return inspection
    }

    /// Draws one page of a container, numbered from 1, and measures its ink.
    public func draw(page: Int, of content: Content, limits: EngineLimits) throws(EngineFault) -> DrawnPage {
        let container = try container(of: content.bytes, limits: limits)
        let (raster, isTheFile) = try container.draw(page: page)
        try limits.check(raster.width, raster.height)
        var ink = Ink(on: raster)
        if !ink.isBlank, ink.darkShare < ShineThrough.darkestBack {
            for neighbour in [page - 1, page + 1] where !ink.isBlank && neighbour > 0 {
                // A neighbour that is not there or cannot be drawn explains nothing.
                guard let front = try? container.draw(page: neighbour).page else { continue }
                ink = ShineThrough.removing(Ink(on: front), from: ink)
            }
        }
        return DrawnPage(
            width: raster.width, height: raster.height, inkShare: ink.share, isBlank: ink.isBlank,
            image: isTheFile ? nil : try raster.encoded())
    }

    private func container(of bytes: [UInt8], limits: EngineLimits) throws(EngineFault) -> any Container {
        switch MediaType(sniffing: bytes) {
        case .tiff: try TIFFContainer(bytes, limits: limits)
        case .png: try SingleImage(png: bytes, limits: limits)
        case .jpeg: try SingleImage(jpeg: bytes, limits: limits)
        case .pdf: PDFContainer(bytes, limits: limits, poppler: poppler)
        case .mail, .text, .json, .multipart, .unknown:
            throw .unreadable("The file is neither TIFF, PNG, JPEG nor PDF.")
        }
    }
}

/// A file that holds pages.
protocol Container {
    /// What the headers say; at least one page.
    func inspect() throws(EngineFault) -> Inspection

    /// Decodes a page, numbered from 1, once its header is within the limits, and says whether the file as it is can
    /// serve as the image of that page.
    func draw(page: Int) throws(EngineFault) -> (page: Raster, isTheFile: Bool)
}

extension EngineLimits {
    func allow(_ width: Int, _ height: Int) -> Bool {
        let (pixels, isTooMany) = width.multipliedReportingOverflow(by: height)
        return !isTooMany && pixels <= pixelsPerPage
    }

    func check(_ width: Int, _ height: Int) throws(EngineFault) {
        guard !allow(width, height) else { return }
        throw .tooLarge(limit: "\(pixelsPerPage) pixels a page", found: "\(width) x \(height) pixels")
    }

    func check(pages: Int) throws(EngineFault) {
        guard pages > pagesPerDocument else { return }
        throw .tooLarge(limit: "\(pagesPerDocument) pages a document", found: "\(pages) pages or more")
    }
}
