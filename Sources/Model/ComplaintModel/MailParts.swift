/// A thing that came attached to a mail.
public struct MailAttachment: Codable, Sendable, Hashable {
    /// Its bytes.
    public let artefact: Artefact
    /// The name that the sender gave it; data, never a path.
    public let name: String?
    /// What the sender said it is, such as `application/zip`; what it is by its bytes stands in `artefact`.
    public let declaredType: String
    /// The numbers of the pages that were drawn from it; empty where it is only kept.
    public let pages: [Int]

    /// Describes an attachment.
    public init(artefact: Artefact, name: String?, declaredType: String, pages: [Int] = []) {
        (self.artefact, self.name, self.declaredType, self.pages) = (artefact, name, declaredType, pages)
    }

    private enum CodingKeys: String, CodingKey {
        case artefact, name, pages
        case declaredType = "declared_type"
    }
}

/// A passage of a mail, told apart by what a reader sees it is.
public struct Passage: Codable, Sendable, Hashable {
    /// What passages are.
    public enum Kind: String, Codable, Sendable {
        /// The sender's own words.
        case own
        /// The sender's signature block.
        case signature
        /// What an earlier mail said, quoted in an answer.
        case quoted
        /// A mail that the sender passes on.
        case forwarded
        /// A text that was attached as a file.
        case attached
    }
    /// What it is.
    public let kind: Kind
    /// Its words.
    public let text: String

    /// Describes a passage.
    public init(_ kind: Kind, _ text: String) { (self.kind, self.text) = (kind, text) }
}

// Synthesised decoding chooses these overloads: records of a time before mail lack the lists.

extension KeyedDecodingContainer {
    func decode(_ type: [MailAttachment].Type, forKey key: Key) throws -> [MailAttachment] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    func decode(_ type: [Passage].Type, forKey key: Key) throws -> [Passage] {
        try decodeIfPresent(type, forKey: key) ?? []
    }

    func decode(_ type: [TrackingCode].Type, forKey key: Key) throws -> [TrackingCode] {
        try decodeIfPresent(type, forKey: key) ?? []
    }
}
