/// One complaint as the store keeps it and the outbox sends it: the contract that `complaint.schema.json` publishes.
public struct Complaint: Codable, Sendable, Hashable {
    /// The version of the contract.
    public static let currentFormat = 1

    /// The version of the contract this record follows.
    public let format: Int
    /// The item it was made from.
    public let id: ItemID
    /// The code the citizen quotes.
    public let trackingCode: TrackingCode
    /// Counts changes of the content, from 1.
    public private(set) var version: Int
    /// When it was first filed.
    public let filedAt: Timestamp
    /// When this version was filed.
    public private(set) var updatedAt: Timestamp
    /// The kind of way it came in by.
    public let channel: ChannelKind
    /// The watcher that took it in.
    public let source: SourceName
    /// When it was taken in.
    public let receivedAt: Timestamp
    /// The arrivals it came with.
    public let arrivals: [ArrivalID]
    /// The bytes kept as evidence: what arrived, what was attached to it, then pictures of pages drawn from it.
    public let artefacts: [KeptArtefact]
    /// What was attached to a mail, with its names.
    public let attachments: [MailAttachment]
    /// Where it came from.
    public let provenance: Provenance
    /// Pages that were left out, and why.
    public let notes: [PageNote]
    /// The language of the text: `th`, `en`, or `und` where it is neither.
    public let language: String
    /// What the letter says it is about.
    public let subject: String?
    /// The text in normal form; spans of findings refer to it.
    public let body: String
    /// The raw text, which the store keeps with every edit that led to the body.
    public let rawText: RawText
    /// Who complains.
    public let complainant: Complainant
    /// About whom.
    public let respondents: [Person]
    /// To whom it is written.
    public let addressee: String?
    /// When and where it happened.
    public let incident: Incident
    /// What kind of submission it is.
    public let kind: SubmissionKind
    /// The category, out of the data file of categories.
    public let category: String
    /// The rule (phrase) that chose the category.
    public let categoryRule: String
    /// The agency it goes to first; nil where none is proposed.
    public let firstHop: String?
    /// Agencies proposed, in the order of hops, with the reasons.
    public let agencies: [AgencyProposal]
    /// Whether it is urgent, and why.
    public let urgency: Urgency
    /// By when to answer.
    public private(set) var deadline: Deadline
    /// Its relation to what came before, as deduplication saw it.
    public let verdict: Verdict
    /// The matter it belongs to now: the first item of the matter.
    public private(set) var matter: ItemID
    /// Its links to earlier complaints, the undone ones too.
    public private(set) var links: [Link]
    /// What an operator decided, where one did.
    public let review: Review?
    /// Everything found in the body, with confidence and span.
    public let fields: Fields

    private enum CodingKeys: String, CodingKey {
        case format, id, version, channel, source, arrivals, artefacts, attachments, provenance, notes, language,
            subject, body
        case complainant, respondents, addressee, incident, kind, category, agencies, urgency, deadline, verdict, matter
        case links, review, fields
        case trackingCode = "tracking_code"
        case filedAt = "filed_at"
        case updatedAt = "updated_at"
        case receivedAt = "received_at"
        case rawText = "raw_text"
        case categoryRule = "category_rule"
        case firstHop = "first_hop"
    }
}

extension Complaint {
    /// What the store decides of a complaint, beside the judgement.
    public struct Filing: Sendable, Hashable {
        /// The code the citizen quotes.
        public var trackingCode: TrackingCode
        /// Counts changes of the content, from 1.
        public var version: Int
        /// When it was first filed.
        public var filedAt: Timestamp
        /// When this version was filed.
        public var updatedAt: Timestamp
        /// The matter it belongs to now.
        public var matter: ItemID
        /// Its links to earlier complaints.
        public var links: [Link]

        /// Gathers the store's decisions.
        public init(
            trackingCode: TrackingCode, version: Int, filedAt: Timestamp, updatedAt: Timestamp, matter: ItemID,
            links: [Link]
        ) {
            (self.trackingCode, self.version, self.filedAt) = (trackingCode, version, filedAt)
            (self.updatedAt, self.matter, self.links) = (updatedAt, matter, links)
        }
    }

    /// The next version, in another matter or with other links, as an operator has decided.
    public func revised(matter: ItemID, links: [Link], at now: Timestamp) -> Complaint {
        var next = self
        (next.matter, next.links, next.version, next.updatedAt) = (matter, links, version + 1, now)
        return next
    }

    /// The next version, with another deadline, as a changed calendar sets it.
    public func revised(deadline: Deadline, at now: Timestamp) -> Complaint {
        var next = self
        (next.deadline, next.version, next.updatedAt) = (deadline, version + 1, now)
        return next
    }

    /// Makes the complaint of a judgement.
    public init(_ judgement: Judgement, filing: Filing) {
        let draft = judgement.draft
        let arrival = draft.arrival
        let structure = draft.structure
        let fields = structure.fields
        format = Complaint.currentFormat
        (id, trackingCode, version) = (draft.item, filing.trackingCode, filing.version)
        (filedAt, updatedAt) = (filing.filedAt, filing.updatedAt)
        (channel, source, receivedAt) = (arrival.channel, arrival.source, arrival.receivedAt)
        arrivals = [arrival.id] + draft.document.joined.map(\.id)
        artefacts = KeptArtefact.all(of: draft.document)
        attachments = draft.document.attachments
        (provenance, notes) = (arrival.provenance, draft.document.notes)
        (subject, body) = (fields.subject.first?.value, draft.normalised.text)
        language = Complaint.language(of: draft.normalised.text)
        rawText = RawText(of: draft.normalised.transcript)
        complainant = Complainant(fields: fields, channel: arrival.channel, sender: arrival.provenance.sender)
        respondents = fields.person.map(\.value).filter { $0.role == .respondent }
        addressee = fields.addressee.first?.value
        incident = Incident(
            dates: fields.incidentDate.map(\.value),
            place: fields.address.first { $0.value.role == .incident }?.value)
        (kind, category, categoryRule) = (structure.kind, structure.category, structure.categoryRule)
        (firstHop, agencies) = (structure.agencies.first?.name, structure.agencies)
        urgency = Urgency(isUrgent: !fields.urgent.isEmpty, reasons: fields.urgent.map(\.value))
        (deadline, verdict) = (structure.deadline, judgement.verdict)
        (matter, links) = (filing.matter, filing.links)
        review = judgement.review.map { Review($0, transcript: draft.normalised.transcript) }
        self.fields = fields
    }

    /// `th` or `en` by the letters that are more frequent, `und` where there are neither.
    private static func language(of text: String) -> String {
        let thai = text.unicodeScalars.count { (0x0E01...0x0E4E).contains($0.value) }
        let latin = text.unicodeScalars.count { $0.properties.isAlphabetic && $0.value < 0x250 }
        if thai == 0, latin == 0 { return "und" }
        return thai >= latin ? "th" : "en"
    }
}

extension Verdict.Kind {
    /// Whether the relation puts both complaints into one matter.
    public var sharesMatter: Bool {
        switch self {
        case .redelivery, .repeat, .coComplaint, .campaign, .followUp: true
        case .new, .related: false
        }
    }
}
