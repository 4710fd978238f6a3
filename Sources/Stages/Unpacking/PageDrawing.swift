internal import ComplaintModel
internal import EngineContract
internal import PipelineContract

/// Draws the pages of images and PDF files into a binder, each with its picture in evidence.
struct PageDrawing: Sendable {
    private let engine: any DocumentEngine
    private let evidence: any EvidenceKeeping
    private let limits: EngineLimits

    init(engine: any DocumentEngine, evidence: any EvidenceKeeping, limits: EngineLimits) {
        (self.engine, self.evidence, self.limits) = (engine, evidence, limits)
    }

    /// Draws every page; numbers go on from the pages that the binder has.
    ///
    /// - Returns: the numbers of the pages.
    /// - Throws: `EngineFault` where the file cannot be opened at all; a page that cannot be drawn is lost in the binder.
    @discardableResult
    func draw(_ content: Content, smallest: Int = 0, into binder: inout PageBinder) async throws -> [Int] {
        let inspection: Inspection
        do {
            inspection = try await inspected(content, after: binder.count)
        } catch let fault as EngineFault {
            // A worker that is stopped with the daemon looks like one that crashed.
            try Task.checkCancellation()
            throw fault
        }
        if inspection.pages.count == 1, inspection.pages[0].area < smallest { return [] }
        let first = binder.count + 1
        binder.warn(inspection.warnings)
        for (index, header) in inspection.pages.enumerated() {
            do {
                let isAlone = inspection.pages.count == 1
                binder.add(try await drawn(index + 1, header, of: content, alone: isAlone, as: first + index))
            } catch let fault as EngineFault {
                try Task.checkCancellation()
                binder.lose(page: first + index, because: try Remedy.sentence(for: fault))
            }
        }
        return Array(first..<first + inspection.pages.count)
    }

    /// What the engine says of the headers, where it can be true.
    private func inspected(_ content: Content, after earlier: Int) async throws -> Inspection {
        let inspection = try await engine.inspect(content, limits: limits)
        guard !inspection.pages.isEmpty, inspection.pages.allSatisfy({ $0.width >= 0 && $0.height >= 0 }) else {
            throw EngineFault.nonsense("No pages, or pages without a size, were reported.")
        }
        guard inspection.pages.count <= limits.pagesPerDocument - earlier else {
            throw EngineFault.tooLarge(
                limit: "\(limits.pagesPerDocument) pages a document", found: "\(earlier + inspection.pages.count) pages"
            )
        }
        return inspection
    }

    /// A page with its picture in evidence.
    private func drawn(
        _ page: Int, _ header: Inspection.PageHeader, of content: Content, alone: Bool, as number: Int
    ) async throws -> PageBinder.Drawn {
        let drawn = try await engine.draw(page: page, of: content, limits: limits)
        guard drawn.width > 0, drawn.height > 0, drawn.width <= limits.pixelsPerPage / drawn.height,
            (0...1).contains(drawn.inkShare)
        else { throw EngineFault.nonsense("A page of impossible size was drawn.") }
        let image = try keep(drawn, of: content, alone: alone)
        let page = Page(
            number: number, image: image, width: drawn.width, height: drawn.height, textLayer: header.textLayer)
        // An engine that sees no writing where it measured ink, or where text stands, is not believed.
        let isBlank = drawn.isBlank && drawn.inkShare < 0.01 && header.textLayer == nil
        return PageBinder.Drawn(page: page, isBlank: isBlank)
    }

    private func keep(_ drawn: DrawnPage, of content: Content, alone: Bool) throws -> Artefact {
        guard let image = drawn.image else {
            guard alone, content.artefact.mediaType != .pdf else {
                throw EngineFault.nonsense("A page was drawn without its picture.")
            }
            return content.artefact
        }
        let kind = MediaType(sniffing: image)
        guard kind == .png || kind == .tiff else { throw EngineFault.nonsense("A drawn page is no picture.") }
        return try evidence.keep(image, mediaType: kind)
    }
}

extension Inspection.PageHeader {
    fileprivate var area: Int {
        let (area, isHuge) = width.multipliedReportingOverflow(by: height)
        return isHuge ? .max : area
    }
}
