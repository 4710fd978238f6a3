import ComplaintModel
import Deduplication
import PipelineContract
import Testing

@Suite struct StageTests {
    private let index: DuplicateIndex
    private let stage: DeduplicationStage

    init() throws {
        index = try DuplicateIndex()
        stage = DeduplicationStage(index: index)
    }

    private func draft(
        _ key: String, named: Bool = true, doubts: [Doubt] = [], review: ReviewRecord.Decision? = nil
    ) throws -> Draft {
        let submission = SubmissionFixture(name: named ? ("สมมุติ", "ทดสอบระบบ") : nil).submission
        let source = try #require(SourceName(rawValue: "desk-1"))
        let arrival = Arrival(
            channel: .scan, source: source, channelKey: key, receivedAt: submission.receivedAt,
            artefact: Artefact(sha256: ContentDigest(of: Array(key.utf8)), size: 1, mediaType: .tiff),
            provenance: Provenance())
        let record = review.map {
            ReviewRecord(operatorName: "op1", decidedAt: arrival.receivedAt, decision: $0, text: submission.text)
        }
        let transcript = Transcript(
            document: Document(item: ItemID(arrival.id), arrival: arrival, pages: [], text: submission.text),
            readings: [], review: record, doubts: doubts)
        return Draft(
            normalised: NormalisedTranscript(transcript: transcript, text: submission.text, edits: [], flags: []),
            structure: Structure(
                fields: submission.fields, kind: .grievance, category: submission.category, categoryRule: "",
                agencies: [],
                deadline: Deadline(
                    date: CalendarDate(daysSinceEpoch: 20_800), rule: .general, workingDays: 15, calendar: "2026.1")),
            doubts: doubts)
    }

    private func process(_ draft: Draft) async throws -> Outcome {
        try await stage.process(draft, context: StageContext(item: draft.item, now: draft.arrival.receivedAt))
    }

    /// The judgement that goes to `file`; nil where the draft is held.
    private func filed(_ draft: Draft) async throws -> Judgement? {
        guard case .advance(let parcels) = try await process(draft) else { return nil }
        #expect(parcels.map(\.queue) == [.file] && parcels.map(\.item) == [draft.item])
        return parcels.first?.payload as? Judgement
    }

    private func held(_ draft: Draft) async throws -> [Doubt.Kind] {
        guard case .hold(let held) = try await process(draft) else { return [] }
        guard case .judgement(let judgement) = held.subject else { return [] }
        #expect(judgement.doubts == held.doubts && judgement.draft == draft)
        return held.doubts.map(\.kind)
    }

    @Test func whatIsSureGoesOnToBeFiled() async throws {
        let first = try draft("a")
        #expect(try await filed(first)?.verdict.kind == .new)
        let second = try #require(try await filed(draft("b")))
        #expect(second.verdict.kind == .repeat && second.verdict.of == first.item)
        #expect(second.verdict.matter == first.item && second.doubts.isEmpty)
        #expect(try await filed(draft("b")) == second)
    }

    @Test func doubtsAreHeldWithTheVerdict() async throws {
        let line = Doubt(.doubtfulLine, page: 1, line: 3, detail: "risk 0.8")
        #expect(try await held(draft("a", doubts: [line])) == [.doubtfulLine])
        #expect(try await held(draft("b", named: false, doubts: [line])) == [.doubtfulLine, .resemblance])
        #expect(try await held(draft("c", named: false)) == [.resemblance])
    }

    @Test func anOperatorSettlesDoubts() async throws {
        let doubts = [Doubt.Kind.doubtfulLine, .unreadablePage, .emptyReading, .unopened].map { Doubt($0, detail: "") }
        let fields = Doubt(.fields, detail: "two dates")
        _ = try await filed(draft("a"))
        let accepted = try await filed(draft("b", named: false, doubts: doubts + [fields], review: .accepted))
        #expect(accepted?.review?.decision == .accepted && accepted?.doubts == [])
        #expect(try await held(draft("c", named: false, doubts: doubts, review: .corrected)) == [.resemblance])
        #expect(try await held(draft("d", doubts: doubts + [fields], review: .corrected)) == [.fields])
        #expect(try await filed(draft("e", doubts: doubts, review: .corrected))?.doubts == [])
    }

    @Test func aLostIndexIsMadeAnewFromWhatWasJudged() async throws {
        let judged = [try await filed(draft("a")), try await filed(draft("b"))].compactMap(\.self)
        let anew = try DuplicateIndex()
        for judgement in judged + judged { try await anew.adopt(judgement) }
        #expect(try await anew.count() == 2)
        let context = StageContext(item: judged[1].draft.item, now: judged[1].draft.arrival.receivedAt)
        for draft in [judged[1].draft, try draft("c")] {
            guard
                case .advance(let parcels) = try await DeduplicationStage(index: anew).process(draft, context: context),
                let judgement = parcels.first?.payload as? Judgement
            else {
                Issue.record("not advanced")
                continue
            }
            #expect(judgement.verdict.kind == .repeat && judgement.verdict.matter == judged[0].draft.item)
        }
    }
}
