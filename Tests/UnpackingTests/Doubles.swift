import ComplaintModel
import ContainerEngine
import EngineContract
import PipelineContract
import Synchronization
import Unpacking

/// Evidence in memory.
final class MemoryEvidence: EvidenceKeeping {
    private let kept = Mutex<[ContentDigest: [UInt8]]>([:])

    var digests: Set<ContentDigest> { kept.withLock { Set($0.keys) } }

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

/// An engine that answers as a test says.
struct ScriptedEngine: DocumentEngine, MailOpening {
    var inspection: @Sendable () throws -> Inspection = { throw EngineFault.unreadable("no pages") }
    var page: @Sendable (Int) throws -> DrawnPage = { _ in throw EngineFault.unreadable("no pages") }
    var reading: @Sendable () throws -> MailReading = { throw EngineFault.unreadable("no mail") }
    var part: @Sendable (Int) throws -> [UInt8] = { _ in [] }
    var text: @Sendable (String) throws -> PlainText = { PlainText(text: $0, isWhole: true) }

    func inspect(_ content: Content, limits: EngineLimits) async throws -> Inspection { try inspection() }
    func draw(page: Int, of content: Content, limits: EngineLimits) async throws -> DrawnPage { try self.page(page) }
    func recognise(
        _ image: Content, settings: RecognitionSettings, limits: EngineLimits
    ) async throws -> Recognition { throw EngineFault.unavailable("not for this stage") }
    func crop(_ image: Content, to box: Box, maximumWidth: Int, limits: EngineLimits) async throws -> [UInt8] {
        throw EngineFault.unavailable("not for this stage")
    }
    func readMail(_ mail: Content, limits: EngineLimits) async throws -> MailReading { try reading() }
    func mailPart(_ number: Int, of mail: Content, limits: EngineLimits) async throws -> [UInt8] { try part(number) }
    func plainText(ofHTML html: String, limits: EngineLimits) async throws -> PlainText { try text(html) }
}

/// The real engine, without its jail.
func realEngine(on content: [UInt8]) -> ScriptedEngine {
    let engine = ContainerEngine()
    let artefact = Artefact(
        sha256: ContentDigest(of: content), size: content.count, mediaType: MediaType(sniffing: content))
    let file = Content(artefact: artefact, bytes: content)
    return ScriptedEngine(
        inspection: { try engine.inspect(file, limits: EngineLimits()) },
        page: { try engine.draw(page: $0, of: file, limits: EngineLimits()) })
}

/// Runs the stage on some bytes and gives the outcome with the evidence that was kept.
func unpack(
    _ bytes: [UInt8], as mediaType: MediaType? = nil, by channel: ChannelKind = .scan, details: [String: String] = [:],
    named name: String = "a", with engine: ScriptedEngine? = nil
) async throws -> (outcome: Outcome, evidence: MemoryEvidence, arrival: Arrival) {
    let evidence = MemoryEvidence()
    let artefact = try evidence.keep(bytes, mediaType: mediaType ?? MediaType(sniffing: bytes))
    guard let source = SourceName(rawValue: "desk") else { throw MissingEvidence() }
    let arrival = Arrival(
        channel: channel, source: source, channelKey: "a", receivedAt: Timestamp(milliseconds: 0), artefact: artefact,
        provenance: Provenance(name: name, details: details))
    let stage = UnpackingStage(engine: engine ?? realEngine(on: bytes), evidence: evidence)
    let context = StageContext(item: ItemID(arrival.id), now: Timestamp(milliseconds: 0))
    return (try await stage.process(arrival, context: context), evidence, arrival)
}

extension Outcome {
    /// The letter that goes on to recognition.
    var document: Document? {
        guard case .advance(let parcels) = self, parcels.count == 1, parcels[0].queue == .recognise else { return nil }
        return parcels[0].payload as? Document
    }

    /// The case that waits for an operator.
    var heldCase: ReviewCase? {
        guard case .hold(let held) = self else { return nil }
        return held
    }
}
