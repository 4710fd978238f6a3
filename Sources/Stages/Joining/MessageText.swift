internal import ComplaintModel
internal import ThaiText

/// The text of short messages whose parts are put together before anything is decoded: a part may end within a pair of
/// surrogates, within an escape, or before the mark of a Thai letter.
struct MessageText {
    /// The text; what cannot be decoded stands as U+FFFD.
    private(set) var text = ""
    /// Whether every byte stands for a character.
    private(set) var isWhole = true

    private var encoding: SMSRecord.Encoding?
    private var bytes: [UInt8] = []

    /// Adds the next part of the same message.
    mutating func append(_ record: SMSRecord) {
        // A message that came whole was decoded by the channel, which knows its gateway best.
        if record.part == nil, let known = record.text {
            finish()
            text += known
            return
        }
        if encoding != record.payload.encoding { finish() }
        encoding = record.payload.encoding
        bytes += record.payload.bytes
    }

    /// Adds words of the house's own, such as a mark where a part is missing.
    mutating func append(mark: String) {
        finish()
        text += mark
    }

    /// Decodes what was put together.
    mutating func finish() {
        defer { (encoding, bytes) = (nil, []) }
        guard let encoding, !bytes.isEmpty else { return }
        let decoded = MessageText.decode(bytes, encoding)
        if decoded?.unicodeScalars.contains("\u{FFFD}") ?? true { isWhole = false }
        text += decoded ?? ""
    }

    private static func decode(_ bytes: [UInt8], _ encoding: SMSRecord.Encoding) -> String? {
        switch encoding {
        case .utf16BE:
            let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self) + (bytes.count % 2 == 0 ? "" : "\u{FFFD}")
        case .utf8: return String(decoding: bytes, as: UTF8.self)
        case .latin1: return String(String.UnicodeScalarView(bytes.map(Unicode.Scalar.init)))
        case .windows874: return ThaiDecoder.decode(bytes).text
        case .gsm7: return GSMAlphabet.decode(bytes)
        case .binary: return nil
        }
    }
}
