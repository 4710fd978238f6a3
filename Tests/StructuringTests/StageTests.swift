internal import ComplaintModel
internal import PipelineContract
internal import Structuring
internal import Testing

@Suite struct StageTests {
    private func transcript(_ text: String, doubts: [Doubt] = []) throws -> NormalisedTranscript {
        let bytes = Array(text.utf8)
        let artefact = Artefact(sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: .text)
        let arrival = Arrival(
            channel: .sms, source: try #require(SourceName(rawValue: "sms-1111")), channelKey: "1",
            receivedAt: try TestFile.noon("2026-11-20"), artefact: artefact,
            provenance: Provenance(sender: "+66815551234"))
        let document = Document(item: ItemID(arrival.id), arrival: arrival, pages: [], text: text)
        let transcript = Transcript(document: document, readings: [], doubts: doubts)
        return NormalisedTranscript(transcript: transcript, text: text, edits: [], flags: [])
    }

    private func draft(_ input: NormalisedTranscript) async throws -> Draft {
        let stage = StructuringStage(reader: try TestFile.reader())
        let context = StageContext(item: input.transcript.document.item, now: try TestFile.noon("2026-11-21"))
        let outcome = try await stage.process(input, context: context)
        guard case .advance(let parcels) = outcome, let parcel = parcels.first, parcels.count == 1 else {
            throw UnexpectedOutcome()
        }
        #expect(parcel.queue == .deduplicate)
        #expect(parcel.item == input.transcript.document.item)
        return try #require(parcel.payload as? Draft)
    }

    private struct UnexpectedOutcome: Error {}

    @Test func draftGoesToDeduplication() async throws {
        let draft = try await draft(transcript("ไฟดับ อ.พาน จ.เชียงราย"))
        #expect(draft.structure.category.scalars == "ไฟฟ้า".scalars)
        #expect(draft.structure.fields.phone.first?.value.number == "+66815551234")
        #expect(draft.structure.deadline.date.rawValue == "2026-12-15")
        #expect(draft.doubts.isEmpty)
    }

    @Test func doubtsOfTheReadingStay() async throws {
        let doubt = Doubt(.doubtfulLine, page: 1, line: 2, detail: "A line was read with too much risk.")
        #expect(try await draft(transcript("ไฟดับ", doubts: [doubt])).doubts == [doubt])
    }

    @Test func failedCheckDigitIsADoubt() async throws {
        let draft = try await draft(transcript("เลขประจำตัวประชาชน 1101700203451 ขอแจ้งไฟดับ"))
        #expect(draft.doubts.map(\.kind) == [.fields])
        #expect(draft.doubts.allSatisfy { !$0.detail.contains("1101700203451") })
    }

    @Test func contradictoryPlaceIsADoubt() async throws {
        let draft = try await draft(transcript("ไฟดับ ต.บางพูด อ.หาดใหญ่ จ.สงขลา"))
        #expect(draft.doubts.map(\.kind) == [.fields])
    }

    @Test func theSameItemTwiceGivesTheSameDraft() async throws {
        let input = try transcript("ตำรวจไม่รับแจ้งความ สภ.หาดใหญ่")
        #expect(try await draft(input) == draft(input))
    }
}
