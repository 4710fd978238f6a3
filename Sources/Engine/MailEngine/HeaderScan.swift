internal import EngineContract

/// Measures the header blocks of a mail before a parser builds trees of them: a million fields in twelve megabytes would
/// take half a gigabyte.
///
/// A block stands at the beginning, after a line that begins with `--` (what may be a boundary), and after the block of a
/// `message/rfc822`. It ends at an empty line, or at one that is neither a field nor the continuation of one.
struct HeaderScan {
    private let mail: [UInt8]
    private let limits: EngineLimits
    private var position = 0
    private var boundaries = 0

    static func check(_ mail: [UInt8], limits: EngineLimits) throws(EngineFault) {
        var scan = HeaderScan(mail: mail, limits: limits)
        try scan.run()
    }

    private init(mail: [UInt8], limits: EngineLimits) { (self.mail, self.limits) = (mail, limits) }

    private mutating func run() throws(EngineFault) {
        while try block() {}
        while let line = nextLine() {
            guard line.count > 2, mail[line.lowerBound] == dash, mail[line.lowerBound + 1] == dash else { continue }
            let start = position
            while try block() {}
            // A line of dashes in a text is followed by neither fields nor, a thousand times, an empty line.
            guard position > start else { continue }
            boundaries += 1
            guard boundaries <= limits.mailParts else {
                throw .tooLarge(limit: "\(limits.mailParts) parts a mail", found: "more parts")
            }
        }
    }

    /// Passes over a block and the empty line that ends it; whether a mail within the mail begins after it.
    private mutating func block() throws(EngineFault) -> Bool {
        let start = position
        while true {
            let before = position
            guard let line = nextLine() else { return false }
            guard line.count <= limits.mailHeaderBytes, position - start <= limits.mailHeaderBytes else {
                throw .tooLarge(limit: "\(limits.mailHeaderBytes) bytes of headers", found: "more")
            }
            if line.isEmpty { return holdsMail(start..<before) }
            guard isField(line) || (before > start && isContinuation(line)) else {
                position = before
                return false
            }
        }
    }

    /// The next line without its end, CR LF or LF.
    private mutating func nextLine() -> Range<Int>? {
        guard position < mail.count else { return nil }
        let start = position
        let end = mail[start...].firstIndex(of: 0x0A) ?? mail.count
        position = min(end + 1, mail.count)
        return start..<(end > start && mail[end - 1] == 0x0D ? end - 1 : end)
    }

    private func isField(_ line: Range<Int>) -> Bool {
        guard let colon = mail[line].firstIndex(of: 0x3A), colon > line.lowerBound else { return false }
        return mail[line.lowerBound..<colon].allSatisfy { (0x21...0x7E).contains($0) || $0 == 0x20 || $0 == 0x09 }
    }

    private func isContinuation(_ line: Range<Int>) -> Bool {
        mail[line.lowerBound] == 0x20 || mail[line.lowerBound] == 0x09
    }

    private func holdsMail(_ block: Range<Int>) -> Bool {
        let wanted = Array("message/".utf8)
        return mail[block].indices.contains { start in
            start + wanted.count <= block.upperBound
                && zip(mail[start..<start + wanted.count], wanted).allSatisfy { $0 | 0x20 == $1 | 0x20 }
        }
    }

    private var dash: UInt8 { 0x2D }
}
