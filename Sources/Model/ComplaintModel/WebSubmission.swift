/// A complaint as another system hands it over: what a citizen or a desk typed into its form.
///
/// The published form is `openapi.yaml` of `WebChannel`; keys that it does not know are refused there, so that nothing is
/// dropped in silence.
public struct WebSubmission: Codable, Sendable, Hashable {
    /// By what way it came to the system that hands it over.
    public enum Way: String, Codable, Sendable, CaseIterable {
        case webForm = "web_form"
        case mobileApp = "mobile_app"
        case phoneDesk = "phone_desk"
        case walkIn = "walk_in"
    }

    /// Who complains.
    public struct Writer: Codable, Sendable, Hashable {
        /// Title or rank.
        public var title: String?
        /// First name.
        public var first: String?
        /// Last name.
        public var last: String?
        /// Thirteen digits.
        public var citizenID: String?
        /// As dialled or in E.164.
        public var phones: [String]?
        /// E-mail addresses.
        public var emails: [String]?
        /// LINE ids.
        public var lineIDs: [String]?
        /// Where the writer lives.
        public var address: Place?
        /// Whether the name is withheld on purpose.
        public var anonymous: Bool?
        /// Whether the name must not be given to the agency complained of.
        public var secrecy: Bool?

        /// Nothing known yet.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case title, first, last, phones, emails, address, anonymous, secrecy
            case citizenID = "citizen_id"
            case lineIDs = "line_ids"
        }
    }

    /// Whom or what it is about.
    public struct Respondent: Codable, Sendable, Hashable {
        /// Title or rank.
        public var title: String?
        /// First name.
        public var first: String
        /// Last name.
        public var last: String?
    }

    /// A place in Thailand, its parts without their prefixes (ตำบล, อำเภอ, จังหวัด).
    public struct Place: Codable, Sendable, Hashable {
        /// House number.
        public var house: String?
        /// Village number.
        public var moo: String?
        /// Village or building.
        public var village: String?
        /// Lane.
        public var soi: String?
        /// Road.
        public var road: String?
        /// Tambon or khwaeng.
        public var subdistrict: String?
        /// Amphoe or khet.
        public var district: String?
        /// Changwat.
        public var province: String?
        /// Five digits.
        public var postcode: String?
    }

    /// What happened, where and when.
    public struct Incident: Codable, Sendable, Hashable {
        /// The day.
        public var date: CalendarDate?
        /// The place.
        public var place: Place?
    }

    /// By what way it came to the system that hands it over.
    public var way: Way
    /// The number under which that system knows it.
    public var reference: String?
    /// When the citizen handed it in.
    public var submittedAt: Timestamp?
    /// What it is about, in a line.
    public var subject: String?
    /// To whom it is written.
    public var addressee: String?
    /// What is complained of, in the citizen's words; nil where only attachments say it.
    public var text: String?
    /// Who complains.
    public var complainant: Writer?
    /// Whom it is about.
    public var respondent: Respondent?
    /// When and where it happened.
    public var incident: Incident?
    /// What kind of submission it is, where it was chosen.
    public var kind: SubmissionKind?
    /// A category of the site's table, where the desk has chosen one.
    public var category: String?

    /// A submission with nothing in it yet.
    public init(way: Way) { self.way = way }

    private enum CodingKeys: String, CodingKey {
        case way, reference, subject, addressee, text, complainant, respondent, incident, kind, category
        case submittedAt = "submitted_at"
    }
}
