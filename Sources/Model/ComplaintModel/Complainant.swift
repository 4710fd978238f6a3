/// Who complains, as far as the letter and its channel tell.
public struct Complainant: Codable, Sendable, Hashable {
    /// Title or rank.
    public let title: String?
    /// First name.
    public let first: String?
    /// Last name.
    public let last: String?
    /// Thirteen digits.
    public let citizenID: String?
    /// Telephone numbers in E.164, the likeliest first.
    public let phones: [String]
    /// E-mail addresses, in lower case.
    public let emails: [String]
    /// LINE ids.
    public let lineIDs: [String]
    /// Where the complainant lives.
    public let address: Address?
    /// Whether the writer stays unnamed on purpose.
    public let isAnonymous: Bool
    /// Whether the writer asks to be kept secret (an `anonymous` finding flagged `secrecy`).
    public let wantsSecrecy: Bool

    /// Gathers what `fields` and the sender that the channel knows say of the complainant.
    ///
    /// A number in the letter may be somebody else's (a swindler's, an office's), so only those near the writer's name
    /// or in the letterhead count, or all where no writer is named.
    public init(fields: Fields, channel: ChannelKind, sender: String?) {
        let writers = fields.person.filter { $0.value.isWriter }
        let writer = writers.first { $0.value.role == .complainant } ?? writers.first
        (title, first, last) = (writer?.value.title, writer?.value.first, writer?.value.last)
        let ownNumbers = fields.citizenID.filter { fields.belongsToWriter($0.span) }
        citizenID = (ownNumbers.first ?? (fields.citizenID.count == 1 ? fields.citizenID.first : nil))?.value
        let phone = channel == .sms ? sender.flatMap(phoneNumber) : nil
        let mail = channel == .email ? sender.flatMap(Complainant.mailAddress) : nil
        phones = distinct(
            [phone].compactMap(\.self) + fields.phone.filter { fields.belongsToWriter($0.span) }.map(\.value.number))
        emails = distinct(
            [mail].compactMap(\.self)
                + fields.email.filter { fields.belongsToWriter($0.span) }.map { $0.value.lowercased() })
        lineIDs = distinct(fields.lineID.filter { fields.belongsToWriter($0.span) }.map(\.value))
        address = fields.address.first { $0.value.role == .complainant }?.value
        isAnonymous = fields.anonymous.first?.value ?? false
        wantsSecrecy = fields.anonymous.contains { $0.flags?.contains("secrecy") ?? false }
    }

    /// First and last name parted by a space; nil where no name was found.
    public var fullName: String? { first.map { [$0, last].compactMap(\.self).joined(separator: " ") } }

    private enum CodingKeys: String, CodingKey {
        case title, first, last, phones, emails, address
        case citizenID = "citizen_id"
        case lineIDs = "line_ids"
        case isAnonymous = "anonymous"
        case wantsSecrecy = "secrecy"
    }
}

extension Person {
    /// Whether this is who wrote or signed.
    fileprivate var isWriter: Bool { role == .complainant || role == .signatory }
}

extension Fields {
    /// Whether what stands at `span` is the writer's own: in the letterhead, or within a few lines after the writer's
    /// name with nobody else named between.
    fileprivate func belongsToWriter(_ span: Span) -> Bool {
        guard person.contains(where: { $0.value.isWriter }) else { return true }
        let frame = (subject.map(\.span.from) + addressee.map(\.span.from)).min()
        if let frame, span.from < frame { return true }
        guard let before = person.filter({ $0.span.from <= span.from }).max(by: { $0.span.from < $1.span.from })
        else { return false }
        return before.value.isWriter && span.from - before.span.to <= 200
    }
}

/// A Thai or international number in E.164, or nil where `sender` is no telephone number (a name as sender).
private func phoneNumber(_ sender: String) -> String? {
    let marks: Set<Unicode.Scalar> = [" ", "-", "(", ")", "."]
    let digits = String(String.UnicodeScalarView(sender.unicodeScalars.filter { !marks.contains($0) }))
    let number = digits.utf8.first == UInt8(ascii: "+") ? String(digits.dropFirst()) : digits
    guard (8...15).contains(number.utf8.count), number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        return nil
    }
    return number.hasPrefix("0") ? "+66" + number.dropFirst() : "+" + number
}

extension Complainant {
    /// The mail address in `sender`, with or without a name before it, in lower case, as `emails` has it; nil where there
    /// is none.
    public static func mailAddress(_ sender: String) -> String? {
        var address = sender[...]
        if let open = sender.lastIndex(of: "<") {
            address = sender[sender.index(after: open)...].prefix { $0 != ">" }
        }
        let isAddress = address.utf8.count(where: { $0 == UInt8(ascii: "@") }) == 1 && !address.contains(" ")
        return isAddress ? address.lowercased() : nil
    }
}

private func distinct(_ values: [String]) -> [String] {
    var seen: Set<[UInt8]> = []
    return values.filter { seen.insert(Array($0.utf8)).inserted }
}
