public import ComplaintModel
public import ContainerFormats
public import FolderWatching
public import PipelineContract

/// The folder `incoming/` of SMS Server Tools 3, a message or a part a file.
///
/// A header of lines, an empty line, then the body as raw bytes: UTF-16BE without a mark where `Alphabet: UCS2`, so a
/// line feed may stand anywhere in it. smsd writes in place; a file is whole when the body is as long as `Length` says.
/// `decode_unicode_text` must be off: it cuts a text at the first emoji.
public struct SmstoolsFiles: FileKind {
    private let time: DialectTime

    /// Files whose `Sent:` is written so.
    public init(time: DialectTime = .thaiDigits) { self.time = time }

    /// No person writes there.
    public var keeper: FolderKeeper { .administrator }

    /// Whether the body is as long as the header says.
    public func ending(of file: WatchedFile, _ content: any ByteSource) -> FileEnding {
        guard let message = SmstoolsMessage(content.bytes(at: 0, length: content.count)) else { return .incomplete }
        guard let length = message.length else { return .unknown }
        return message.body.count >= length ? .complete : .incomplete
    }

    /// The message of a file; a file that is none is kept as it is.
    public func contents(of file: WatchedFile, _ bytes: [UInt8], for source: SourceName) -> [Incoming] {
        let message = SmstoolsMessage(bytes)
        let record = message?.record(of: bytes, time: time) ?? .foreign("smstools", gateway: nil, file: bytes)
        let rule = message?.isStatusReport == true ? "status-report" : nil
        return [try? record.offered(by: source, isCutOff: file.isCutOff, rule: rule)].compactMap(\.self)
    }
}

/// A file of smsd taken apart.
struct SmstoolsMessage {
    let header: [String: String]
    let body: ArraySlice<UInt8>

    /// The longest header that is read.
    private static let longestHeader = 16_384

    /// Splits a file at its first empty line; nil where there is none.
    init?(_ file: [UInt8]) {
        let head = file.prefix(SmstoolsMessage.longestHeader)
        guard let end = head.indices.dropLast().first(where: { head[$0] == 0x0A && head[$0 + 1] == 0x0A }) else {
            return nil
        }
        body = file[(end + 2)...]
        var header: [String: String] = [:]
        for line in head[..<end].split(separator: 0x0A) {
            let text = String(decoding: line, as: UTF8.self)
            guard let colon = text.firstIndex(of: ":") else { continue }
            header[text[..<colon].lowercased()] = text[text.index(after: colon)...].trimmed
        }
        self.header = header
    }

    private var encoding: SMSRecord.Encoding {
        switch header["alphabet"]?.uppercased() {
        case "UCS2", "UNICODE": .utf16BE
        case "ISO", "LATIN", "LATIN1", "GSM": .latin1
        case "UTF-8": .utf8
        default: .binary
        }
    }

    /// Whether it tells what became of a message that was sent: smsd writes that beside the messages, unless `report` in
    /// smsd.conf names a folder for it.
    var isStatusReport: Bool {
        let lines = String(decoding: body.prefix(500), as: UTF8.self).split(whereSeparator: \.isNewline)
        let starts = ["SMS STATUS REPORT", "Message_id: ", "Discharge_timestamp: ", "Status: "]
        return encoding != .utf16BE && lines.count >= starts.count
            && zip(lines, starts).allSatisfy { $0.hasPrefix($1) }
    }

    /// How many bytes the body must have: `Length` counts UTF-16 units where the body has such, else bytes.
    var length: Int? {
        guard let count = header["length"].flatMap({ Int($0) }), (0...1_000_000).contains(count) else { return nil }
        return encoding == .utf16BE ? count * 2 : count
    }

    func record(of file: [UInt8], time: DialectTime) -> SMSRecord {
        let payload = SMSRecord.Payload(encoding, Array(body.prefix(length ?? body.count)))
        let udh = header["udh-data"]?.split(separator: " ").compactMap { UInt8($0, radix: 16) }
        // Only where the type of number says so is it international; smsd drops the sign.
        let isInternational = header["from_toa"]?.hasPrefix("91") == true
        return SMSRecord(
            dialect: "smstools", gateway: header["modem"],
            sender: header["from"].map { isInternational && !$0.hasPrefix("+") ? "+\($0)" : $0 },
            recipient: header["to"],
            sentAt: header["sent"].flatMap(time.moment), text: payload.text, payload: payload,
            part: udh.flatMap(SMSRecord.Part.init(userDataHeader:)), originals: [SMSRecord.Original("file", file)])
    }
}

extension StringProtocol {
    /// Without spaces and line ends at its ends.
    var trimmed: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
        return String(String(drop(while: isSpace).reversed()).drop(while: isSpace).reversed())
    }
}
