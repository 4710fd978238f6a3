import ComplaintModel
import ComplaintStore
import Filing
import Foundation
import PipelineContract
import Testing

/// Mails that quote a tracking code: from the same correspondent they follow up, from anybody else a person decides.
@Suite struct FollowUpTests {
    private let store: ComplaintDatabase
    private static let now = Timestamp(milliseconds: 1_795_000_000_000)

    init() throws {
        let folder = NSTemporaryDirectory() + "rongthuk-follow-up-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try ComplaintDatabase(path: folder + "/complaints.sqlite")
    }

    private func mail(
        _ key: String, from sender: String?, quoting codes: [TrackingCode] = [],
        review: ReviewRecord.Decision? = nil, verdict: Verdict? = nil
    ) throws -> Judgement {
        let source = try #require(SourceName(rawValue: "mailbox"))
        let arrival = Arrival(
            channel: .email, source: source, channelKey: key, receivedAt: Self.now,
            artefact: Artefact(sha256: ContentDigest(of: Array(key.utf8)), size: 1, mediaType: .mail),
            provenance: Provenance(sender: sender))
        let record = review.map { ReviewRecord(operatorName: "op1", decidedAt: Self.now, decision: $0) }
        let item = ItemID(arrival.id)
        let document = Document(item: item, arrival: arrival, pages: [], text: "ถนนเป็นหลุม", quotedCodes: codes)
        let transcript = Transcript(document: document, readings: [], review: record, doubts: [])
        let structure = Structure(
            fields: Fields(), kind: .grievance, category: "roads", categoryRule: "", agencies: [],
            deadline: Deadline(
                date: CalendarDate(daysSinceEpoch: 20_800), rule: .general, workingDays: 15, calendar: "2026.1"))
        let normalised = NormalisedTranscript(transcript: transcript, text: "ถนนเป็นหลุม", edits: [], flags: [])
        return Judgement(
            draft: Draft(normalised: normalised, structure: structure, doubts: []),
            verdict: verdict ?? Verdict(kind: .new, of: nil, matter: item, score: 1, evidence: []), doubts: [],
            review: record)
    }

    private func file(_ judgement: Judgement) async throws -> Outcome {
        try await FilingStage(store: store).process(
            judgement, context: StageContext(item: judgement.draft.item, now: Self.now))
    }

    private func filed(_ judgement: Judgement) async throws -> Complaint {
        guard case .filed(let code) = try await file(judgement) else { throw CancellationError() }
        return try #require(try await store.complaint(code: code))
    }

    @Test func fromTheSameCorrespondentItJoinsTheMatter() async throws {
        let first = try await filed(mail("1", from: "Somying <Somying@Example.co.th>"))
        let next = try mail("2", from: "somying@example.co.th", quoting: [first.trackingCode])
        for _ in 0..<2 {
            let second = try await filed(next)
            #expect(second.verdict.kind == .followUp && second.verdict.of == first.id)
            #expect(second.matter == first.id && second.version == 1)
            #expect(second.links.map(\.kind) == [.followUp])
        }
        let matter = try #require(try await store.matter(first.id))
        #expect(matter.complaints.count == 2 && matter.persons == 1 && matter.unknown == 0)
        var filter = ComplaintFilter()
        filter.verdict = .followUp
        #expect(try await store.count(filter) == 1)
    }

    @Test func aFollowUpOfAFollowUpStaysInTheMatter() async throws {
        let first = try await filed(mail("1", from: "a@example.com"))
        let second = try await filed(mail("2", from: "a@example.com", quoting: [first.trackingCode]))
        let third = try await filed(mail("3", from: "a@example.com", quoting: [second.trackingCode]))
        #expect(third.verdict.of == second.id && third.matter == first.id)
    }

    @Test(arguments: ["b@example.com", nil]) func fromAnybodyElseAPersonDecides(_ sender: String?) async throws {
        let first = try await filed(mail("1", from: "a@example.com"))
        guard case .hold(let held) = try await file(mail("2", from: sender, quoting: [first.trackingCode])) else {
            Issue.record("not held")
            return
        }
        #expect(held.doubts.map(\.kind) == [.resemblance])
        #expect(try await store.count(ComplaintFilter()) == 1)
        let accepted = try await filed(mail("2", from: sender, quoting: [first.trackingCode], review: .accepted))
        #expect(accepted.verdict.kind == .related && accepted.verdict.of == first.id)
        #expect(accepted.matter == accepted.id)
    }

    @Test func aRelationThatWasFoundStandsBesideAForeignCode() async throws {
        let first = try await filed(mail("1", from: "a@example.com"))
        let other = try await filed(mail("2", from: "c@example.com"))
        let verdict = Verdict(kind: .coComplaint, of: other.id, matter: other.id, score: 0.9, evidence: ["x"])
        let third = try await filed(
            mail("3", from: "b@example.com", quoting: [first.trackingCode], review: .accepted, verdict: verdict))
        #expect(third.verdict == verdict)
    }

    @Test func aRedeliveryIsNoSecondFollowUp() async throws {
        let first = try await filed(mail("1", from: "a@example.com"))
        let second = try await filed(mail("2", from: "a@example.com", quoting: [first.trackingCode]))
        let verdict = Verdict(kind: .redelivery, of: second.id, matter: first.id, score: 1, evidence: ["x"])
        let third = try await filed(
            mail("3", from: "a@example.com", quoting: [first.trackingCode], verdict: verdict))
        #expect(third.verdict.kind == .redelivery && third.matter == first.id)
    }

    @Test func theCorrespondentsOwnCodeCountsBeforeOthers() async throws {
        let first = try await filed(mail("1", from: "a@example.com"))
        let own = try await filed(mail("2", from: "b@example.com"))
        let third = try await filed(
            mail("3", from: "b@example.com", quoting: [first.trackingCode, own.trackingCode]))
        #expect(third.verdict.of == own.id)
    }

    @Test func codesThatNobodyHasSayNothing() async throws {
        let unknown = TrackingCode(buddhistYear: 2569, number: 999)
        let first = try await filed(mail("1", from: "a@example.com", quoting: [unknown]))
        #expect(first.verdict.kind == .new && first.matter == first.id)
        // Its own code, once it has one: read again it is still what it was.
        let again = try await filed(mail("1", from: "a@example.com", quoting: [first.trackingCode]))
        #expect(again.verdict.kind == .new)
    }
}
