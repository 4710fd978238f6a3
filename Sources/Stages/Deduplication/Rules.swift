internal import ComplaintModel

/// An earlier submission with what is kept of it.
struct Candidate: Sendable {
    let id: String
    let matter: String
    let profile: Profile
    let skeleton: Skeleton
    /// How many letters of its matter were ruled to be of a campaign.
    let campaignSize: Int
}

/// What two submissions have to do with each other; text and identity are judged apart and only then put together.
struct Relation: Sendable {
    let kind: Verdict.Kind
    let score: Double
    let evidence: [String]
    let question: String?

    /// Copies of one text with differing readings stay above this; different letters stay below.
    fileprivate static let copied = 0.72
    /// The same where the writer is the same too, which chance seldom brings together.
    private static let copiedByWriter = 0.6
    /// The share of shingles above which one text quotes the other.
    fileprivate static let quoted = 0.6
    /// Below this, texts of the same kind of matter resemble each other by chance.
    private static let chance = 0.5

    private init(_ kind: Verdict.Kind, _ score: Double, _ evidence: [String], question: String? = nil) {
        (self.kind, self.score, self.evidence, self.question) = (kind, min(1, score), evidence, question)
    }

    /// Relates a submission to an earlier one; nil where they have nothing to do with each other.
    static func find(_ entry: IndexEntry, to earlier: Candidate, shared: Set<String>) -> Relation? {
        if let redelivery = redelivery(entry, of: earlier) { return redelivery }
        let text = TextRelation(entry.skeleton, earlier.skeleton)
        let sharesSubject = entry.profile.sharesSubject(with: earlier.profile)
        switch IdentityRelation(entry, earlier, shared: shared) {
        case .same(let reason):
            return bySameWriter(reason, text, sharesSubject)
        case .likely(let reason):
            // Many send a prepared text, and the one who collects the letters may put a number or name on each.
            if text.isCopy, earlier.campaignSize > 0 { return copy(of: earlier, text) }
            guard text.isCopy || sharesSubject else {
                return Relation(.related, text.likeness / 2, [reason, "another matter"])
            }
            return bySameWriter(reason, text, sharesSubject)
        case .different:
            if text.isCopy { return Relation(.campaign, text.likeness, [text.evidence, "another writer"]) }
            guard sharesSubject, text.isTelling, text.similarity >= chance else { return nil }
            let evidence = ["the same subdistrict and category", text.evidence, "another writer"]
            return Relation(.coComplaint, text.likeness, evidence)
        case .unknown:
            if text.isCopy { return copy(of: earlier, text) }
            guard sharesSubject, text.isTelling, text.similarity >= chance else { return nil }
            return Relation(.related, text.likeness / 2, ["the same subdistrict and category", text.evidence])
        }
    }

    private static func bySameWriter(_ reason: String, _ text: TextRelation, _ sharesSubject: Bool) -> Relation {
        if text.isSame || text.isCopy || (text.isTelling && text.similarity >= copiedByWriter) {
            return Relation(.repeat, text.likeness, [reason, text.evidence])
        }
        if sharesSubject {
            let evidence = [reason, "the same subdistrict and category", text.evidence]
            return Relation(.repeat, max(0.5, text.likeness), evidence)
        }
        return Relation(.related, text.likeness / 2, [reason, "another matter"])
    }

    /// The same bytes or the same message once more.
    ///
    /// Short messages have the same bytes whoever sends them, so there the sender must be the same too, and the time near.
    private static func redelivery(_ entry: IndexEntry, of earlier: Candidate) -> Relation? {
        let (profile, other) = (entry.profile, earlier.profile)
        guard profile.channel == other.channel, profile.sender == other.sender else { return nil }
        if let message = profile.message, message == other.message, entry.skeleton == earlier.skeleton {
            return Relation(.redelivery, 1, ["the same message of the channel"])
        }
        guard let bytes = profile.bytes, bytes == other.bytes else { return nil }
        let evidence = ["the same bytes"]
        switch profile.channel {
        case .scan, .fax, .email: return Relation(.redelivery, 1, evidence)
        case .sms, .web:
            let day = 86_400.0
            let isNear = abs(profile.receivedAt.seconds(since: other.receivedAt)) <= day
            return profile.sender != nil && isNear ? Relation(.redelivery, 1, evidence) : nil
        }
    }

    /// A copy whose writer is not known.
    ///
    /// It is never taken for somebody's own second letter; whether it is one, a person decides, save where the text is
    /// known to be sent by many.
    private static func copy(of earlier: Candidate, _ text: TextRelation) -> Relation {
        let evidence = [text.evidence, "writer unknown"]
        guard earlier.campaignSize < 2 else { return Relation(.campaign, text.likeness, evidence) }
        return Relation(
            .campaign, text.likeness, evidence,
            question: "It resembles \(earlier.id) (\(text.evidence)), and nothing tells whether the same person wrote "
                + "both; compare the two and decide.")
    }
}

extension TextRelation {
    /// Whether one text is a copy of the other, as it was or read anew, or quotes it.
    fileprivate var isCopy: Bool { isTelling && (similarity >= Relation.copied || containment >= Relation.quoted) }

    fileprivate var likeness: Double { max(similarity, isTelling ? containment : 0) }

    fileprivate var evidence: String { "text \(Int(likeness * 100)) % alike" }
}

extension Verdict.Kind {
    /// Which relation counts where a submission has several: the closest.
    var closeness: Int {
        switch self {
        case .redelivery: 5
        case .repeat, .followUp: 4
        case .campaign: 3
        case .coComplaint: 2
        case .related: 1
        case .new: 0
        }
    }
}
