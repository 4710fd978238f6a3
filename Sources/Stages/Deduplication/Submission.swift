public import ComplaintModel

/// A complaint as deduplication sees it: what was written, by whom as far as is known, and how it came.
public struct Submission: Sendable, Hashable {
    /// Its identity: an item, or the caller's own where deduplication serves as a filter.
    public var id: String
    /// The kind of way it came in by.
    public var channel: ChannelKind
    /// When it was taken in.
    public var receivedAt: Timestamp
    /// The text in normal form.
    public var text: String
    /// What was found in the text.
    public var fields: Fields
    /// The category of the matter.
    public var category: String
    /// Who sent it, as the channel knows it.
    public var sender: String?
    /// What tells its raw bytes from others (their SHA-256, with the part where the arrival holds several letters).
    public var bytes: String?
    /// The channel's own identity of the message (Message-ID, the service centre's id), if it has one.
    public var message: String?

    /// Describes a submission.
    public init(
        id: String, channel: ChannelKind, receivedAt: Timestamp, text: String, fields: Fields, category: String,
        sender: String? = nil, bytes: String? = nil, message: String? = nil
    ) {
        (self.id, self.channel, self.receivedAt, self.text) = (id, channel, receivedAt, text)
        (self.fields, self.category, self.sender) = (fields, category, sender)
        (self.bytes, self.message) = (bytes, message)
    }

    /// Takes what deduplication needs out of a draft.
    public init(_ draft: Draft) {
        let (arrival, item) = (draft.arrival, draft.item)
        self.init(
            id: item.rawValue, channel: arrival.channel, receivedAt: arrival.receivedAt, text: draft.normalised.text,
            fields: draft.structure.fields, category: draft.structure.category, sender: arrival.provenance.sender,
            bytes: "\(arrival.artefact.sha256.hex)/\(item.part ?? 0)", message: arrival.provenance.details["message_id"]
        )
    }
}

/// What deduplication says of a submission; also a line of the `deduplicate` filter's answer.
public struct Ruling: Codable, Sendable, Hashable {
    /// The submission.
    public let id: String
    /// Its relation to earlier ones.
    public let kind: Verdict.Kind
    /// The earlier submission it relates to; nil where it is new.
    public let of: String?
    /// The matter it belongs to: the first submission of the matter.
    public let matter: String
    /// How sure the relation is, 0 to 1.
    public let score: Double
    /// What speaks for it, without any text of the letter.
    public let evidence: [String]
    /// What only a person can decide of it; nil where nothing is.
    public let question: String?

    private enum CodingKeys: String, CodingKey {
        case id, of, matter, score, evidence, question
        case kind = "verdict"
    }

    init(
        id: String, kind: Verdict.Kind, of: String?, matter: String, score: Double, evidence: [String],
        question: String? = nil
    ) {
        (self.id, self.kind, self.of, self.matter) = (id, kind, of, matter)
        (self.score, self.evidence, self.question) = ((score * 1000).rounded() / 1000, evidence, question)
    }
}
