internal import ComplaintModel

/// What is kept of a submission to compare later ones with.
struct Profile: Codable, Sendable, Hashable {
    let channel: ChannelKind
    let receivedAt: Timestamp
    let sender: String?
    let bytes: String?
    let message: String?
    /// The writer's full name without marks and spaces; nil where first or last name is missing.
    let name: [UInt8]?
    let citizenID: String?
    let phones: [String]
    let emails: [String]
    /// The subdistrict, by code or by name.
    let place: String?
    let category: String

    init(_ submission: Submission) {
        let fields = submission.fields
        let writer = Complainant(fields: fields, channel: submission.channel, sender: submission.sender)
        (channel, receivedAt, category) = (submission.channel, submission.receivedAt, submission.category)
        (sender, bytes, message) = (submission.sender, submission.bytes, submission.message)
        name = writer.last.flatMap { _ in writer.fullName }.map { Skeleton($0).bytes }
        (citizenID, phones, emails) = (writer.citizenID, writer.phones, writer.emails)
        let addresses = fields.address.map(\.value)
        let incident = addresses.first { $0.role == .incident } ?? addresses.first { $0.role == .complainant }
        place = incident.flatMap(Profile.place)
    }

    private static func place(_ address: Address) -> String? {
        if let code = address.codes.subdistrict { return code }
        guard let subdistrict = address.subdistrict, let province = address.province else { return nil }
        return "\(Skeleton(subdistrict).bytes) \(Skeleton(province).bytes)"
    }

    /// The keys under which a person is found again, with the kind of each.
    var personKeys: [String] {
        [citizenID.map { "citizen \($0)" }, name.map { "name \(ContentDigest(of: $0).hex)" }].compactMap(\.self)
            + contactKeys
    }

    /// Numbers and addresses, which several persons may share.
    var contactKeys: [String] { phones.map { "phone \($0)" } + emails.map { "email \($0)" } }

    /// Whether the network says that both came from one telephone or one mail address.
    func hasSameSender(as other: Profile) -> Bool {
        (channel == .sms || channel == .email) && channel == other.channel && sender != nil && sender == other.sender
    }

    /// Whether both tell of the same subdistrict and category.
    func sharesSubject(with other: Profile) -> Bool {
        place != nil && place == other.place && !category.isEmpty && category == other.category
    }
}
