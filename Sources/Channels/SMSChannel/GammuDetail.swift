internal import ComplaintModel

/// One section of a file that gammu-smsd wrote with `inboxformat = detail`: Gammu's own form of a saved message.
///
/// Comment lines hold text cut anywhere, so a file is read as bytes, line by line, and only `key = value` counts.
struct GammuDetail {
    private var values: [String: String] = [:]
    private var isEnded = false

    /// The sections of a file, in their order.
    static func sections(of file: [UInt8]) -> [GammuDetail] {
        var sections: [GammuDetail] = []
        for line in file.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard let first = line.first, first != UInt8(ascii: ";") else { continue }
            let text = String(decoding: line, as: UTF8.self).trimmed
            if text.hasPrefix("[SMSBackup") {
                sections.append(GammuDetail())
            } else if let sign = text.firstIndex(of: "="), !sections.isEmpty {
                let value = text[text.index(after: sign)...].trimmed
                let isQuoted = value.count >= 2 && value.hasPrefix("\"") && value.hasSuffix("\"")
                sections[sections.count - 1].values[text[..<sign].trimmed] =
                    isQuoted ? String(value.dropFirst().dropLast()) : value
            }
        }
        if file.last == 0x0A, !sections.isEmpty { sections[sections.count - 1].isEnded = true }
        for index in sections.indices.dropLast() { sections[index].isEnded = true }
        return sections
    }

    private var coding: SMSRecord.Encoding { values["Coding"] == "8bit" ? .binary : .utf16BE }

    /// `Text00`, `Text01`, …: hexadecimal UTF-16BE, or bytes.
    private var body: [UInt8] {
        var digits = ""
        for number in 0..<1000 {
            let key = "Text" + (number < 10 ? "0\(number)" : "\(number)")
            guard let piece = values[key] else { break }
            digits += piece
        }
        return [UInt8](hexadecimal: digits) ?? []
    }

    /// Whether as much text is there as the section says; characters beyond the basic alphabet may make it longer.
    var isComplete: Bool {
        guard isEnded, let length = values["Length"].flatMap({ Int($0) }) else { return false }
        return body.count >= (coding == .utf16BE ? length * 2 : length)
    }

    func record(of file: [UInt8], time: DialectTime) -> SMSRecord {
        let payload = SMSRecord.Payload(coding, body)
        let sender = values["NumberUnicode"].flatMap([UInt8].init(hexadecimal:)).flatMap {
            SMSRecord.Payload(.utf16BE, $0).text
        }
        return SMSRecord(
            dialect: "gammu_detail", sender: sender ?? values["Number"], recipient: nil,
            sentAt: values["DateTime"].flatMap(time.moment), text: payload.text, payload: payload,
            part: values["UDH"].flatMap([UInt8].init(hexadecimal:)).flatMap(SMSRecord.Part.init(userDataHeader:)),
            originals: [SMSRecord.Original("file", file)])
    }
}
