internal import ComplaintModel

/// A short message at hand: its arrival and what its evidence says.
struct Message: Sendable {
    let arrival: Arrival
    let record: SMSRecord
    let facts: MessageFacts

    init(_ arrival: Arrival, _ record: SMSRecord) {
        (self.arrival, self.record) = (arrival, record)
        facts = MessageFacts(arrival, record)
    }
}

/// What joining must know of a message without reading it: digests only, so that the memory holds nobody's number and
/// nobody's words.
struct MessageFacts: Sendable, Hashable {
    let item: ItemID
    /// The same for all messages of a sender; of a message without a sender its own.
    let conversation: String
    /// The same for the parts of a long message; nil where the message is whole.
    let set: String?
    let number: Int
    let total: Int
    /// The same for the same words.
    let content: String
    /// The same however often the network delivers a message; nil where the service centre's time is not known.
    let sameness: String?
    let receivedAt: Timestamp
    let sentAt: Timestamp?

    /// Whether anybody is known to have sent it, so that further messages can be his.
    let hasSender: Bool

    init(_ arrival: Arrival, _ record: SMSRecord) {
        item = ItemID(arrival.id)
        let sender = MessageFacts.sender(record.sender)
        let part = record.part
        hasSender = sender != nil
        set = part.flatMap { part in
            guard part.total > 1 else { return nil }
            return MessageFacts.digest(
                "set", sender ?? record.gateway ?? "", "\(part.reference)/\(part.referenceBits)", "\(part.total)")
        }
        (number, total) = (part?.number ?? 1, part?.total ?? 1)
        let content = MessageFacts.digest("content", record.text ?? ContentDigest(of: record.payload.bytes).hex)
        self.content = content
        conversation = sender.map { MessageFacts.digest("sender", $0) } ?? set ?? arrival.id.rawValue
        sameness = sender.flatMap { sender in
            record.sentAt.map { MessageFacts.digest("same", sender, $0.description, "\(part?.number ?? 0)", content) }
        }
        (receivedAt, sentAt) = (arrival.receivedAt, record.sentAt)
    }

    init(
        item: ItemID, conversation: String, set: String?, number: Int, total: Int, content: String, sameness: String?,
        receivedAt: Timestamp, sentAt: Timestamp?, hasSender: Bool
    ) {
        (self.item, self.conversation, self.set) = (item, conversation, set)
        (self.number, self.total, self.content) = (number, total, content)
        (self.sameness, self.receivedAt, self.sentAt) = (sameness, receivedAt, sentAt)
        self.hasSender = hasSender
    }

    /// A number in one form, however the gateway writes it: digits with the country's code; a name as it is.
    private static func sender(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let digits = text.filter { $0.isASCII && $0.isNumber }
        guard digits.count >= 3, !text.contains(where: \.isLetter) else { return text }
        return digits.hasPrefix("0") && digits.count >= 9 ? "66" + digits.dropFirst() : digits
    }

    private static func digest(_ words: String...) -> String {
        ContentDigest(of: Array(words.joined(separator: "\u{0}").utf8)).hex
    }
}
