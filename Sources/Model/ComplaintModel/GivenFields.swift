/// What a desk has already typed: taken as given, before anything that is found in the text.
public struct GivenFields: Codable, Sendable, Hashable {
    /// The flag of a finding that was typed, not found.
    public static let flag = "given"

    /// The fields; every finding is flagged `given` and stands nowhere in the text.
    public var fields = Fields()
    /// The kind, where one was chosen.
    public var kind: SubmissionKind?
    /// The category, where one was chosen.
    public var category: String?

    /// Gathers what a submission says beside its text.
    public init(_ submission: WebSubmission) {
        kind = submission.kind
        category = submission.category
        fields.subject = GivenFields.findings([submission.subject])
        fields.addressee = GivenFields.findings([submission.addressee])
        fields.incidentDate = GivenFields.findings([submission.incident?.date.map(IncidentDate.day)])
        fields.address = GivenFields.findings([
            submission.complainant?.address.flatMap { Address($0, role: .complainant) },
            submission.incident?.place.flatMap { Address($0, role: .incident) },
        ])
        let respondent = submission.respondent.map {
            Person(title: $0.title, first: $0.first, last: $0.last, role: .respondent)
        }
        let writer = submission.complainant.flatMap { writer in
            writer.first.map { Person(title: writer.title, first: $0, last: writer.last, role: .complainant) }
        }
        fields.person = GivenFields.findings([writer, respondent])
        if let complainant = submission.complainant { add(complainant) }
    }

    private mutating func add(_ writer: WebSubmission.Writer) {
        if let number = writer.citizenID {
            let flags = GivenFields.isCitizenID(number) ? [] : ["invalid"]
            fields.citizenID = GivenFields.findings([number], flags)
        }
        fields.phone = GivenFields.findings((writer.phones ?? []).map(Phone.init(given:)))
        fields.email = GivenFields.findings((writer.emails ?? []).map { $0.lowercased() })
        fields.lineID = GivenFields.findings(writer.lineIDs ?? [])
        if writer.anonymous != nil || writer.secrecy == true {
            let flags = writer.secrecy == true ? ["secrecy"] : []
            fields.anonymous = GivenFields.findings([writer.anonymous ?? false], flags)
        }
    }

    private static func findings<Value>(_ values: [Value?], _ flags: [String] = []) -> [Finding<Value>] {
        values.compactMap { $0 }.map { Finding($0, confidence: 1, span: Span(0..<0), flags: [flag] + flags) }
    }

    /// Whether thirteen digits end in their check digit.
    private static func isCitizenID(_ text: String) -> Bool {
        let digits = text.unicodeScalars.compactMap { Int($0.value) - 0x30 }
        guard digits.count == 13, digits.allSatisfy({ (0...9).contains($0) }) else { return false }
        let sum = zip(digits.prefix(12), (2...13).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
        return (11 - sum % 11) % 10 == digits[12]
    }
}

extension Address {
    /// A place as it was typed; nil where nothing was.
    fileprivate init?(_ place: WebSubmission.Place, role: Role) {
        self.init(role: role)
        (house, moo, village, soi, road) = (place.house, place.moo, place.village, place.soi, place.road)
        (subdistrict, district, province) = (place.subdistrict, place.district, place.province)
        postcode = place.postcode
        guard self != Address(role: role) else { return nil }
    }
}

extension Phone {
    /// A number as it was typed: `0812345678` is Thailand's, `+…` is E.164 already, a short code stays one.
    fileprivate init(given text: String) {
        let digits = String(text.unicodeScalars.filter { (0x30...0x39).contains($0.value) || $0 == "+" })
        let number = digits.hasPrefix("0") ? "+66" + digits.dropFirst() : digits
        let isThai = number.hasPrefix("+66")
        let kind: Kind =
            if !number.hasPrefix("+") { .hotline } else if !isThai { .foreign } else if number.utf8.count == 12 {
                .mobile
            } else { .landline }
        self.init(number: number, kind: kind)
    }
}
