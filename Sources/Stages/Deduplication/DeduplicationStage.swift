public import ComplaintModel
public import PipelineContract

/// Tells of each complaint what it has to do with earlier ones, and sends on what is sure.
///
/// Every complaint stays a record of its own; a verdict links, it never drops.
public struct DeduplicationStage: Stage {
    /// The queue it reads.
    public let queue = QueueName.deduplicate
    private let index: DuplicateIndex

    /// Rules against what `index` remembers.
    public init(index: DuplicateIndex) { self.index = index }

    /// Judges a draft; once more gives the same verdict.
    ///
    /// - Throws: GRDB's `DatabaseError` where the index cannot be read or written; a later try may succeed.
    public func process(_ draft: Draft, context: StageContext) async throws -> Outcome {
        let ruling = try await index.judge(Submission(draft))
        let verdict = Verdict(
            kind: ruling.kind, of: ruling.of.flatMap(ItemID.init(rawValue:)),
            matter: ItemID(rawValue: ruling.matter) ?? draft.item, score: ruling.score, evidence: ruling.evidence)
        let review = draft.normalised.transcript.review
        let question = ruling.question.map { Doubt(.resemblance, detail: $0) }
        let doubts = (draft.doubts + [question].compactMap(\.self)).filter { !$0.isSettled(by: review) }
        let judgement = Judgement(draft: draft, verdict: verdict, doubts: doubts, review: review)
        guard doubts.isEmpty else {
            return .hold(ReviewCase(subject: .judgement(judgement), doubts: doubts))
        }
        return .advance([Parcel(to: .file, item: draft.item, payload: judgement)])
    }
}

extension Doubt {
    /// Whether an operator's decision answers the doubt: accepting answers all that was shown; a correction answers what
    /// was doubtful in reading, but what follows from the corrected text is to be looked at.
    fileprivate func isSettled(by review: ReviewRecord?) -> Bool {
        switch (review?.decision, kind) {
        case (.accepted, _): true
        case (.corrected, .doubtfulLine), (.corrected, .unreadablePage), (.corrected, .emptyReading),
            (.corrected, .unopened), (.corrected, .handwriting), (.corrected, .incomplete):
            true
        default: false
        }
    }
}
