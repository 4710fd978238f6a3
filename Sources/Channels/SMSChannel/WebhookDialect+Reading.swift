internal import ComplaintModel
internal import Foundation
internal import HTTPContract

extension WebhookDialect {
    /// Writes down the message of a request that proved its origin.
    ///
    /// A value that is missing or written otherwise is left out, never guessed: the request itself is kept, and whoever
    /// opens the record decides.
    func record(of request: HTTPRequest) -> SMSRecord {
        let reading = DialectReading(request)
        let payload = payload(in: reading, of: request)
        return SMSRecord(
            dialect: name, gateway: reading.text(gateway), messageID: reading.text(messageID),
            sender: reading.text(sender), recipient: reading.text(recipient),
            sentAt: reading.text(sentAt).flatMap(timeFormat.moment), text: payload.text, payload: payload,
            part: part(in: reading), originals: originals(of: request))
    }

    private func payload(in reading: DialectReading, of request: HTTPRequest) -> SMSRecord.Payload {
        if let bytes = reading.bytes(text).flatMap(textWriting.bytes) {
            let charset = reading.text(charsetPlace) ?? charset
            return SMSRecord.Payload(SMSRecord.Encoding(charset: charset), bytes)
        }
        if let bytes = reading.bytes(binary).flatMap(Writing.hexadecimal.bytes) {
            return SMSRecord.Payload(.binary, bytes)
        }
        return SMSRecord.Payload(.binary, request.body)
    }

    private func part(in reading: DialectReading) -> SMSRecord.Part? {
        if let header = reading.bytes(userDataHeader).flatMap(userDataHeaderWriting.bytes),
            let part = SMSRecord.Part(userDataHeader: header)
        {
            return part
        }
        guard let reference = reading.number(partReference), let total = reading.number(partTotal),
            let number = reading.number(partNumber)
        else { return nil }
        return SMSRecord.Part(
            reference: reference, referenceBits: reference > 0xFF ? 16 : 8, total: total, number: number)
    }

    private func originals(of request: HTTPRequest) -> [SMSRecord.Original] {
        let query = request.query.map { SMSRecord.Original("query", Array($0.utf8)) }
        let body = SMSRecord.Original("body", contentType: request.field("Content-Type"), request.body)
        return [query, request.body.isEmpty ? nil : body].compactMap { $0 }
    }
}

extension WebhookDialect.Writing {
    /// The bytes that stand for themselves in this writing; nil where they are not of it.
    func bytes(_ text: [UInt8]) -> [UInt8]? {
        switch self {
        case .plain: return text
        case .base64: return Data(base64Encoded: Data(text)).map { [UInt8]($0) }
        case .hexadecimal:
            let digits = text.map { UInt8(String(UnicodeScalar($0)), radix: 16) }
            guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
            let values = digits.compactMap { $0 }
            return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
        }
    }
}

extension SMSRecord.Encoding {
    /// The encoding a gateway names; `binary` where it is none we know.
    init(charset: String) {
        switch charset.uppercased() {
        case "UTF-8", "UTF8", "US-ASCII", "ASCII": self = .utf8
        case "UTF-16BE", "UCS-2", "UCS2", "ISO-10646-UCS-2", "UTF-16": self = .utf16BE
        case "TIS-620", "TIS620", "WINDOWS-874", "CP874", "ISO-8859-11": self = .windows874
        case "ISO-8859-1", "LATIN1": self = .latin1
        default: self = .binary
        }
    }
}

extension SMSRecord.Payload {
    /// The text, where every byte stands for a character.
    var text: String? {
        switch encoding {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .utf16BE:
            guard bytes.count.isMultiple(of: 2) else { return nil }
            let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            return String(validating: units, as: UTF16.self)
        case .latin1: return String(String.UnicodeScalarView(bytes.map { UnicodeScalar($0) }))
        case .windows874:
            let scalars = bytes.map { byte -> UnicodeScalar? in
                switch byte {
                case ..<0x80: UnicodeScalar(byte)
                case 0xA1...0xDA, 0xDF...0xFB: UnicodeScalar(0x0E00 + UInt32(byte) - 0xA0)
                default: nil
                }
            }
            return scalars.contains(nil) ? nil : String(String.UnicodeScalarView(scalars.compactMap { $0 }))
        case .gsm7, .binary: return nil
        }
    }
}
