internal import Foundation

/// One SMS as a gateway handed it over, or one part of a longer one: the evidence of an SMS arrival, kept as JSON.
///
/// A channel writes down what the gateway said and parses no more than it must; parts are joined, and text is read, by
/// the stage that joins them. `originals` holds the gateway's own bytes, so that all of it can be read again with better rules.
public struct SMSRecord: Codable, Sendable, Hashable {
    /// How the bytes of a payload stand for characters.
    public enum Encoding: String, Codable, Sendable, CaseIterable {
        /// UTF-16 without a mark, the higher byte first; a part may end within a surrogate pair.
        case utf16BE = "utf-16be"
        case utf8 = "utf-8"
        case windows874 = "windows-874"
        case latin1 = "iso-8859-1"
        /// The GSM default alphabet (3GPP TS 23.038), one septet a byte.
        case gsm7 = "gsm-7"
        /// No text, or nobody knows.
        case binary
    }

    /// What the message says, as it was carried.
    public struct Payload: Codable, Sendable, Hashable {
        /// How the bytes stand for characters.
        public let encoding: Encoding
        /// The bytes without their user data header; base 64 in JSON.
        public var bytes: [UInt8] { [UInt8](base64) }

        private let base64: Data

        /// Carries bytes.
        public init(_ encoding: Encoding, _ bytes: [UInt8]) {
            (self.encoding, base64) = (encoding, Data(bytes))
        }

        private enum CodingKeys: String, CodingKey {
            case encoding
            case base64 = "bytes"
        }
    }

    /// Which part of a longer message this is (3GPP TS 23.040, 9.2.3.24.1 and .8; SMPP's `sar_*`).
    public struct Part: Codable, Sendable, Hashable {
        /// The number the parts of one message share.
        public let reference: Int
        /// How wide the reference is: 8 or 16 bits.
        public let referenceBits: Int
        /// How many parts there are.
        public let total: Int
        /// The number of this part, from 1.
        public let number: Int

        /// Names a part; nil where the numbers contradict each other.
        public init?(reference: Int, referenceBits: Int, total: Int, number: Int) {
            guard referenceBits == 8 || referenceBits == 16, (0..<(1 << referenceBits)).contains(reference),
                (1...255).contains(total), (1...total).contains(number)
            else { return nil }
            (self.reference, self.referenceBits) = (reference, referenceBits)
            (self.total, self.number) = (total, number)
        }

        /// Decodes a part whose numbers agree with each other.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            func number(_ key: CodingKeys) throws -> Int { try container.decode(Int.self, forKey: key) }
            guard
                let part = Part(
                    reference: try number(.reference), referenceBits: try number(.referenceBits),
                    total: try number(.total), number: try number(.number))
            else {
                throw DecodingError.dataCorruptedError(
                    forKey: .number, in: container, debugDescription: "The numbers of the part contradict each other.")
            }
            self = part
        }

        private enum CodingKeys: String, CodingKey {
            case reference, total, number
            case referenceBits = "reference_bits"
        }
    }

    /// Bytes exactly as the gateway gave them: a request's query or body, a file.
    public struct Original: Codable, Sendable, Hashable {
        /// What they are: `query`, `body`, `file`.
        public let name: String
        /// What the gateway says they are (a content type), if it does.
        public let contentType: String?
        /// The bytes; base 64 in JSON.
        public var bytes: [UInt8] { [UInt8](base64) }

        private let base64: Data

        /// Keeps bytes.
        public init(_ name: String, contentType: String? = nil, _ bytes: [UInt8]) {
            (self.name, self.contentType, base64) = (name, contentType, Data(bytes))
        }

        private enum CodingKeys: String, CodingKey {
            case name
            case contentType = "content_type"
            case base64 = "bytes"
        }
    }

    /// The version of this form of record.
    public let formatVersion: Int
    /// The kind of gateway it came from, which tells how to read `originals`: `kannel`, `twilio`, `gammu_detail`, ….
    public let dialect: String
    /// The gateway's own name for the line or modem, if it gives one.
    public let gateway: String?
    /// The gateway's identity of the message, if it gives one; the same whenever the message is delivered again.
    public let messageID: String?
    /// Who sent it, as the gateway writes it (`+66812345678`, `66812345678`, `AIS-INFO`).
    public let sender: String?
    /// The number or short code it was sent to.
    public let recipient: String?
    /// When the service centre took it, if the gateway says so.
    public let sentAt: Timestamp?
    /// What it says, where the whole payload could be decoded; nil for binary and for a part cut within a character.
    public let text: String?
    /// What it says, as it was carried.
    public let payload: Payload
    /// Which part of a longer message it is; nil where it is whole or the gateway has joined it.
    public let part: Part?
    /// The gateway's own bytes.
    public let originals: [Original]

    /// Writes down a message.
    public init(
        dialect: String, gateway: String? = nil, messageID: String? = nil, sender: String?, recipient: String?,
        sentAt: Timestamp?, text: String?, payload: Payload, part: Part? = nil, originals: [Original]
    ) {
        formatVersion = 1
        (self.dialect, self.gateway, self.messageID) = (dialect, gateway, messageID)
        (self.sender, self.recipient, self.sentAt) = (sender, recipient, sentAt)
        (self.text, self.payload, self.part, self.originals) = (text, payload, part, originals)
    }

    private enum CodingKeys: String, CodingKey {
        case dialect, gateway, sender, recipient, text, payload, part, originals
        case formatVersion = "format_version"
        case messageID = "message_id"
        case sentAt = "sent_at"
    }
}

extension SMSRecord {
    /// The channel's key of the message: the same for every delivery of it, another for any other content.
    ///
    /// The payload's digest is always part of it: a gateway whose numbers begin anew must not make a message vanish.
    public var channelKey: String {
        let identity = messageID.map { "id \($0)" } ?? "from \(sender ?? "-") at \(sentAt.map(\.description) ?? "-")"
        let place = part.map { " part \($0.reference)/\($0.referenceBits) \($0.number)/\($0.total)" } ?? ""
        return "\(dialect) \(identity)\(place) \(ContentDigest(of: payload.bytes))"
    }

    /// The record as JSON, the same bytes for the same record.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    /// Reads a record.
    ///
    /// - Throws: `DecodingError` where the bytes are no record of version 1.
    public init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(SMSRecord.self, from: Data(json))
        guard formatVersion == 1 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: [CodingKeys.formatVersion],
                    debugDescription: "The record is of version \(formatVersion), which this program cannot read."))
        }
    }
}
