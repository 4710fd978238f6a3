internal import ComplaintModel

/// What was understood of a text as plain words by name: what a test in YAML can expect.
enum StructureView {
    static let keys = readers.keys.sorted()

    static func values(of key: String, in structure: Structure) -> [String] { readers[key]?(structure) ?? [] }

    private static let readers: [String: @Sendable (Structure) -> [String]] = [
        "subject": { $0.fields.subject.map(\.value) },
        "addressee": { $0.fields.addressee.map(\.value) },
        "date": { $0.fields.date.map(\.value.rawValue) },
        "incident_date": { $0.fields.incidentDate.map { words(of: $0.value) } },
        "complainant": { people($0, .complainant) },
        "respondent": { people($0, .respondent) },
        "officer": { people($0, .officer) },
        "signatory": { people($0, .signatory) },
        "mentioned": { people($0, .mentioned) },
        "citizen_id": { $0.fields.citizenID.map(\.value) },
        "phone": { $0.fields.phone.map(\.value.number) },
        "email": { $0.fields.email.map(\.value) },
        "line_id": { $0.fields.lineID.map(\.value) },
        "house": { $0.fields.address.compactMap(\.value.house) },
        "moo": { $0.fields.address.compactMap(\.value.moo) },
        "village": { $0.fields.address.compactMap(\.value.village) },
        "soi": { $0.fields.address.compactMap(\.value.soi) },
        "road": { $0.fields.address.compactMap(\.value.road) },
        "subdistrict": { $0.fields.address.compactMap(\.value.subdistrict) },
        "district": { $0.fields.address.compactMap(\.value.district) },
        "province": { $0.fields.address.compactMap(\.value.province) },
        "subdistrict_code": { $0.fields.address.compactMap(\.value.codes.subdistrict) },
        "district_code": { $0.fields.address.compactMap(\.value.codes.district) },
        "province_code": { $0.fields.address.compactMap(\.value.codes.province) },
        "address_flag": { $0.fields.address.flatMap { $0.flags ?? [] } },
        "postcode": { $0.fields.address.compactMap(\.value.postcode) },
        "amount": { $0.fields.amount.map { $0.value == $0.value.rounded() ? "\(Int($0.value))" : "\($0.value)" } },
        "station": { $0.fields.station.map(\.value) },
        "reference": { $0.fields.reference.map(\.value) },
        "enclosure": { $0.fields.enclosure.map(\.value) },
        "signatory_count": { $0.fields.signatoryCount.map { "\($0.value)" } },
        "anonymous": { $0.fields.anonymous.map { "\($0.value)" } },
        "police": { $0.fields.police.map(\.value.rawValue) },
        "urgent": { $0.fields.urgent.map(\.value) },
        "kind": { [$0.kind.rawValue] },
        "category": { [$0.category] },
        "category_rule": { [$0.categoryRule] },
        "agency": { $0.agencies.map(\.name) },
        "agency_reason": { $0.agencies.map(\.reason) },
        "deadline": { [$0.deadline.date.rawValue] },
        "deadline_rule": { [$0.deadline.rule.rawValue] },
    ]

    private static func people(_ structure: Structure, _ role: Person.Role) -> [String] {
        structure.fields.person.map(\.value).filter { $0.role == role }.map { person in
            [(person.title ?? "") + person.first, person.last ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    private static func words(of date: IncidentDate) -> String {
        switch date {
        case .day(let day): day.rawValue
        case .period(let from, let to): "\(from)/\(to)"
        }
    }
}
