public import ComplaintModel
public import ComplaintStore
public import PipelineContract

/// Files what is judged: the complaint with tracking code and deadline, and one row in the outbox for each destination.
public struct FilingStage: Stage {
    /// The queue it reads.
    public let queue = QueueName.file
    private let store: any ComplaintStoring

    /// Files into `store`.
    public init(store: any ComplaintStoring) { self.store = store }

    /// Files a judgement; once more gives the same code.
    ///
    /// What still has a doubt, or no text at all, is held rather than filed in silence, however it came here; and where an
    /// operator decided what is filed, only an operator puts a later reading in its place.
    ///
    /// - Throws: what the store throws (disk full, input/output); a later try may succeed.
    public func process(_ judgement: Judgement, context: StageContext) async throws -> Outcome {
        if judgement.review?.decision == .rejected {
            return .reject(reason: judgement.review?.reason ?? "An operator rejected it and gave no reason.")
        }
        guard judgement.doubts.isEmpty else {
            return .hold(ReviewCase(subject: .judgement(judgement), doubts: judgement.doubts))
        }
        guard judgement.hasText || judgement.review?.decision == .accepted else {
            let doubt = Doubt(
                .emptyReading, detail: "There is no text to file; look at the pages, then type the text or reject it.")
            return .hold(ReviewCase(subject: .judgement(judgement), doubts: [doubt]))
        }
        if judgement.review == nil, try await store.complaint(item: context.item)?.review != nil {
            let doubt = Doubt(
                .resemblance,
                detail: "An operator decided the text that is filed. Accept this later reading to put it in its place, "
                    + "or reject it: then what is filed stands.")
            return .hold(ReviewCase(subject: .judgement(judgement), doubts: [doubt]))
        }
        switch try await FollowUp(judgement, in: store) {
        case .doubtful(let doubt): return .hold(ReviewCase(subject: .judgement(judgement), doubts: [doubt]))
        case .settled(let verdict):
            let settled = judgement.with(verdict)
            return .filed(try await store.upsert(settled, trail: context.trail, at: context.now))
        }
    }
}

extension Judgement {
    fileprivate func with(_ verdict: Verdict) -> Judgement {
        Judgement(draft: draft, verdict: verdict, doubts: doubts, review: review)
    }

    fileprivate var hasText: Bool {
        draft.normalised.text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }
}
