import ComplaintModel
import EngineContract
import PipelineContract
import Recognition
import Synchronization

/// Evidence in memory.
final class MemoryEvidence: EvidenceKeeping {
    private let kept = Mutex<[ContentDigest: [UInt8]]>([:])

    func read(_ digest: ContentDigest) throws -> [UInt8] {
        guard let bytes = kept.withLock({ $0[digest] }) else { throw MissingEvidence() }
        return bytes
    }

    func keep(_ bytes: [UInt8], mediaType: MediaType) throws -> Artefact {
        let artefact = Artefact(sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: mediaType)
        kept.withLock { $0[artefact.sha256] = bytes }
        return artefact
    }
}

struct MissingEvidence: Error {}

/// An engine that reads each page as a test says; the page's number is its first byte.
struct ScriptedEngine: DocumentEngine {
    var answer: @Sendable (Int) async throws -> Recognition

    func recognise(
        _ image: Content, settings: RecognitionSettings, limits: EngineLimits
    ) async throws -> Recognition { try await answer(Int(image.bytes[0])) }
    func inspect(_ content: Content, limits: EngineLimits) async throws -> Inspection { throw MissingEvidence() }
    func draw(page: Int, of content: Content, limits: EngineLimits) async throws -> DrawnPage {
        throw MissingEvidence()
    }
    func crop(_ image: Content, to box: Box, maximumWidth: Int, limits: EngineLimits) async throws -> [UInt8] {
        throw MissingEvidence()
    }
}

/// What an honest engine answers, with whatever a test wants changed.
func reading(
    _ texts: [String] = ["ขอร้องเรียน"], width: Int = 100, risk: Double = 0, cover: Double = 1,
    confidence: Double = 99, box: Box = Box(x: 1, y: 2, width: 50, height: 8), isDamaged: Bool = false,
    looksHandwritten: Bool = false
) -> Recognition {
    let lines = texts.map { text in
        Line(
            text: text, confidence: 99, risk: risk, box: box,
            clusters: [Cluster(text: text, confidence: 99, box: Box(x: 1, y: 2, width: 5, height: 8))])
    }
    return Recognition(
        width: width, height: 200, resolutionX: 300, resolutionY: 300, lines: lines, confidence: confidence,
        cover: cover, isDamaged: isDamaged, looksHandwritten: looksHandwritten, warnings: ["straightened"],
        reader: "test", seconds: 0)
}

/// A letter of pages in evidence and the outcome of reading it.
struct Trial {
    let document: Document
    let outcome: Outcome

    init(
        pages: Int = 1, layers: [Int: String] = [:], text: String? = nil, policy: DoubtPolicy = DoubtPolicy(),
        answer: @escaping @Sendable (Int) async throws -> Recognition
    ) async throws {
        let evidence = MemoryEvidence()
        let artefacts = try (0..<max(1, pages)).map { try evidence.keep([UInt8($0 + 1)], mediaType: .png) }
        guard let source = SourceName(rawValue: "desk") else { throw MissingEvidence() }
        let arrival = Arrival(
            channel: .scan, source: source, channelKey: "k", receivedAt: Timestamp(milliseconds: 0),
            artefact: artefacts[0], provenance: Provenance())
        document = Document(
            item: ItemID(arrival.id), arrival: arrival,
            pages: artefacts.prefix(pages).enumerated().map { index, artefact in
                Page(number: index + 1, image: artefact, width: 100, height: 200, textLayer: layers[index + 1])
            }, text: text)
        let stage = RecognitionStage(engine: ScriptedEngine(answer: answer), evidence: evidence, policy: policy)
        let context = StageContext(item: document.item, now: Timestamp(milliseconds: 0))
        outcome = try await stage.process(document, context: context)
    }

    /// The transcript that goes on to normalisation.
    var transcript: Transcript? {
        guard case .advance(let parcels) = outcome, parcels.count == 1, parcels[0].queue == .normalise else {
            return nil
        }
        return parcels[0].payload as? Transcript
    }

    /// The case that waits for an operator.
    var held: ReviewCase? {
        guard case .hold(let held) = outcome else { return nil }
        return held
    }
}
