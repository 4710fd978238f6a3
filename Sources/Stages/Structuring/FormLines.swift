internal import ComplaintModel

/// The lines at the top of a letter that begin with a word of its form.
struct FormLines {
    enum Word { case subject, addressee, reference, enclosure }

    let text: ScannedText
    let channel: ChannelKind
    private(set) var subject: Range<Int>?
    private(set) var addressee: Range<Int>?
    private(set) var references: [Range<Int>] = []
    private(set) var enclosures: [Range<Int>] = []
    private(set) var firstLine: Int?
    private(set) var bodyLine = 0

    private static let words: [(Word, [Unit])] = [
        (.subject, "เรื่อง".units), (.subject, "หัวข้อ".units), (.subject, "subject".units), (.subject, "หัวเรื่อง".units),
        (.subject, "re".units), (.subject, "ขอร้องเรียนเรื่อง".units), (.subject, "เรื่องที่ร้องเรียน".units),
        (.subject, "เรื่องร้องเรียน".units), (.subject, "เรื่องที่ขอความช่วยเหลือ".units),
        (.addressee, "กราบเรียน".units), (.addressee, "นมัสการ".units), (.addressee, "กราบนมัสการ".units),
        (.addressee, "เรียน".units), (.addressee, "ถึง".units), (.addressee, "เสนอ".units), (.addressee, "to".units),
        (.reference, "อ้างถึง".units), (.reference, "อ้างอิง".units), (.reference, "เรื่องเดิม".units),
        (.enclosure, "สิ่งที่ส่งมาด้วย".units), (.enclosure, "สิ่งที่แนบมาด้วย".units), (.enclosure, "เอกสารแนบ".units),
        (.enclosure, "เอกสารที่แนบมาด้วย".units), (.enclosure, "เอกสารที่ส่งมาด้วย".units),
        (.enclosure, "สิ่งที่ส่งมาพร้อมนี้".units),
    ]
    /// What shows that a word is not of the form: จึงเรียนมาเพื่อ…, เรื่องนี้, ถึงแม้.
    private static let notForm: [[Unit]] = [
        "เรียนมา", "เรียนให้", "เรียนจบ", "เรียนหนังสือ", "เรียนอยู่", "เรียนรู้", "เรียนต่อ", "เรื่องนี้", "เรื่องดังกล่าว", "เรื่องก็",
        "เรื่องที่เกิด", "เรื่องที่ผม", "เรื่องที่เคย", "เรื่องของ", "เรื่องราว", "ถึงแม้", "ถึงจะ", "ถึงตอน", "ถึงขั้น", "ถึงกับ", "ถึงเวลา",
        "ถึงบ้าน", "ถึงวันที่", "ถึงตี",
        "ถึงปัจจุบัน", "เสนอให้", "เสนอว่า", "เสนอแนะ", "เสนอแนว", "token", "today", "total", "ถึงอย่างไร", "เรื่องเลย",
    ].map(\.units)

    init(_ text: ScannedText, channel: ChannelKind) { (self.text, self.channel) = (text, channel) }

    mutating func read() {
        var line = 0
        var last = -1
        let filled = text.lines.count { !$0.isEmpty }
        while line < text.lines.count, line - max(last, 0) <= (last < 0 ? 25 : 6) {
            guard let (word, start) = word(at: line), isOpen(word, line, filled: filled), !isFollowedBySame(word, line)
            else {
                if last >= 0, isBodyStart(line) { break }
                line += 1
                continue
            }
            if firstLine == nil { firstLine = line }
            let next = take(word, from: start, line: line)
            last = next - 1
            line = next
        }
        bodyLine = last + 1
    }

    /// Enclosures named only after the body, as mails have them.
    mutating func readTail() {
        guard enclosures.isEmpty else { return }
        for line in text.lines.indices.dropFirst(bodyLine) {
            guard let (word, start) = word(at: line), word == .enclosure else { continue }
            enclosures = items(from: start, line: line).0
            return
        }
    }

    /// Whether a word of the form may still come: each once, and none in a text that is a single line.
    private func isOpen(_ word: Word, _ line: Int, filled: Int) -> Bool {
        switch word {
        case .subject: subject == nil && filled > 1
        case .addressee: addressee == nil && filled > 1
        case .reference: references.isEmpty && filled > 1
        case .enclosure: enclosures.isEmpty && filled > 1
        }
    }

    /// Of two lines that would both name the addressee, the first only goes on with the subject (… ถึงวัดกลาง).
    private func isFollowedBySame(_ word: Word, _ line: Int) -> Bool {
        word == .addressee && line + 1 < text.lines.count && self.word(at: line + 1)?.0 == .addressee
    }

    private func isBodyStart(_ line: Int) -> Bool {
        let range = text.lines[line]
        return !range.isEmpty && (subject != nil || addressee != nil)
            && text.has(.bodyOpening, startingWithin: 0, after: range.lowerBound)
    }

    /// The word of the form a line begins with, and where what it introduces begins.
    private func word(at line: Int) -> (Word, Int)? {
        let range = text.lines[line]
        guard !range.isEmpty else { return nil }
        let start = text.denseIndex[range.lowerBound]
        let end = text.denseIndex[range.upperBound]
        let head = text.dense[start..<min(end, start + 22)]
        var best: (word: Word, length: Int, edits: Int)?
        for (word, letters) in FormLines.words {
            guard let length = length(of: letters, in: head), fits(word, length, start, range) else { continue }
            if best.map({ (length.edits, -length.length) < ($0.edits, -$0.length) }) ?? true {
                best = (word, length.length, length.edits)
            }
        }
        guard let best, !FormLines.notForm.contains(where: { head.starts(with: $0) }) else { return nil }
        let after = text.offsets[start + best.length - 1] + 1
        return (best.word, skipMarks(after))
    }

    /// Whether a word that could also begin a sentence is parted from what follows.
    private func fits(_ word: Word, _ found: (length: Int, edits: Int), _ start: Int, _ line: Range<Int>) -> Bool {
        let after = text.offsets[start + found.length - 1] + 1
        let next = text.unit(after)
        if text.dense[start].isLatin { return found.length > 2 ? next == 0x3A || next == .space : next == 0x3A }
        guard found.edits > 0 || (word == .subject && found.length > 8) else { return true }
        return after >= line.upperBound || next == .space || next == 0x3A || next == 0x2E
    }

    /// How much of a line's head is the word, exactly or with one character wrong.
    private func length(of word: [Unit], in head: ArraySlice<Unit>) -> (length: Int, edits: Int)? {
        if head.starts(with: word) {
            let next = head.dropFirst(word.count).first
            return next?.isDependent == true ? nil : (word.count, 0)
        }
        guard word.count >= 5, !word[0].isLatin else { return nil }
        for length in [word.count, word.count + 1, word.count - 1] where head.count >= length {
            if isWithinOneEdit(head.prefix(length), word) { return (length, 1) }
        }
        return nil
    }

    private func skipMarks(_ offset: Int) -> Int {
        var offset = text.skipSpaces(offset)
        while let unit = text.unit(offset), unit == 0x3A || unit == 0x2E || unit == 0x2026 || unit == .space {
            offset += 1
        }
        return offset
    }

    /// Takes a part with the lines it goes on over, and gives the line after it.
    private mutating func take(_ word: Word, from start: Int, line: Int) -> Int {
        switch word {
        case .subject:
            let end = continuation(after: line, limit: 3, needsWordAfter: true)
            subject = inline(start, end)
            return end + 1
        case .addressee:
            let end = continuation(after: line, limit: 2, needsWordAfter: true)
            addressee = nonEmpty(start, end)
            return end + 1
        case .reference:
            let (items, end) = items(from: start, line: line)
            references = items
            return end + 1
        case .enclosure:
            let (items, end) = items(from: start, line: line)
            enclosures = items
            return end + 1
        }
    }

    /// The last line of a part that goes on: its brackets are still open, or another word of the form follows soon.
    private func continuation(after line: Int, limit: Int, needsWordAfter: Bool) -> Int {
        let upper = min(line + limit, text.lines.count - 1)
        if upper > line {
            for next in (line + 1)...upper {
                if text.lines[next].isEmpty { break }
                if let (word, _) = word(at: next), !isFollowedBySame(word, next) { return next - 1 }
                if isBodyStart(next) { break }
            }
        }
        // A line with nothing but a postcode ends the address of the office written to.
        if needsWordAfter, upper > line, text.lines[line + 1].count == 5,
            text.units[text.lines[line + 1]].allSatisfy(\.isDigit)
        {
            return line + 1
        }
        let units = text.units[text.lines[line]]
        let opened = units.count { $0 == 0x28 } > units.count { $0 == 0x29 }
        return opened && upper > line && !text.lines[line + 1].isEmpty ? line + 1 : line
    }

    private func nonEmpty(_ start: Int, _ line: Int) -> Range<Int>? {
        let end = text.lines[line].upperBound
        return start < end ? start..<end : nil
    }

    /// A subject whose addressee stands in the same line ends before it.
    private mutating func inline(_ start: Int, _ line: Int) -> Range<Int>? {
        guard let range = nonEmpty(start, line) else { return nil }
        for literal: Literal in ["กราบเรียน", "เรียน"] {
            for offset in range.dropFirst(4)
            where text.units[offset - 1] == .space && text.units[offset] == literal.units[0] {
                guard let end = text.end(of: literal, at: offset), addressee == nil, text.unit(end) == .space,
                    text.end(of: "เรียนมา", at: offset) == nil
                else { continue }
                addressee = skipMarks(end)..<range.upperBound
                return range.lowerBound..<text.skipSpacesBack(offset)
            }
        }
        return range
    }

    /// The numbered items of a part, each with the lines it goes on over.
    private func items(from start: Int, line: Int) -> ([Range<Int>], Int) {
        var items: [Range<Int>] = []
        var last = line
        append(start, text.lines[line].upperBound, to: &items)
        var next = line + 1
        while next < text.lines.count, next - last <= 2 {
            let range = text.lines[next]
            if range.isEmpty || word(at: next) != nil || isDateLine(next) { break }
            if numberEnd(range.lowerBound) != nil {
                for item in (last + 1)..<next { extend(&items, to: text.lines[item].upperBound) }
                append(range.lowerBound, range.upperBound, to: &items)
                last = next
            } else if isBodyStart(next) || items.isEmpty {
                break
            }
            next += 1
        }
        if items.count <= 1 { last = line }
        if last == line, let wrapped = wrappedLine(after: line) {
            extend(&items, to: text.lines[wrapped].upperBound)
            last = wrapped
        }
        return (items, last)
    }

    /// The rest of an item: a short line that goes on with how many copies there are.
    private func wrappedLine(after line: Int) -> Int? {
        guard line + 1 < text.lines.count, case let next = text.lines[line + 1], !next.isEmpty, next.count <= 30 else {
            return nil
        }
        return text.end(ofAny: ["จำนวน", "ลงวันที่", "ฉบับ"], at: next.lowerBound) != nil ? line + 1 : nil
    }

    private func isDateLine(_ line: Int) -> Bool { text.end(of: "วันที่", at: text.lines[line].lowerBound) != nil }

    /// Adds the items between `start` and `end`, of which several may stand in one line.
    private func append(_ start: Int, _ end: Int, to items: inout [Range<Int>]) {
        var itemStart = numberEnd(start) ?? start
        var offset = itemStart
        while offset < end {
            if text.units[offset] == .space, let next = numberEnd(offset + 1), next < end, numberEnd(start) != nil {
                if itemStart < offset { items.append(itemStart..<text.skipSpacesBack(offset)) }
                itemStart = next
                offset = next
            } else {
                offset += 1
            }
        }
        if itemStart < end { items.append(itemStart..<end) }
    }

    private func extend(_ items: inout [Range<Int>], to end: Int) {
        guard let last = items.popLast() else { return }
        items.append(last.lowerBound..<end)
    }

    /// Where an item's text begins after its number ("1.", "๒)", "-"), or nil where no number stands.
    private func numberEnd(_ offset: Int) -> Int? {
        if text.unit(offset) == 0x2D, text.unit(offset + 1) == .space { return offset + 2 }
        let opening = text.unit(offset) == 0x28 ? offset + 1 : offset
        let digits = text.digits(at: opening)
        guard (1...2).contains(digits.count), let mark = text.unit(digits.upperBound), mark == 0x2E || mark == 0x29
        else { return nil }
        let start = text.skipSpaces(digits.upperBound + 1)
        return text.unit(start)?.isDigit == true ? nil : start
    }
}
