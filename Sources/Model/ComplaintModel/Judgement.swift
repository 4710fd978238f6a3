/// What deduplication says of a complaint.
public struct Verdict: Codable, Sendable, Hashable {
    /// The relations a complaint can have to earlier ones.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Not seen before.
        case new
        /// The same bytes or the same message once more.
        case redelivery
        /// The same person about the same matter again.
        case `repeat`
        /// Another person about the same matter.
        case coComplaint = "co_complaint"
        /// One of many with the same prepared text.
        case campaign
        /// The same correspondent about an earlier complaint, by its tracking code.
        case followUp = "follow_up"
        /// Something in common; shown to people, nothing follows from it.
        case related
    }
    /// The relation.
    public let kind: Kind
    /// The earlier item it relates to; nil where it is new.
    public let of: ItemID?
    /// The matter it belongs to: the first item of the matter.
    public let matter: ItemID
    /// How sure the relation is, 0 to 1.
    public let score: Double
    /// What speaks for it, in words without any text of the letter.
    public let evidence: [String]

    /// States a verdict.
    public init(kind: Kind, of: ItemID?, matter: ItemID, score: Double, evidence: [String]) {
        (self.kind, self.of, self.matter, self.score, self.evidence) = (kind, of, matter, score, evidence)
    }
}

/// A draft with its verdict: what the `file` queue carries.
public struct Judgement: Codable, Sendable, Hashable {
    /// The draft.
    public let draft: Draft
    /// Its relation to what came before.
    public let verdict: Verdict
    /// What a person must look at; empty where nothing is, or where a person has looked.
    public let doubts: [Doubt]
    /// What an operator decided, where one did.
    public let review: ReviewRecord?

    /// Describes a judged draft.
    public init(draft: Draft, verdict: Verdict, doubts: [Doubt], review: ReviewRecord?) {
        (self.draft, self.verdict, self.doubts, self.review) = (draft, verdict, doubts, review)
    }
}

/// What an operator decided of an item, and when.
public struct ReviewRecord: Codable, Sendable, Hashable {
    /// What an operator can decide.
    public enum Decision: String, Codable, Sendable { case accepted, corrected, rejected }
    /// The operator.
    public let operatorName: String
    /// When it was decided.
    public let decidedAt: Timestamp
    /// What was decided.
    public let decision: Decision
    /// The whole text as the operator left it, where it was corrected.
    public let text: String?
    /// Why, where the operator said so.
    public let reason: String?

    /// Records a decision.
    public init(
        operatorName: String, decidedAt: Timestamp, decision: Decision, text: String? = nil, reason: String? = nil
    ) {
        (self.operatorName, self.decidedAt, self.decision) = (operatorName, decidedAt, decision)
        (self.text, self.reason) = (text, reason)
    }

    private enum CodingKeys: String, CodingKey {
        case decision, text, reason
        case operatorName = "operator"
        case decidedAt = "decided_at"
    }
}

/// An item that waits for an operator: what the `review` queue holds.
public struct ReviewCase: Codable, Sendable, Hashable {
    /// How far the item had come when it was held.
    public enum Subject: Codable, Sendable, Hashable {
        /// It could not be opened or read: the operator sees the pages, types the text or rejects it.
        case document(Document)
        /// It was read and understood, with doubts.
        case judgement(Judgement)
    }
    /// How far the item had come.
    public let subject: Subject
    /// Why it waits; never empty.
    public let doubts: [Doubt]

    /// Makes a case.
    public init(subject: Subject, doubts: [Doubt]) { (self.subject, self.doubts) = (subject, doubts) }

    /// The letter the case is about.
    public var document: Document {
        switch subject {
        case .document(let document): document
        case .judgement(let judgement): judgement.draft.document
        }
    }
}
