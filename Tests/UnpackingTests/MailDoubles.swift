import ComplaintModel
import ContainerEngine
import EngineContract
import Foundation
import MailEngine
import PipelineContract
import Unpacking

/// The real engines, without their jail.
struct RealEngine: DocumentEngine, MailOpening {
    private let containers = ContainerEngine()
    private let mails = MailEngine()

    func inspect(_ content: Content, limits: EngineLimits) async throws -> Inspection {
        try containers.inspect(content, limits: limits)
    }
    func draw(page: Int, of content: Content, limits: EngineLimits) async throws -> DrawnPage {
        try containers.draw(page: page, of: content, limits: limits)
    }
    func recognise(
        _ image: Content, settings: RecognitionSettings, limits: EngineLimits
    ) async throws -> Recognition { throw EngineFault.unavailable("not for this stage") }
    func crop(_ image: Content, to box: Box, maximumWidth: Int, limits: EngineLimits) async throws -> [UInt8] {
        throw EngineFault.unavailable("not for this stage")
    }
    func readMail(_ mail: Content, limits: EngineLimits) async throws -> MailReading {
        try mails.read(mail.bytes, limits: limits)
    }
    func mailPart(_ number: Int, of mail: Content, limits: EngineLimits) async throws -> [UInt8] {
        try mails.part(number, of: mail.bytes, limits: limits)
    }
    func plainText(ofHTML html: String, limits: EngineLimits) async throws -> PlainText {
        mails.plainText(ofHTML: Array(html.utf8))
    }
}

let mailbox = "complaints@1111.example.go.th"

/// Runs the stage on a mail and gives the outcome with the evidence that was kept.
func unpackMail(
    _ mail: [UInt8], details: [String: String] = ["authserv_id": "mx.1111.example.go.th"],
    with engine: any DocumentEngine & MailOpening = RealEngine(), limits: EngineLimits = EngineLimits()
) async throws -> (outcome: Outcome, evidence: MemoryEvidence) {
    let evidence = MemoryEvidence()
    let artefact = try evidence.keep(mail, mediaType: .mail)
    guard let source = SourceName(rawValue: "mailbox") else { throw MissingEvidence() }
    let arrival = Arrival(
        channel: .email, source: source, channelKey: "1/1", receivedAt: Timestamp(milliseconds: 0), artefact: artefact,
        provenance: Provenance(recipient: mailbox, details: details))
    let stage = UnpackingStage(engine: engine, evidence: evidence, limits: limits)
    let context = StageContext(item: ItemID(arrival.id), now: Timestamp(milliseconds: 0))
    return (try await stage.process(arrival, context: context), evidence)
}

/// Runs the stage on a mail written as text.
func unpackMail(text: String, details: [String: String] = [:]) async throws -> Outcome {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return try await unpackMail(Array(lines.joined(separator: "\r\n").utf8), details: details).outcome
}

extension Outcome {
    /// The mail as it goes on, or as it is held.
    var mail: Document? {
        switch self {
        case .advance(let parcels):
            (parcels.first?.payload as? Document) ?? (parcels.first?.payload as? Transcript)?.document
        case .hold(let reviewCase): reviewCase.document
        default: nil
        }
    }

    /// Why it is rejected.
    var rejection: String? {
        guard case .reject(let reason) = self else { return nil }
        return reason
    }
}
