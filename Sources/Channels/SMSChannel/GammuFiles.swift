public import ComplaintModel
public import ContainerFormats
public import FolderWatching
public import PipelineContract
internal import Synchronization

/// The inbox folder of gammu-smsd with `service = files`.
///
/// `INyyyymmdd_hhmmss_SS_NUMBER_PP.txt` (`.bin` for bytes), written in place: the service centre's local time, a number
/// against clashes, the sender, and the number of the part from 00. Only the format `detail` tells how the parts belong
/// together; in the others they are those of the same name that lie there together, as smsd writes them.
public final class GammuFiles: FileKind {
    /// How smsd writes (`inboxformat`).
    public enum Format: String, Sendable, CaseIterable {
        /// A file of sections, a part each, with everything known; the best to have.
        case detail
        /// The text in UTF-8, where smsd runs under a UTF-8 locale.
        case standard
        /// UTF-16BE behind its mark; version 1.42 writes left-overs of other messages behind it, after U+0000.
        case unicode
    }

    private let format: Format
    private let time: DialectTime
    private let totals = Mutex<[String: Int]>([:])

    /// Files of a format, with the service centre's time in their names.
    public init(format: Format, time: DialectTime = .thaiDigits) {
        (self.format, self.time) = (format, time)
    }

    /// No person writes there.
    public var keeper: FolderKeeper { .administrator }

    /// smsd's own files.
    public func covers(_ name: String) -> Bool { GammuName(name) != nil }

    /// Counts the parts that lie there together: the last of them goes away last, so a stop in between changes no count.
    public func found(_ files: [WatchedFile]) {
        var totals: [String: Int] = [:]
        for name in files.compactMap({ GammuName($0.name) }) {
            totals[name.message] = max(totals[name.message] ?? 0, name.part + 1)
        }
        self.totals.withLock { [totals] in $0 = totals }
    }

    /// Whether every section of a file with details is as long as it says; the others only have to stand still.
    public func ending(of file: WatchedFile, _ content: any ByteSource) -> FileEnding {
        guard format == .detail, !file.name.hasSuffix(".bin") else { return .unknown }
        let sections = GammuDetail.sections(of: content.bytes(at: 0, length: content.count))
        return !sections.isEmpty && sections.allSatisfy(\.isComplete) ? .complete : .incomplete
    }

    /// The message, or the parts of one, in a file.
    public func contents(of file: WatchedFile, _ bytes: [UInt8], for source: SourceName) -> [Incoming] {
        var records: [SMSRecord] = []
        if format == .detail, !file.name.hasSuffix(".bin") {
            records = GammuDetail.sections(of: bytes).map { $0.record(of: bytes, time: time) }
        } else if let name = GammuName(file.name) {
            records = [record(of: bytes, name)]
        }
        if records.isEmpty { records = [.foreign("gammu_\(format.rawValue)", gateway: nil, file: bytes)] }
        return records.compactMap { try? $0.offered(by: source, isCutOff: file.isCutOff) }
    }

    private func record(of file: [UInt8], _ name: GammuName) -> SMSRecord {
        let payload =
            if name.isBinary {
                SMSRecord.Payload(.binary, file)
            } else if format == .unicode {
                SMSRecord.Payload(.utf16BE, GammuFiles.beforeLeftovers(file))
            } else {
                SMSRecord.Payload(.utf8, file)
            }
        let total = totals.withLock { $0[name.message] } ?? 1
        let digest = ContentDigest(of: Array(name.message.utf8)).bytes
        let part = SMSRecord.Part(
            reference: Int(digest[0]) << 8 | Int(digest[1]), referenceBits: 16, total: max(total, name.part + 1),
            number: name.part + 1)
        return SMSRecord(
            dialect: "gammu_\(format.rawValue)", sender: name.sender, recipient: nil, sentAt: time.moment(name.time),
            text: payload.text, payload: payload, part: part?.total == 1 ? nil : part,
            originals: [SMSRecord.Original("file", file)])
    }

    /// The units behind the mark and before the first U+0000.
    private static func beforeLeftovers(_ file: [UInt8]) -> [UInt8] {
        let units = file.starts(with: [0xFE, 0xFF]) ? file.dropFirst(2) : file[...]
        let end = stride(from: units.startIndex, to: units.endIndex - 1, by: 2).first {
            units[$0] == 0 && units[$0 + 1] == 0
        }
        return Array(units[..<(end ?? units.endIndex)])
    }
}

/// The name of a file of gammu-smsd.
struct GammuName {
    /// What the parts of one message share.
    let message: String
    let time: String
    let sender: String
    let part: Int
    let isBinary: Bool

    init?(_ name: String) {
        let (isText, isBinary) = (name.hasSuffix(".txt"), name.hasSuffix(".bin"))
        guard name.hasPrefix("IN"), isText || isBinary else { return nil }
        let words = name.dropFirst(2).dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
        guard words.count >= 5, words[0].count == 8, words[1].count == 6, words[2].count == 2,
            words[words.count - 1].count == 2,
            (words[0...2] + [words[words.count - 1]]).allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let part = Int(words[words.count - 1])
        else { return nil }
        (time, self.part, self.isBinary) = (String(words[0] + words[1]), part, isBinary)
        sender = words[3..<(words.count - 1)].joined(separator: "_")
        message = words.dropLast().joined(separator: "_")
    }
}
