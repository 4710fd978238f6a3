internal import ComplaintModel
internal import PipelineContract
internal import Structuring
internal import Testing

/// What a desk has typed comes first and is marked; what the text says stays behind it.
@Suite struct GivenFieldsTests {
    @Test func whatWasTypedComesFirst() async throws {
        var submission = WebSubmission(way: .phoneDesk)
        submission.subject = "น้ำประปา"
        submission.category = "น้ำประปา"
        submission.kind = .help
        var writer = WebSubmission.Writer()
        (writer.first, writer.phones) = ("สมมุติ", ["0810001234"])
        submission.complainant = writer
        let text = "เรื่อง ไฟฟ้าดับบ่อย\nไฟฟ้าดับในหมู่บ้าน โทร 0810009999 หรือ 081-000-1234"
        let artefact = Artefact(sha256: ContentDigest(of: []), size: 0, mediaType: .json)
        let arrival = Arrival(
            channel: .web, source: try #require(SourceName(rawValue: "desk")), channelKey: "1",
            receivedAt: try TestFile.noon("2026-11-20"), artefact: artefact, provenance: Provenance())
        let document = Document(
            item: ItemID(arrival.id), arrival: arrival, pages: [], text: text, given: GivenFields(submission))
        let input = NormalisedTranscript(
            transcript: Transcript(document: document, readings: [], doubts: []), text: text, edits: [], flags: [])
        let outcome = try await StructuringStage(reader: try TestFile.reader())
            .process(input, context: StageContext(item: document.item, now: try TestFile.noon("2026-11-21")))
        guard case .advance(let parcels) = outcome else { throw Unexpected() }
        let structure = try #require(parcels.first?.payload as? Draft).structure
        #expect(structure.fields.subject.map { $0.flags?.contains("given") ?? false } == [true, false])
        #expect(structure.fields.phone.map(\.value.number) == ["+66810001234", "+66810009999"])
        #expect(structure.fields.person.first?.value.first == "สมมุติ")
        #expect(structure.kind == .help)
        #expect(structure.category == "น้ำประปา" && structure.categoryRule == "given")
    }

    private struct Unexpected: Error {}
}
