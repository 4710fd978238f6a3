/// Raw bytes kept as evidence under their digest; never changed.
public struct Artefact: Codable, Sendable, Hashable {
    /// The SHA-256 of the bytes, and the name they are kept under.
    public let sha256: ContentDigest
    /// How many bytes there are.
    public let size: Int
    /// What the bytes say they are, by their own first bytes; never taken from a sender's word.
    public let mediaType: MediaType

    /// Describes bytes that are in evidence.
    public init(sha256: ContentDigest, size: Int, mediaType: MediaType) {
        (self.sha256, self.size, self.mediaType) = (sha256, size, mediaType)
    }

    private enum CodingKeys: String, CodingKey {
        case sha256, size
        case mediaType = "media_type"
    }
}

/// The kinds of content the house can open, told by the first bytes.
public enum MediaType: String, Codable, Sendable, Hashable, CaseIterable {
    case tiff = "image/tiff"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case pdf = "application/pdf"
    case mail = "message/rfc822"
    case text = "text/plain"
    case json = "application/json"
    case multipart = "multipart/form-data"
    case unknown = "application/octet-stream"

    /// Tells images and PDF by their first bytes; anything else is `unknown` (a channel knows its own text and mail).
    public init(sniffing content: some Collection<UInt8>) {
        let head = Array(content.prefix(1024))
        func starts(_ magic: [UInt8]) -> Bool { head.starts(with: magic) }
        if starts([0x49, 0x49, 0x2A, 0x00]) || starts([0x4D, 0x4D, 0x00, 0x2A]) {
            self = .tiff
        } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if starts([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.indices.contains(where: { head[$0...].starts(with: Array("%PDF-".utf8)) }) {
            self = .pdf
        } else {
            self = .unknown
        }
    }
}

/// Where a thing came from, as data; nothing of it ever becomes a path or a command.
public struct Provenance: Codable, Sendable, Hashable {
    /// The name the thing had where it came from (a file's name, a subject), if any.
    public var name: String?
    /// The relative folder it lay in (desk, scanner, day), if any.
    public var folder: String?
    /// Who sent it, as the channel knows it (telephone number, mail address), if known.
    public var sender: String?
    /// To whom or what it was sent (mailbox, line, device), if known.
    public var recipient: String?
    /// Further facts of the channel, by name (a fax's commid, a part's number).
    public var details: [String: String]

    /// The detail of an arrival that a rule rejected and a person sent in again: no rule rejects it any more.
    public static let overruled = "overruled"

    /// Describes where a thing came from.
    public init(
        name: String? = nil, folder: String? = nil, sender: String? = nil, recipient: String? = nil,
        details: [String: String] = [:]
    ) {
        (self.name, self.folder, self.sender, self.recipient) = (name, folder, sender, recipient)
        self.details = details
    }
}

/// One raw thing as it came, with its provenance: what the `unpack` queue carries.
public struct Arrival: Codable, Sendable, Hashable {
    /// Its identity, from source and channel key.
    public let id: ArrivalID
    /// The kind of way it came in by.
    public let channel: ChannelKind
    /// The watcher that took it in.
    public let source: SourceName
    /// The channel's own key of it (scan: relative path and SHA-256; mail: UIDVALIDITY, UID and SHA-256; …).
    public let channelKey: String
    /// When it was taken in.
    public let receivedAt: Timestamp
    /// The raw bytes.
    public let artefact: Artefact
    /// Where it came from.
    public let provenance: Provenance

    /// Describes an arrival; its identity follows from `source` and `channelKey`.
    public init(
        channel: ChannelKind, source: SourceName, channelKey: String, receivedAt: Timestamp, artefact: Artefact,
        provenance: Provenance
    ) {
        id = ArrivalID(channel: channel, source: source, channelKey: channelKey)
        (self.channel, self.source, self.channelKey) = (channel, source, channelKey)
        (self.receivedAt, self.artefact, self.provenance) = (receivedAt, artefact, provenance)
    }

    private enum CodingKeys: String, CodingKey {
        case id, channel, source, artefact, provenance
        case channelKey = "channel_key"
        case receivedAt = "received_at"
    }
}
