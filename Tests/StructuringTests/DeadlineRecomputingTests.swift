import ComplaintModel
import Foundation
import Structuring
import Testing

/// A holiday is declared after complaints were given their day.
@Suite struct DeadlineRecomputingTests {
    private func reader(declaring holiday: String?) throws -> ComplaintReader {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tables-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: try #require(ReferenceData.bundledDirectory), to: folder)
        if let holiday {
            let file = folder.appendingPathComponent("holidays_th.tsv")
            let table = try String(contentsOf: file, encoding: .utf8)
            try (table.replacing("# version: ", with: "# version: later-") + "\(holiday)\tวันหยุดพิเศษ\tlisted\n").write(
                to: file, atomically: true, encoding: .utf8)
        }
        return ComplaintReader(reference: try ReferenceData(directory: folder))
    }

    private func complaint(_ text: String, by reader: ComplaintReader) throws -> Complaint {
        let received = try #require(Timestamp("2026-11-20T09:00:00+07:00"))
        let arrival = Arrival(
            channel: .web, source: try #require(SourceName(rawValue: "desk")), channelKey: "1", receivedAt: received,
            artefact: Artefact(sha256: ContentDigest(of: []), size: 0, mediaType: .text), provenance: Provenance())
        let item = ItemID(arrival.id)
        let normalised = NormalisedTranscript(
            transcript: Transcript(
                document: Document(item: item, arrival: arrival, pages: [], text: text), readings: [], doubts: []),
            text: text, edits: [], flags: [])
        let structure = reader.read(text, channel: .web, receivedAt: received, sender: nil)
        let judgement = Judgement(
            draft: Draft(normalised: normalised, structure: structure, doubts: []),
            verdict: Verdict(kind: .new, of: nil, matter: item, score: 1, evidence: []), doubts: [], review: nil)
        return Complaint(
            judgement,
            filing: Complaint.Filing(
                trackingCode: TrackingCode(buddhistYear: 2569, number: 1), version: 1, filedAt: received,
                updatedAt: received, matter: item, links: []))
    }

    @Test func aDeclaredHolidayMovesTheDay() throws {
        let before = try reader(declaring: nil)
        let filed = try complaint("เรื่อง ถนนเป็นหลุมเป็นบ่อ ขอให้ซ่อมถนน", by: before)
        #expect(before.recomputedDeadline(of: filed) == filed.deadline)
        let after = try reader(declaring: "2026-11-25").recomputedDeadline(of: filed)
        #expect(after.rule == filed.deadline.rule)
        #expect(after.date > filed.deadline.date)
        #expect(after.calendar.hasPrefix("later-"))
        let elsewhere = try reader(declaring: "2027-06-30").recomputedDeadline(of: filed)
        #expect(elsewhere.date == filed.deadline.date)
    }
}
