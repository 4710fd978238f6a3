public import ComplaintModel
public import EngineContract
public import PipelineContract

/// Opens what came in: text goes on as it is; every page of an image or PDF file becomes a picture of its own, blank
/// backs are left out with a note, and what cannot be opened waits for an operator with the reason.
public struct UnpackingStage: Stage {
    /// What this stage reads.
    public let queue = QueueName.unpack

    private let engine: any DocumentEngine
    let evidence: any EvidenceKeeping
    private let limits: EngineLimits

    /// A stage that lets `engine` open what `evidence` keeps, within `limits`.
    public init(engine: any DocumentEngine, evidence: any EvidenceKeeping, limits: EngineLimits = EngineLimits()) {
        (self.engine, self.evidence, self.limits) = (engine, evidence, limits)
    }

    /// Opens an arrival.
    public func process(_ arrival: Arrival, context: StageContext) async throws -> Outcome {
        let content = Content(artefact: arrival.artefact, bytes: try evidence.read(arrival.artefact.sha256))
        switch arrival.artefact.mediaType {
        case .text: return textOutcome(of: arrival, item: context.item, bytes: content.bytes)
        case .tiff, .png, .jpeg, .pdf: return try await pagesOutcome(of: arrival, item: context.item, content: content)
        case .json where arrival.channel == .web, .multipart:
            return try await submissionOutcome(of: arrival, item: context.item, bytes: content.bytes)
        case .mail, .json, .unknown: return held(arrival, context.item, [Doubt(.unopened, detail: Remedy.unknownKind)])
        }
    }

    func held(_ arrival: Arrival, _ item: ItemID, _ doubts: [Doubt], notes: [PageNote] = []) -> Outcome {
        let document = Document(item: item, arrival: arrival, pages: [], notes: notes, doubts: doubts)
        return .hold(ReviewCase(subject: .document(document), doubts: doubts))
    }

    // MARK: Text

    private func textOutcome(of arrival: Arrival, item: ItemID, bytes: [UInt8]) -> Outcome {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard let text = String(validating: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...], as: UTF8.self)
        else { return held(arrival, item, [Doubt(.unopened, detail: Remedy.notUTF8)]) }
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace && $0.value > 0x20 }) else {
            return held(arrival, item, [Doubt(.emptyReading, detail: Remedy.emptyText)])
        }
        let document = Document(item: item, arrival: arrival, pages: [], text: text)
        let transcript = Transcript(document: document, readings: [], doubts: [])
        return .advance([Parcel(to: .normalise, item: item, payload: transcript)])
    }

    // MARK: Pages

    private func pagesOutcome(of arrival: Arrival, item: ItemID, content: Content) async throws -> Outcome {
        let inspection: Inspection
        do {
            inspection = try await inspected(content)
        } catch let fault as EngineFault {
            // A worker that is stopped with the daemon looks like one that crashed.
            try Task.checkCancellation()
            return held(arrival, item, [Doubt(.unopened, detail: try Remedy.sentence(for: fault))])
        }
        var binder = PageBinder(warnings: inspection.warnings)
        try await draw(inspection, of: content, into: &binder)
        return binder.outcome(of: arrival, item: item)
    }

    /// Draws every page, and numbers them on after those that are there.
    func draw(_ inspection: Inspection, of content: Content, into binder: inout PageBinder) async throws {
        let before = binder.pageCount
        for (index, header) in inspection.pages.enumerated() {
            do {
                let drawn = try await drawn(index + 1, header, of: content, alone: inspection.pages.count == 1)
                binder.add(drawn.numbered(before + index + 1))
            } catch let fault as EngineFault {
                try Task.checkCancellation()
                binder.lose(page: before + index + 1, because: try Remedy.sentence(for: fault))
            }
        }
    }

    /// What the engine says of the headers, where it can be true.
    func inspected(_ content: Content, pagesBefore: Int = 0) async throws -> Inspection {
        let inspection = try await engine.inspect(content, limits: limits)
        guard !inspection.pages.isEmpty, inspection.pages.allSatisfy({ $0.width >= 0 && $0.height >= 0 }) else {
            throw EngineFault.nonsense("No pages, or pages without a size, were reported.")
        }
        let count = pagesBefore + inspection.pages.count
        guard count <= limits.pagesPerDocument else {
            throw EngineFault.tooLarge(limit: "\(limits.pagesPerDocument) pages a document", found: "\(count) pages")
        }
        return inspection
    }

    /// A page with its picture in evidence.
    private func drawn(
        _ number: Int, _ header: Inspection.PageHeader, of content: Content, alone: Bool
    ) async throws -> PageBinder.Drawn {
        let drawn = try await engine.draw(page: number, of: content, limits: limits)
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
