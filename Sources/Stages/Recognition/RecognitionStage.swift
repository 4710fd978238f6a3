public import ComplaintModel
public import EngineContract
public import PipelineContract

/// Reads the pages of a letter: a sound text layer is taken as it is, any other page is read by the engine.
///
/// Handwriting is not read: it goes to an operator whole.
/// One page is lost at worst: what cannot be read becomes a doubt with its page, and the others go on. A letter of
/// which nothing was read waits for an operator; it never becomes an empty complaint.
public struct RecognitionStage: Stage {
    /// What this stage reads.
    public let queue = QueueName.recognise

    private let engine: any DocumentEngine
    private let evidence: any EvidenceKeeping
    private let settings: RecognitionSettings
    private let policy: DoubtPolicy
    private let limits: EngineLimits

    /// A stage that lets `engine` read what `evidence` keeps, within `limits`, and doubts by `policy`.
    public init(
        engine: any DocumentEngine, evidence: any EvidenceKeeping,
        settings: RecognitionSettings = RecognitionSettings(),
        policy: DoubtPolicy = DoubtPolicy(), limits: EngineLimits = EngineLimits()
    ) {
        (self.engine, self.evidence, self.settings) = (engine, evidence, settings)
        (self.policy, self.limits) = (policy, limits)
    }

    /// Reads a letter.
    public func process(_ document: Document, context: StageContext) async throws -> Outcome {
        var readings: [PageReading] = []
        var doubts = document.doubts
        for page in document.pages {
            let result = try await read(page)
            readings += result.reading.map { [$0] } ?? []
            doubts += result.doubts
        }
        guard document.text != nil || readings.contains(where: { !$0.lines.isEmpty }) else {
            if doubts.isEmpty { doubts = [Doubt(.emptyReading, detail: "The letter has no page and no text.")] }
            return .hold(ReviewCase(subject: .document(document), doubts: doubts))
        }
        let transcript = Transcript(document: document, readings: readings, doubts: doubts)
        return .advance([Parcel(to: .normalise, item: document.item, payload: transcript)])
    }

    private func read(_ page: Page) async throws -> (reading: PageReading?, doubts: [Doubt]) {
        var remarks: [String] = []
        var short: TextLayer?
        if let layer = page.textLayer.map(TextLayer.init) {
            switch layer.verdict {
            case .sound: return (layer.reading(of: page), [])
            case .short: short = layer
            case .unsound(let reason): remarks = ["text layer not used: \(reason)"]
            }
        }
        let image = Content(artefact: page.image, bytes: try evidence.read(page.image.sha256))
        do {
            let answer = try await engine.recognise(image, settings: settings, limits: limits)
            try answer.check(against: page)
            if let short {
                guard answer.holdsMore(than: short) else { return (short.reading(of: page), []) }
                remarks = ["text layer not used: it holds only a part of the page"]
            }
            if answer.looksHandwritten { return (nil, [policy.handwriting(on: page.number)]) }
            let reading = PageReading(
                page: page.number, origin: .recognised, lines: answer.lines, confidence: answer.confidence,
                warnings: remarks + answer.warnings, reader: answer.reader)
            return (reading, policy.doubts(about: answer, page: page.number))
        } catch let fault as EngineFault {
            // A worker that is stopped with the daemon looks like one that crashed.
            try Task.checkCancellation()
            let doubt = Doubt(.unreadablePage, page: page.number, detail: try fault.sentence())
            return (short?.reading(of: page), [doubt])
        }
    }
}

extension Recognition {
    /// Whether the picture has clearly more writing than its text layer.
    fileprivate func holdsMore(than layer: TextLayer) -> Bool {
        let letters = lines.reduce(0) { $0 + $1.text.unicodeScalars.count { $0.properties.isAlphabetic } }
        return letters * 2 > layer.letters * 3
    }
}

extension EngineFault {
    /// A sentence for an operator.
    ///
    /// - Throws: `HouseFault` where nothing is wrong with the page and a later try may succeed.
    fileprivate func sentence() throws -> String {
        let advice = "Type the page from its picture, or have it scanned again."
        switch self {
        case .unreadable(let why): return "\(why) \(advice)"
        case .tooLarge(let limit, let found): return "The page passes the limit of \(limit): \(found). \(advice)"
        case .crashed(let how): return "The reading program failed at this page (\(how)). \(advice)"
        case .timedOut(let seconds): return "The page could not be read within \(seconds) seconds. \(advice)"
        case .nonsense(let what): return "The reading program gave no sensible answer (\(what)). \(advice)"
        case .unavailable: throw HouseFault(description)
        }
    }
}
