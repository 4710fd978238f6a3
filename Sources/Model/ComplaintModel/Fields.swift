/// Something found in a text, with how sure it is and where it stands.
public struct Finding<Value: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    /// What was found, in canonical form.
    public let value: Value
    /// How sure the finding is, 0 to 1.
    public let confidence: Double
    /// The scalars of the text it was found in.
    public let span: Span
    /// What is special about it (`twoDigitYear`, `ambiguous`, …); nil where nothing is.
    public let flags: [String]?

    /// Records a finding.
    public init(_ value: Value, confidence: Double, span: Span, flags: [String] = []) {
        (self.value, self.confidence, self.span) = (value, confidence, span)
        self.flags = flags.isEmpty ? nil : flags
    }
}

/// A person named in a letter, and the part they have in it.
public struct Person: Codable, Sendable, Hashable {
    /// The part a person has in the matter.
    public enum Role: String, Codable, Sendable { case complainant, respondent, signatory, officer, mentioned }
    /// Title or rank as written in full or short (นาย, พ.ต.อ.), if any.
    public var title: String?
    /// First name.
    public var first: String
    /// Last name, if given.
    public var last: String?
    /// The part in the matter.
    public var role: Role

    /// Names a person.
    public init(title: String?, first: String, last: String?, role: Role) {
        (self.title, self.first, self.last, self.role) = (title, first, last, role)
    }
}

/// A telephone number.
public struct Phone: Codable, Sendable, Hashable {
    /// What kind of line it is.
    public enum Kind: String, Codable, Sendable { case mobile, landline, fax, hotline, foreign }
    /// The number in E.164 (`+66812345678`), or a short code as dialled (`1111`).
    public var number: String
    /// What kind of line it is.
    public var kind: Kind
    /// Digits to dial after the connection, if any.
    public var `extension`: String?

    /// Describes a number.
    public init(number: String, kind: Kind, extension: String? = nil) {
        (self.number, self.kind, self.extension) = (number, kind, `extension`)
    }
}

/// A place in Thailand as far as the text gives it, resolved against the gazetteer as far as it is unique.
public struct Address: Codable, Sendable, Hashable {
    /// Whose place it is.
    public enum Role: String, Codable, Sendable { case complainant, incident, other }
    /// Codes of the Department of Provincial Administration, as far as resolved.
    public struct Codes: Codable, Sendable, Hashable {
        /// Six digits.
        public var subdistrict: String?
        /// Four digits.
        public var district: String?
        /// Two digits.
        public var province: String?
        /// Gathers codes.
        public init(subdistrict: String? = nil, district: String? = nil, province: String? = nil) {
            (self.subdistrict, self.district, self.province) = (subdistrict, district, province)
        }
    }
    /// House number (`12/3`).
    public var house: String?
    /// Village number.
    public var moo: String?
    /// Village or building.
    public var village: String?
    /// Lane.
    public var soi: String?
    /// Road.
    public var road: String?
    /// Tambon or khwaeng, without its prefix.
    public var subdistrict: String?
    /// Amphoe or khet, without its prefix.
    public var district: String?
    /// Changwat, without its prefix.
    public var province: String?
    /// Five digits.
    public var postcode: String?
    /// Gazetteer codes, as far as resolved.
    public var codes: Codes
    /// Whose place it is.
    public var role: Role

    /// Makes an address with nothing in it yet.
    public init(role: Role) { (codes, self.role) = (Codes(), role) }
}

/// The day or days something happened, written as an ISO date or `{"from", "to"}`.
public enum IncidentDate: Codable, Sendable, Hashable {
    case day(CalendarDate)
    case period(from: CalendarDate, to: CalendarDate)

    private enum CodingKeys: String, CodingKey { case from, to }

    /// Decodes either form.
    public init(from decoder: any Decoder) throws {
        if let day = try? decoder.singleValueContainer().decode(CalendarDate.self) {
            self = .day(day)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self = .period(
            from: try container.decode(CalendarDate.self, forKey: .from),
            to: try container.decode(CalendarDate.self, forKey: .to))
    }

    /// Encodes the form at hand.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .day(let day):
            var container = encoder.singleValueContainer()
            try container.encode(day)
        case .period(let from, let to):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(from, forKey: .from)
            try container.encode(to, forKey: .to)
        }
    }
}

/// What part the police have in a matter.
public enum PoliceRole: String, Codable, Sendable {
    /// The complaint is about police officers.
    case respondent
    /// The police are asked to act.
    case requestedActor = "requested_actor"
    /// Somebody merely is a police officer.
    case incidental
}

/// Everything found in a text, by name.
///
/// Each list is best first; empty lists are left out of the JSON.
public struct Fields: Codable, Sendable, Hashable {
    /// What the letter says it is about (เรื่อง).
    public var subject: [Finding<String>] = []
    /// To whom it is written (เรียน).
    public var addressee: [Finding<String>] = []
    /// The date of the letter.
    public var date: [Finding<CalendarDate>] = []
    /// Persons named.
    public var person: [Finding<Person>] = []
    /// Thirteen digits.
    public var citizenID: [Finding<String>] = []
    /// Telephone and fax numbers.
    public var phone: [Finding<Phone>] = []
    /// E-mail addresses.
    public var email: [Finding<String>] = []
    /// LINE ids.
    public var lineID: [Finding<String>] = []
    /// Places.
    public var address: [Finding<Address>] = []
    /// When it happened.
    public var incidentDate: [Finding<IncidentDate>] = []
    /// Sums of money in baht.
    public var amount: [Finding<Double>] = []
    /// Police stations.
    public var station: [Finding<String>] = []
    /// Earlier letters referred to (อ้างถึง).
    public var reference: [Finding<String>] = []
    /// Enclosures (สิ่งที่ส่งมาด้วย).
    public var enclosure: [Finding<String>] = []
    /// How many signed.
    public var signatoryCount: [Finding<Int>] = []
    /// Whether the writer stays unnamed.
    public var anonymous: [Finding<Bool>] = []
    /// What part the police have.
    public var police: [Finding<PoliceRole>] = []
    /// Cues of urgency, as they stand in the text.
    public var urgent: [Finding<String>] = []

    /// Makes an empty record.
    public init() {}

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case subject, addressee, date, person, phone, email, address, amount, station, reference, enclosure, anonymous
        case police, urgent
        case citizenID = "citizen_id"
        case lineID = "line_id"
        case incidentDate = "incident_date"
        case signatoryCount = "signatory_count"
    }

    /// Decodes a record; a missing list is empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func list<Value>(_ key: CodingKeys) throws -> [Finding<Value>] {
            try container.decodeIfPresent([Finding<Value>].self, forKey: key) ?? []
        }
        subject = try list(.subject)
        addressee = try list(.addressee)
        date = try list(.date)
        person = try list(.person)
        citizenID = try list(.citizenID)
        phone = try list(.phone)
        email = try list(.email)
        lineID = try list(.lineID)
        address = try list(.address)
        incidentDate = try list(.incidentDate)
        amount = try list(.amount)
        station = try list(.station)
        reference = try list(.reference)
        enclosure = try list(.enclosure)
        signatoryCount = try list(.signatoryCount)
        anonymous = try list(.anonymous)
        police = try list(.police)
        urgent = try list(.urgent)
    }

    /// Encodes the lists that hold something.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func put<Value>(_ list: [Finding<Value>], _ key: CodingKeys) throws {
            if !list.isEmpty { try container.encode(list, forKey: key) }
        }
        try put(subject, .subject)
        try put(addressee, .addressee)
        try put(date, .date)
        try put(person, .person)
        try put(citizenID, .citizenID)
        try put(phone, .phone)
        try put(email, .email)
        try put(lineID, .lineID)
        try put(address, .address)
        try put(incidentDate, .incidentDate)
        try put(amount, .amount)
        try put(station, .station)
        try put(reference, .reference)
        try put(enclosure, .enclosure)
        try put(signatoryCount, .signatoryCount)
        try put(anonymous, .anonymous)
        try put(police, .police)
        try put(urgent, .urgent)
    }
}
