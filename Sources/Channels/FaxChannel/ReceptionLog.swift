internal import ComplaintModel
internal import Foundation
internal import Glibc

/// What HylaFAX's `log/xferfaxlog` says of one received document (xferfaxlog(5F), a `RECV` line).
struct Reception: Sendable, Hashable {
    /// The file, without its folder.
    let file: String
    let commid: String
    let device: String
    /// The sender's station as it names itself (TSI), the network's number and name of it; each nil where not known.
    let station: String?
    let number: String?
    let ownNumber: String?
    let pages: Int?
    /// Why the document is not whole, in the fax server's words; nil where it is whole.
    let error: String?
    /// When the call began, by the minute, in the machine's own time.
    let began: Timestamp
    let seconds: Double

    /// Reads a line; nil where it tells of something else.
    init?(line: some StringProtocol) {
        let words = line.split(separator: "\t", omittingEmptySubsequences: false).map {
            $0.hasPrefix("\"") && $0.hasSuffix("\"") && $0.count >= 2 ? String($0.dropFirst().dropLast()) : String($0)
        }
        guard words.count >= 14, words[1] == "RECV", let began = Reception.moment(words[0]),
            let file = words[4].split(separator: "/").last
        else { return nil }
        func known(_ index: Int) -> String? { words.count > index && !words[index].isEmpty ? words[index] : nil }
        (self.file, commid, device, self.began) = (String(file), words[2], words[3], began)
        (ownNumber, station, pages) = (known(7), known(8), Int(words[10]))
        seconds = words[11].split(separator: ":").reduce(0) { $0 * 60 + (Double($1) ?? 0) }
        (error, number) = (known(13), known(15))
    }

    /// Whether the line can be of a file that was written to last at `time`: names are used again after a new start.
    func isOf(fileWrittenAt time: Timestamp) -> Bool {
        (-90...300).contains(time.seconds(since: began.adding(seconds: seconds)))
    }

    /// `11/22/26 03:20`, the machine's own time.
    private static func moment(_ text: String) -> Timestamp? {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int32($0) }
        guard numbers.count == 5 else { return nil }
        var time = tm()
        (time.tm_mon, time.tm_mday, time.tm_year) = (numbers[0] - 1, numbers[1], numbers[2] + 100)
        (time.tm_hour, time.tm_min, time.tm_isdst) = (numbers[3], numbers[4], -1)
        let seconds = mktime(&time)
        return seconds < 0 ? nil : Timestamp(milliseconds: Int64(seconds) * 1000)
    }
}

/// Reads what was added to the log since the last look, and keeps what is said of files that are still there.
struct ReceptionLog {
    private let path: String
    private var offset: UInt64 = 0
    private var inode: UInt64 = 0
    private var receptions: [String: Reception] = [:]

    init(path: String) { self.path = path }

    /// Reads on; a log that was turned over or cut is read from its start.
    mutating func readOn() {
        guard let file = FileHandle(forReadingAtPath: path) else { return }
        defer { try? file.close() }
        var facts = stat()
        guard fstat(file.fileDescriptor, &facts) == 0 else { return }
        if UInt64(facts.st_ino) != inode || UInt64(facts.st_size) < offset { offset = 0 }
        inode = UInt64(facts.st_ino)
        var rest = Data()
        guard (try? file.seek(toOffset: offset)) != nil else { return }
        while let more = try? file.read(upToCount: 1 << 20), !more.isEmpty {
            rest += more
            // A line that is still being written is read with the next look.
            guard let end = rest.lastIndex(of: 0x0A) else { continue }
            let lines = rest[rest.startIndex...end]
            offset += UInt64(lines.count)
            for line in String(decoding: lines, as: UTF8.self).split(separator: "\n") {
                if let reception = Reception(line: line) { receptions[reception.file] = reception }
            }
            rest = Data(rest[rest.index(after: end)...])
        }
    }

    /// Forgets what is said of files that are gone.
    mutating func keepOnly(_ names: Set<String>) { receptions = receptions.filter { names.contains($0.key) } }

    /// What is said of a file.
    func reception(of name: String, writtenAt time: Timestamp) -> Reception? {
        receptions[name].flatMap { $0.isOf(fileWrittenAt: time) ? $0 : nil }
    }
}
