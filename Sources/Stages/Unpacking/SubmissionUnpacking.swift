internal import ComplaintModel
internal import ContainerFormats
internal import EngineContract
internal import Foundation
internal import PipelineContract

/// What other systems handed over: the text goes on with what was typed beside it, attachments as pages like any other.
extension UnpackingStage {
    func submissionOutcome(of arrival: Arrival, item: ItemID, bytes: [UInt8]) async throws -> Outcome {
        let body: SubmissionBody
        let submission: WebSubmission
        do {
            body = try SubmissionBody(evidence: bytes, mediaType: arrival.artefact.mediaType)
            submission = try JSONDecoder().decode(WebSubmission.self, from: Data(body.json))
        } catch {
            return held(arrival, item, [Doubt(.unopened, detail: Remedy.noSubmission)])
        }
        let text = submission.text.flatMap { text in
            text.unicodeScalars.contains { !$0.properties.isWhitespace && $0.value > 0x20 } ? text : nil
        }
        var binder = PageBinder()
        for (index, attachment) in body.attachments.enumerated() {
            try await bind(Array(attachment.bytes), number: index + 1, into: &binder)
        }
        return binder.outcome(of: arrival, item: item, text: text, given: GivenFields(submission))
    }

    /// Puts an attachment into evidence as an artefact of its own, and adds its pages after those that are there.
    private func bind(_ bytes: [UInt8], number: Int, into binder: inout PageBinder) async throws {
        let mediaType = MediaType(sniffing: bytes)
        guard [.tiff, .png, .jpeg, .pdf].contains(mediaType) else {
            binder.doubt(Doubt(.unopened, detail: Remedy.attachment(number, Remedy.unknownAttachment)))
            return
        }
        let content = Content(artefact: try evidence.keep(bytes, mediaType: mediaType), bytes: bytes)
        do {
            try await drawing.draw(content, into: &binder)
        } catch let fault as EngineFault {
            binder.doubt(Doubt(.unopened, detail: Remedy.attachment(number, try Remedy.sentence(for: fault))))
        }
    }
}
