internal import ComplaintModel
internal import Foundation

/// The messages of an answer, each with the identity it is acknowledged by.
struct PolledMessages {
    struct Message {
        let id: String?
        let record: SMSRecord
    }

    let messages: [Message]

    /// Reads an answer.
    ///
    /// - Throws: `PollFault` where it is no JSON, or has no list where it should.
    init(_ answer: [UInt8], _ configuration: PollConfiguration) throws {
        let mapping = configuration.mapping
        guard let json = try? JSONSerialization.jsonObject(with: Data(answer)) else {
            throw PollFault("the answer is no JSON")
        }
        let place: Any? = if let path = mapping.list { JSONPlace(path).value(in: json) } else { json }
        guard let list = place as? [Any] else {
            throw PollFault("the answer has no list at \(mapping.list ?? "its top")")
        }
        messages = list.map { entry in
            let reading = Reading(entry: entry, mapping: mapping, time: configuration.time)
            return Message(id: reading.text(mapping.id), record: reading.record)
        }
    }
}

/// One object of the list.
private struct Reading {
    let entry: Any
    let mapping: PollConfiguration.Mapping
    let time: DialectTime

    /// The text at a place; empty text counts as none.
    func text(_ path: String) -> String? {
        JSONPlace(path).text(in: entry).flatMap { $0.isEmpty ? nil : $0 }
    }

    var record: SMSRecord {
        let payload = self.payload
        return SMSRecord(
            dialect: "poll", messageID: text(mapping.id), sender: text(mapping.sender),
            recipient: mapping.recipient.flatMap(text), sentAt: mapping.time.flatMap(text).flatMap(moment),
            text: payload.text, payload: payload, part: part,
            originals: [SMSRecord.Original("message", contentType: "application/json", original)])
    }

    private var original: [UInt8] {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed]
        return (try? JSONSerialization.data(withJSONObject: entry, options: options)).map { [UInt8]($0) } ?? []
    }

    private var payload: SMSRecord.Payload {
        // What has no text is kept whole, for a person.
        guard let words = text(mapping.text) else { return SMSRecord.Payload(.binary, original) }
        guard mapping.textForm == .hexUTF16 else { return SMSRecord.Payload(.utf8, Array(words.utf8)) }
        guard let bytes = [UInt8](hexadecimal: words) else { return SMSRecord.Payload(.binary, Array(words.utf8)) }
        return SMSRecord.Payload(.utf16BE, bytes)
    }

    private var part: SMSRecord.Part? {
        guard let names = mapping.part else { return nil }
        let numbers = [names.reference, names.total, names.number].map { text($0).flatMap { Int($0) } }
        guard let reference = numbers[0], let total = numbers[1], let number = numbers[2] else { return nil }
        return SMSRecord.Part(
            reference: reference, referenceBits: reference < 256 ? 8 : 16, total: total, number: number)
    }

    private func moment(_ text: String) -> Timestamp? {
        switch (Int64(text), text.utf8.count) {
        case (.some, ...11): DialectTime.unixSeconds.moment(text)
        case (.some, 13): DialectTime.unixMilliseconds.moment(text)
        default: DialectTime.rfc3339.moment(text) ?? time.moment(text)
        }
    }
}

extension [UInt8] {
    /// The bytes of hexadecimal digits; nil where they are none.
    init?(hexadecimal digits: String) {
        let values = digits.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard values.count == digits.utf8.count, values.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}
