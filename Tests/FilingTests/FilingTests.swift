import ComplaintModel
import ComplaintStore
import Filing
import Foundation
import PipelineContract
import Testing

@Suite struct FilingTests {
    private let folder = NSTemporaryDirectory() + "rongthuk-filing-" + UUID().uuidString
    private let store: ComplaintDatabase

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try ComplaintDatabase(path: folder + "/complaints.sqlite")
    }

    private func judgement(
        text: String = "ถนนเป็นหลุม", doubts: [Doubt] = [], review: ReviewRecord.Decision? = nil
    ) throws -> Judgement {
        let source = try #require(SourceName(rawValue: "sms"))
        let arrival = Arrival(
            channel: .sms, source: source, channelKey: "1", receivedAt: Timestamp(milliseconds: 1_795_000_000_000),
            artefact: Artefact(sha256: ContentDigest(of: [1]), size: 1, mediaType: .text), provenance: Provenance())
        let record = review.map {
            ReviewRecord(operatorName: "op1", decidedAt: arrival.receivedAt, decision: $0, reason: "advertisement")
        }
        let item = ItemID(arrival.id)
        let transcript = Transcript(
            document: Document(item: item, arrival: arrival, pages: [], text: text), readings: [], review: record,
            doubts: doubts)
        let structure = Structure(
            fields: Fields(), kind: .grievance, category: "roads", categoryRule: "", agencies: [],
            deadline: Deadline(
                date: CalendarDate(daysSinceEpoch: 20_800), rule: .general, workingDays: 15, calendar: "2026.1"))
        return Judgement(
            draft: Draft(
                normalised: NormalisedTranscript(transcript: transcript, text: text, edits: [], flags: []),
                structure: structure, doubts: doubts),
            verdict: Verdict(kind: .new, of: nil, matter: item, score: 1, evidence: []), doubts: doubts, review: record)
    }

    private func outcome(_ judgement: Judgement, in store: (any ComplaintStoring)? = nil) async throws -> Outcome {
        let context = StageContext(item: judgement.draft.item, now: Timestamp(milliseconds: 1_795_000_000_000))
        return try await FilingStage(store: store ?? self.store).process(judgement, context: context)
    }

    @Test func aSureJudgementIsFiledOnce() async throws {
        for _ in 0..<2 {
            guard case .filed(let code) = try await outcome(judgement()) else {
                Issue.record("not filed")
                return
            }
            #expect(code == TrackingCode(buddhistYear: 2569, number: 1))
        }
        let complaint = try #require(try await store.complaints(ComplaintFilter()).first)
        #expect(complaint.deadline.workingDays == 15)
        #expect(try await store.count(ComplaintFilter()) == 1)
    }

    @Test func nothingDoubtfulOrEmptyIsFiledInSilence() async throws {
        let doubtful = try judgement(doubts: [Doubt(.doubtfulLine, page: 1, line: 2, detail: "risk 0.9")])
        for judgement in [doubtful, try judgement(text: " \n-\n"), try judgement(text: "")] {
            guard case .hold(let held) = try await outcome(judgement) else {
                Issue.record("not held")
                continue
            }
            #expect(!held.doubts.isEmpty)
        }
        #expect(try await store.count(ComplaintFilter()) == 0)
    }

    @Test func anOperatorDecides() async throws {
        guard case .filed = try await outcome(judgement(text: "-", review: .accepted)) else {
            Issue.record("not filed")
            return
        }
        guard case .reject(let reason) = try await outcome(judgement(review: .rejected)) else {
            Issue.record("not rejected")
            return
        }
        #expect(reason == "advertisement")
    }

    @Test func whatAnOperatorDecidedOnlyAnOperatorReplaces() async throws {
        guard case .filed(let code) = try await outcome(judgement(text: "ข้อความที่แก้แล้ว", review: .corrected)) else {
            Issue.record("not filed")
            return
        }
        guard case .hold = try await outcome(judgement()) else {
            Issue.record("a machine's reading took the place of an operator's")
            return
        }
        #expect(try await store.complaint(code: code)?.version == 1)
        guard case .filed(code) = try await outcome(judgement(review: .accepted)) else {
            Issue.record("not filed")
            return
        }
        #expect(try await store.complaint(code: code)?.version == 2)
    }

    @Test func aFaultOfTheStoreIsThrownForALaterTry() async throws {
        await #expect(throws: FullStore.Full.self) { try await outcome(judgement(), in: FullStore()) }
    }
}

/// A store whose disk is full.
private struct FullStore: ComplaintStoring {
    struct Full: Error {}
    func upsert(_: Judgement, trail: [Step], at: Timestamp) throws -> TrackingCode { throw Full() }
    func complaint(code: TrackingCode) -> Complaint? { nil }
    func complaint(item: ItemID) -> Complaint? { nil }
    func record(of: ItemID) -> ComplaintRecord? { nil }
    func complaints(_: ComplaintFilter) -> [Complaint] { [] }
    func count(_: ComplaintFilter) -> Int { 0 }
    func items() -> Set<ItemID> { [] }
    func export(_: ComplaintFilter, line: @Sendable (String) throws -> Void) {}
    func matter(_: ItemID) -> Matter? { nil }
    func unlink(_: ItemID, from: ItemID, undoing: Complaint.Link.Undoing) {}
    func setDeadline(of: ItemID, to: Deadline, at: Timestamp) {}
}
