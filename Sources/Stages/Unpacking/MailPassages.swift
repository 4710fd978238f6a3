internal import ComplaintModel

/// Parts the text of a mail into the sender's own words, the signature, what is quoted and what is passed on.
struct MailPassages {
    private let lines: [Substring]
    private let isForward: Bool
    private var found: [(kind: Passage.Kind, lines: [Substring])] = []

    /// The passages of a text; `isForward`: whether the mail's subject says that it passes something on.
    static func split(_ text: String, isForward: Bool) -> [Passage] {
        var splitter = MailPassages(lines: text.split(separator: "\n", omittingEmptySubsequences: false), isForward)
        splitter.run()
        return splitter.found.compactMap { kind, lines in
            let text = lines.joined(separator: "\n").trimmed
            return text.isEmpty ? nil : Passage(kind, text)
        }
    }

    private init(lines: [Substring], _ isForward: Bool) { (self.lines, self.isForward) = (lines, isForward) }

    private mutating func run() {
        var kind = Passage.Kind.own
        var index = 0
        while index < lines.count {
            let line = lines[index].trimmed
            if let rest = restOfMail(at: index, line) {
                found.append((rest, Array(lines[index...])))
                return
            }
            if line.hasPrefix(">") {
                put(lines[index], as: .quoted)
            } else if let length = attribution(at: index, line) {
                for offset in 0..<length { put(lines[index + offset], as: .quoted) }
                index += length - 1
            } else {
                if kind == .own, isSignature(line) { kind = .signature }
                // An empty line belongs to what it stands in.
                put(lines[index], as: line.isEmpty ? found.last?.kind ?? kind : kind)
            }
            index += 1
        }
    }

    private mutating func put(_ line: Substring, as kind: Passage.Kind) {
        if found.last?.kind == kind {
            found[found.count - 1].lines.append(line)
        } else {
            found.append((kind, [line]))
        }
    }

    // MARK: What shows where another mail begins

    /// Whether everything from here on is another mail.
    private func restOfMail(at index: Int, _ line: String) -> Passage.Kind? {
        let words = line.lowercased()
        if Self.forwardMarks.contains(where: words.contains), words.hasPrefix("-") || words.hasSuffix(":") {
            return .forwarded
        }
        if words.hasPrefix("--"), words.hasSuffix("-"), Self.originalMarks.contains(where: words.contains) {
            return isForward ? .forwarded : .quoted
        }
        return isHeaderBlock(at: index) ? (isForward ? .forwarded : .quoted) : nil
    }

    /// Outlook's way: a sender, then at least two other fields in the lines below, one of them a date.
    private func isHeaderBlock(at index: Int) -> Bool {
        guard index > 0, Self.starts(lines[index], with: ["from:", "จาก:"]) else { return false }
        let below = lines[(index + 1)...].prefix(6)
        return below.contains { Self.starts($0, with: ["sent:", "date:", "ส่ง:", "วันที่:", "ส่งเมื่อ:"]) }
            && below.contains { Self.starts($0, with: ["to:", "subject:", "ถึง:", "เรื่อง:"]) }
    }

    /// The line or two that say who wrote what is quoted below: `On … wrote:`, `เมื่อ … เขียนว่า:`.
    private func attribution(at index: Int, _ line: String) -> Int? {
        let first = line.lowercased()
        guard Self.attributionOpenings.contains(where: first.hasPrefix) || line.contains("@") else { return nil }
        for length in 1...3 where index + length <= lines.count {
            let last = lines[index + length - 1].trimmed.lowercased()
            guard Self.attributionEndings.contains(where: last.hasSuffix) else { continue }
            let next = lines[(index + length)...].first { !$0.trimmed.isEmpty }
            return next?.trimmed.hasPrefix(">") == true ? length : nil
        }
        return nil
    }

    private func isSignature(_ line: String) -> Bool {
        line == "--" || Self.starts(line[...], with: Self.deviceMarks)
    }

    private static func starts(_ line: Substring, with words: [String]) -> Bool {
        // Some writers set the names of the fields in bold: *From:*
        let words = words, text = line.lowercased().drop { $0 == " " || $0 == "*" || $0 == "\t" }
        return words.contains { text.hasPrefix($0) }
    }

    private static let forwardMarks = [
        "forwarded message", "begin forwarded", "ข้อความที่ส่งต่อ", "ข้อความส่งต่อ", "เริ่มต้นข้อความที่ส่งต่อ",
    ]
    private static let originalMarks = ["original message", "original appointment", "ข้อความต้นฉบับ", "ข้อความเดิม"]
    private static let attributionOpenings = ["on ", "เมื่อ", "ในวันที่", "วันที่", "ที่ "]
    private static let attributionEndings = ["wrote:", "เขียนว่า:", "เขียน:", "ได้เขียนไว้ว่า:", "ได้เขียนว่า:"]
    private static let deviceMarks = [
        "sent from my ", "sent from yahoo mail", "sent from outlook", "get outlook for", "ส่งจาก iphone", "ส่งจาก ipad",
        "ส่งจากโทรศัพท์", "ส่งจาก android", "ส่งจาก outlook", "ดาวน์โหลด outlook",
    ]
}

extension StringProtocol {
    /// Without the blanks around it.
    var trimmed: String {
        let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
        let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { scalars.index(after: $0) }
        return end.map { String(String.UnicodeScalarView(scalars[..<$0])) } ?? ""
    }
}
