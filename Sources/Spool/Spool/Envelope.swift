public import ComplaintModel
internal import Foundation
public import PipelineContract

/// What surrounds a record in a queue.
public struct Envelope: Codable, Sendable, Hashable {
    /// The item.
    public let item: ItemID
    /// When its arrival was taken in; queues are worked in this order.
    public let receivedAt: Timestamp
    /// How often an operator has sent the item round again; an entry of an earlier round is stale.
    public let round: Int
    /// How often it was tried in this queue.
    public var attempts: Int
    /// Why the last try failed, if it did.
    public var lastFault: String?
    /// What happened to the item so far.
    public var trail: [Step]

    /// Addresses an item.
    public init(
        item: ItemID, receivedAt: Timestamp, round: Int = 0, attempts: Int = 0, lastFault: String? = nil,
        trail: [Step] = []
    ) {
        (self.item, self.receivedAt, self.round) = (item, receivedAt, round)
        (self.attempts, self.lastFault, self.trail) = (attempts, lastFault, trail)
    }

    private enum CodingKeys: String, CodingKey {
        case item, round, attempts, trail
        case receivedAt = "received_at"
        case lastFault = "last_fault"
    }
}

/// The file format of a queue entry, version 1.
///
/// One line `rongthuk-record 1 <queue> <length> <sha256>`, a line feed, then `length` bytes of JSON with the keys
/// `envelope` and `payload`, readable with `cat` or `jq`. A file that is shorter, longer or does not digest to its SHA-256 is
/// torn; a file whose first line is of another form is foreign.
enum RecordFormat {
    static let magic = "rongthuk-record 1"

    static func encode(_ envelope: Envelope, _ payload: any Encodable, queue: QueueName) throws -> [UInt8] {
        sealed([UInt8](try encoder().encode(Body(envelope: envelope, payload: AnyEncodable(payload)))), queue: queue)
    }

    /// The same record under another envelope, its payload untouched.
    static func encode(_ envelope: Envelope, bodyOf body: ArraySlice<UInt8>, queue: QueueName) throws -> [UInt8] {
        guard var record = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
            throw SpoolError(.corrupt, "The record of \(envelope.item) is no JSON object.")
        }
        record["envelope"] = try JSONSerialization.jsonObject(with: try encoder().encode(envelope))
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return sealed([UInt8](try JSONSerialization.data(withJSONObject: record, options: options)), queue: queue)
    }

    private static func sealed(_ body: [UInt8], queue: QueueName) -> [UInt8] {
        Array("\(magic) \(queue.rawValue) \(body.count) \(ContentDigest(of: body))\n".utf8) + body
    }

    /// The JSON part of an entry after its length and digest were checked.
    static func body(of file: [UInt8], path: String) throws -> ArraySlice<UInt8> {
        func fault(_ what: String) -> SpoolError {
            SpoolError(.corrupt, "\(path) \(what). It was put aside; `rongthuk queue retry` reads its evidence again.")
        }
        guard let lineEnd = file.prefix(256).firstIndex(of: 0x0A) else { throw fault("is no rongthuk record") }
        let words = String(decoding: file[..<lineEnd], as: UTF8.self).split(separator: " ")
        guard words.count == 5, words[0] == "rongthuk-record" else { throw fault("is no rongthuk record") }
        guard words[1] == "1" else { throw fault("is a record of version \(words[1]), which this program cannot read") }
        let body = file[(lineEnd + 1)...]
        guard Int(words[3]) == body.count else {
            throw fault("is torn: it should hold \(words[3]) bytes and holds \(body.count)")
        }
        guard ContentDigest(of: Array(body)).hex == words[4] else { throw fault("is damaged: its SHA-256 differs") }
        return body
    }

    static func decode<Payload: Decodable>(_ type: Payload.Type, from body: ArraySlice<UInt8>) throws -> Payload {
        try JSONDecoder().decode(Decoded<Payload>.self, from: Data(body)).payload
    }

    static func envelope(from body: ArraySlice<UInt8>) throws -> Envelope {
        try JSONDecoder().decode(EnvelopeOnly.self, from: Data(body)).envelope
    }

    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    private struct Body: Encodable {
        let envelope: Envelope
        let payload: AnyEncodable
    }
    private struct Decoded<Payload: Decodable>: Decodable { let payload: Payload }
    private struct EnvelopeOnly: Decodable { let envelope: Envelope }
    private struct AnyEncodable: Encodable {
        let value: any Encodable
        init(_ value: any Encodable) { self.value = value }
        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }
}
