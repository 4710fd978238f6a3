public import ComplaintModel
internal import Foundation

/// Opens mails and the HTML in them: what Unpacking asks beside `DocumentEngine`.
///
/// The text of a mail is given as bytes, for labels lie: in UTF-8 where the label names a charset that is neither Thai
/// nor Unicode, else as it was sent. Reading the bytes as Thai is for the caller.
public protocol MailOpening: Sendable {
    /// Takes a mail apart, without the contents of its parts.
    func readMail(_ mail: Content, limits: EngineLimits) async throws -> MailReading

    /// The contents of the part `number` of a mail, its transfer encoding undone.
    func mailPart(_ number: Int, of mail: Content, limits: EngineLimits) async throws -> [UInt8]

    /// The text that a person would read on an HTML page; nothing that it refers to is fetched.
    func plainText(ofHTML html: String, limits: EngineLimits) async throws -> PlainText
}

/// A mail taken apart.
public struct MailReading: Codable, Sendable, Hashable {
    /// The header fields, top to bottom.
    public let headers: [MailHeader]
    /// The addresses of the field From.
    public let from: [String]
    /// The content: one part, or a multipart that holds others; nil where there is none.
    public let content: MailPart?

    /// Describes a mail.
    public init(headers: [MailHeader], from: [String], content: MailPart?) {
        (self.headers, self.from, self.content) = (headers, from, content)
    }
}

/// A header field (RFC 5322), unfolded.
public struct MailHeader: Codable, Sendable, Hashable {
    /// Its name, in lower case.
    public let name: String
    /// Its text, encoded words undone (RFC 2047).
    public let text: MailText

    /// Describes a field.
    public init(name: String, text: MailText) { (self.name, self.text) = (name, text) }
}

/// Text in the charsets it was sent in: the pieces stand one after the other, each in a charset of its own.
public struct MailText: Codable, Sendable, Hashable {
    /// The pieces.
    public let pieces: [[UInt8]]

    /// Text of pieces.
    public init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    /// Decodes a list of base-64 texts.
    public init(from decoder: any Decoder) throws {
        pieces = try decoder.singleValueContainer().decode([Data].self).map { [UInt8]($0) }
    }

    /// Encodes a list of base-64 texts: lists of numbers would be four times as long.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(pieces.map { Data($0) })
    }
}

/// A part of a mail (RFC 2046).
public struct MailPart: Codable, Sendable, Hashable {
    /// Its number, from 1; a part comes before those that it holds.
    public let number: Int
    /// What the mail says it is, in lower case: `text/plain`, `multipart/mixed`.
    public let type: String
    /// Those parameters of the type that matter: `charset`, `format`, `delsp`, `report-type`, `smime-type`.
    public let parameters: [String: String]
    /// `attachment`, `inline` or nothing.
    public let disposition: String?
    /// The name that the sender gave it (RFC 2231).
    public let name: String?
    /// How many bytes it holds.
    public let size: Int
    /// What its first bytes say it is.
    public let mediaType: MediaType
    /// The header fields of the mail that this part holds, of a `message/rfc822`.
    public let headers: [MailHeader]
    /// The parts that it holds.
    public let parts: [MailPart]

    /// Describes a part.
    public init(
        number: Int, type: String, parameters: [String: String] = [:], disposition: String? = nil, name: String? = nil,
        size: Int = 0, mediaType: MediaType = .unknown, headers: [MailHeader] = [], parts: [MailPart] = []
    ) {
        (self.number, self.type, self.parameters, self.disposition) = (number, type, parameters, disposition)
        (self.name, self.size, self.mediaType, self.headers, self.parts) = (name, size, mediaType, headers, parts)
    }
}

/// Text taken out of HTML.
public struct PlainText: Sendable, Hashable {
    /// The text; quotations have `> ` before their lines.
    public let text: String
    /// Whether the page was read to its end.
    public let isWhole: Bool

    /// Describes a text.
    public init(text: String, isWhole: Bool) { (self.text, self.isWhole) = (text, isWhole) }
}
