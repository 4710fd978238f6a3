import ComplaintModel
import ContainerFormats
import EngineContract
import Foundation
import PipelineContract
import Testing
import Unpacking

@Suite struct SubmissionUnpackingTests {
    private let page = [UInt8]([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Array("a picture".utf8)

    /// An engine that sees two pages in every file, and calls a page of the number in `lost` unreadable.
    private func engine(lost: Int? = nil) -> ScriptedEngine {
        let picture = page
        return ScriptedEngine(
            inspection: {
                let header = Inspection.PageHeader(width: 100, height: 100)
                return Inspection(pages: [header, header])
            },
            page: { number in
                if number == lost { throw EngineFault.unreadable("The page is damaged.") }
                return DrawnPage(width: 100, height: 100, inkShare: 0.1, isBlank: false, image: picture)
            })
    }

    private func unpack(
        _ json: String, attachments: [[UInt8]] = [], engine: ScriptedEngine? = nil
    ) async throws -> Outcome {
        var body = Array(json.utf8)
        var type = "application/json"
        if !attachments.isEmpty {
            let parts = [("submission", body)] + attachments.map { ("attachment", $0) }
            body =
                parts.flatMap { name, bytes in
                    Array("--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8) + bytes + [
                        0x0D, 0x0A,
                    ]
                } + Array("--x--\r\n".utf8)
            type = "multipart/form-data; boundary=x"
        }
        let evidence = MemoryEvidence()
        let kept = SubmissionBody.evidence(body, contentType: type)
        let artefact = try evidence.keep(kept.bytes, mediaType: kept.mediaType)
        let source = try #require(SourceName(rawValue: "systems"))
        let arrival = Arrival(
            channel: .web, source: source, channelKey: "a", receivedAt: Timestamp(milliseconds: 0), artefact: artefact,
            provenance: Provenance())
        let stage = UnpackingStage(engine: engine ?? self.engine(), evidence: evidence)
        return try await stage.process(
            arrival, context: StageContext(item: ItemID(arrival.id), now: Timestamp(milliseconds: 0)))
    }

    private func transcript(_ outcome: Outcome) throws -> Transcript {
        guard case .advance(let parcels) = outcome, parcels.first?.queue == .normalise else { throw MissingEvidence() }
        return try #require(parcels.first?.payload as? Transcript)
    }

    @Test func whatWasTypedGoesOnAsGiven() async throws {
        let transcript = try transcript(
            try await unpack(
                """
                {"way":"phone_desk","text":"ไฟดับ","subject":"ไฟฟ้า","kind":"grievance",
                 "complainant":{"first":"สมมุติ","last":"ใจเย็น","phones":["0810001234","1111"],"citizen_id":"1234567890123",
                   "secrecy":true,"address":{"province":"นนทบุรี"}},
                 "incident":{"date":"2026-11-20","place":{"district":"ปากเกร็ด"}}}
                """))
        #expect(transcript.document.text == "ไฟดับ")
        let given = try #require(transcript.document.given)
        #expect(given.kind == .grievance)
        #expect(given.fields.subject.first?.flags == ["given"])
        #expect(given.fields.phone.map(\.value.number) == ["+66810001234", "1111"])
        #expect(given.fields.person.first?.value.role == .complainant)
        #expect(given.fields.citizenID.first?.flags == ["given", "invalid"], "the check digit is wrong")
        #expect(given.fields.address.map(\.value.role) == [.complainant, .incident])
        #expect(given.fields.anonymous.first?.flags == ["given", "secrecy"])
    }

    @Test func attachmentsGoToRecognitionLikeAnyPage() async throws {
        let outcome = try await unpack(#"{"way":"web_form","text":"ก"}"#, attachments: [page, page])
        let document = try #require(outcome.document)
        #expect(document.text == "ก")
        #expect(document.pages.map(\.number) == [1, 2, 3, 4])
        #expect(document.given != nil)
        #expect(document.doubts.isEmpty)
    }

    @Test func anAttachmentThatCannotBeOpenedIsADoubtAndTheTextGoesOn() async throws {
        let transcript = try transcript(
            try await unpack(#"{"way":"web_form","text":"ก"}"#, attachments: [Array("PK\u{3}\u{4}".utf8)]))
        #expect(transcript.doubts.map(\.kind) == [.unopened])
        #expect(transcript.doubts[0].detail.hasPrefix("Attachment 1 "))
    }

    @Test func aPageThatIsLostCostsOnlyItself() async throws {
        let outcome = try await unpack(#"{"way":"web_form"}"#, attachments: [page, page], engine: engine(lost: 2))
        let document = try #require(outcome.document)
        #expect(document.pages.map(\.number) == [1, 3])
        #expect(document.notes.map(\.number) == [2, 4])
        #expect(document.doubts.count == 2)
    }

    @Test func nothingThatCanBeReadWaitsForAnOperator() async throws {
        let held = try await unpack(#"{"way":"web_form"}"#, attachments: [Array("a document".utf8)]).heldCase
        #expect(held?.doubts.first?.kind == .unopened)
    }

    @Test func evidenceThatIsNoSubmissionIsHeldNotLost() async throws {
        let held = try await unpack("{\"way\":").heldCase
        #expect(held?.doubts.map(\.kind) == [.unopened])
    }
}
