public import ComplaintModel
public import EngineContract
public import PipelineContract

/// Opens what came in: text goes on as it is; every page of an image or PDF file becomes a picture of its own, blank
/// backs are left out with a note, and what cannot be opened waits for an operator with the reason.
public struct UnpackingStage: Stage {
    /// What this stage reads.
    public let queue = QueueName.unpack

    let evidence: any EvidenceKeeping
    let drawing: PageDrawing
    private let mails: MailUnpacking

    /// A stage that lets `engine` open what `evidence` keeps, within `limits`.
    public init(
        engine: any DocumentEngine & MailOpening, evidence: any EvidenceKeeping, limits: EngineLimits = EngineLimits()
    ) {
        self.evidence = evidence
        drawing = PageDrawing(engine: engine, evidence: evidence, limits: limits)
        mails = MailUnpacking(engine: engine, evidence: evidence, limits: limits)
    }

    /// Opens an arrival.
    public func process(_ arrival: Arrival, context: StageContext) async throws -> Outcome {
        let content = Content(artefact: arrival.artefact, bytes: try evidence.read(arrival.artefact.sha256))
        switch arrival.artefact.mediaType {
        case .json where arrival.channel == .sms:
            return messageOutcome(of: arrival, item: context.item)
        case .text: return textOutcome(of: arrival, item: context.item, bytes: content.bytes)
        case .tiff, .png, .jpeg, .pdf: return try await pagesOutcome(of: arrival, item: context.item, content: content)
        case .mail: return try await mails.outcome(of: arrival, item: context.item, content: content)
        case .json where arrival.channel == .web, .multipart:
            return try await submissionOutcome(of: arrival, item: context.item, bytes: content.bytes)
        case .unknown where TextFile.isNamed(arrival):
            return textOutcome(of: arrival, item: context.item, bytes: content.bytes)
        case .json, .unknown: return held(arrival, context.item, [Doubt(.unopened, detail: Remedy.unknownKind)])
        }
    }

    func held(_ arrival: Arrival, _ item: ItemID, _ doubts: [Doubt], notes: [PageNote] = []) -> Outcome {
        let document = Document(item: item, arrival: arrival, pages: [], notes: notes, doubts: doubts)
        return .hold(ReviewCase(subject: .document(document), doubts: doubts))
    }

    // MARK: Messages

    /// Messages go on to be joined; what a gateway itself reports is none.
    private func messageOutcome(of arrival: Arrival, item: ItemID) -> Outcome {
        let details = arrival.provenance.details
        guard let rule = details["automatic"], details[Provenance.overruled] == nil else {
            return .advance([Parcel(to: .join, item: item, payload: arrival)])
        }
        return .reject(reason: "sms rule \(rule): It tells what became of a message that was sent.")
    }

    // MARK: Pages

    private func pagesOutcome(of arrival: Arrival, item: ItemID, content: Content) async throws -> Outcome {
        var binder = PageBinder()
        for doubt in arrival.doubts { binder.doubt(doubt) }
        do {
            try await drawing.draw(content, into: &binder)
        } catch let fault as EngineFault {
            return held(arrival, item, [Doubt(.unopened, detail: try Remedy.sentence(for: fault))])
        }
        return binder.outcome(of: arrival, item: item)
    }

    // MARK: Text

    private func textOutcome(of arrival: Arrival, item: ItemID, bytes: [UInt8]) -> Outcome {
        guard let plain = TextFile(bytes) else {
            return held(arrival, item, [Doubt(.unopened, detail: Remedy.noText)])
        }
        guard plain.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace && $0.value > 0x20 }) else {
            return held(arrival, item, [Doubt(.emptyReading, detail: Remedy.emptyText)])
        }
        let document = Document(item: item, arrival: plain.noted(on: arrival), pages: [], text: plain.text)
        let transcript = Transcript(document: document, readings: [], doubts: [])
        return .advance([Parcel(to: .normalise, item: item, payload: transcript)])
    }
}
