/// Names without titles: after words such as ชื่อ, and on the lines of a signature.
extension PersonFinder {
    /// "ผมชื่อ สมชาย ใจดี", "ชื่อ-สกุล: สมชาย ใจดี", "ชื่อ สมร นามสกุล ใจเพชร".
    func labelled() -> [FoundPerson] {
        text.outermost(.writerLabel).compactMap(after) + formNames() + introduced() + told()
    }

    /// "ดิฉัน มาลี รักไทย ขอร้องเรียน", "ขอบคุณครับ มาลี รักไทย 0812345678": names that only their place shows.
    private func introduced() -> [FoundPerson] {
        let writers = text.outermost(.writer).compactMap { writer -> FoundPerson? in
            guard text.unit(writer.range.upperBound) == .space, let person = untitled(at: writer.range.upperBound),
                text.has(.reporting, startingWithin: 0, after: person.span.upperBound)
            else { return nil }
            return person
        }
        let closings = [Cue.closing, .writerLabel, .signature].flatMap { text.outermost($0).map(\.range) }
        return writers
            + closings.compactMap { closing -> FoundPerson? in
                guard text.unit(closing.upperBound) == .space, let person = untitled(at: closing.upperBound),
                    text.endsMessage(person.span.upperBound)
                else { return nil }
                return person
            }
    }

    func untitled(at offset: Int) -> FoundPerson? {
        let start = text.skipSpaces(offset)
        guard let name = name(at: start), name.last != nil, !isOther(start..<name.end) else { return nil }
        return FoundPerson(title: nil, first: name.first, last: name.last, span: start..<name.end, nameStart: start)
    }

    private func after(_ label: Match) -> FoundPerson? {
        let word = text.units[label.range]
        let isName =
            ["ชื่อ", "สกุล"].contains { word.suffix(4).elementsEqual($0.units) } || word.last?.isThaiLetter != true
        var start = label.range.upperBound
        if !isName {
            guard let end = text.end(of: "ชื่อ", at: text.skipSpaces(start)) ?? colonEnd(start) else { return nil }
            start = end
        }
        start = skipFiller(start)
        guard let name = surnamed(at: start) ?? name(at: start) ?? latinWords(at: start), name.last != nil || isName,
            !isOther(start..<name.end)
        else { return nil }
        return FoundPerson(title: nil, first: name.first, last: name.last, span: start..<name.end, nameStart: start)
    }

    /// "ชื่อ สมร นามสกุล ใจเพชร" at the beginning of a line.
    private func formNames() -> [FoundPerson] {
        text.lines.compactMap { line in
            guard let end = text.end(of: "ชื่อ", at: line.lowerBound), case let start = skipFiller(end),
                let name = surnamed(at: start)
            else { return nil }
            return FoundPerson(title: nil, first: name.first, last: name.last, span: start..<name.end, nameStart: start)
        }
    }

    /// A first name, the word นามสกุล, and a last name.
    func surnamed(at offset: Int) -> (first: String, last: String?, end: Int)? {
        let first = text.thaiRun(at: offset)
        guard (2...24).contains(first.count),
            let word = text.end(ofAny: ["นามสกุล", "สกุล"], at: skipFiller(first.upperBound)),
            case let last = text.thaiRun(at: skipFiller(word)), (2...24).contains(last.count)
        else { return nil }
        return (text.text(first), text.text(last), last.upperBound)
    }

    private func colonEnd(_ offset: Int) -> Int? {
        let position = text.skipSpaces(offset)
        return text.unit(position) == 0x3A ? position + 1 : nil
    }

    private func skipFiller(_ offset: Int) -> Int {
        var offset = offset
        while let unit = text.unit(offset), [.space, 0x3A, 0x2E, 0x2026, 0x5F].contains(unit) { offset += 1 }
        return offset
    }

    /// Names on the lines of the signature: "(ลงชื่อ) สมชาย ใจดี", "วิชิต คงมั่น".
    func signed() -> [FoundPerson] {
        text.lines.compactMap { line in
            guard line.lowerBound >= parts.signature.lowerBound, !line.isEmpty else { return nil }
            if let closing = parts.closing, line.overlaps(closing) { return nil }
            return signed(in: line)
        }
    }

    private func signed(in line: Range<Int>) -> FoundPerson? {
        var (start, end) = (signatureEnd(line.lowerBound) ?? line.lowerBound, line.upperBound)
        if let phone = text.nearest(text.outermost(.phoneLabel), startingWithin: 40, after: start),
            phone.range.lowerBound < end
        {
            end = phone.range.lowerBound
        }
        if let label = text.match(text.outermost(.writerLabel), startingAt: start), label.range.upperBound < end {
            start = label.range.upperBound
        }
        while let unit = text.unit(start), start < end, isFiller(unit) || unit.isDigit { start += 1 }
        while end > start, isFiller(text.units[end - 1]) || text.units[end - 1].isDigit { end -= 1 }
        if let label = text.match(text.outermost(.writerLabel), endingAt: end), label.range.lowerBound > start {
            end = label.range.lowerBound
            while end > start, isFiller(text.units[end - 1]) { end -= 1 }
        }
        guard start < end, let name = name(at: start) ?? latinName(start..<end), name.end == end, name.last != nil,
            !isOther(start..<end)
        else { return nil }
        return FoundPerson(title: nil, first: name.first, last: name.last, span: start..<end, nameStart: start)
    }

    /// "Thomas Wellington": two or three words in Latin letters with capitals, to the end of the line.
    private func latinName(_ line: Range<Int>) -> (first: String, last: String?, end: Int)? {
        guard let name = latinWords(at: line.lowerBound), name.end == line.upperBound else { return nil }
        return name
    }

    /// Two or three words in Latin letters with capitals, the last of them the last name.
    func latinWords(at offset: Int) -> (first: String, last: String?, end: Int)? {
        var words: [Range<Int>] = []
        var position = offset
        while words.count < 3 {
            var end = position
            while let unit = text.unit(end), unit.isLatin || ((unit == 0x2D || unit == 0x27) && end > position) {
                end += 1
            }
            guard end - position >= 2, (0x41...0x5A).contains(text.scalars[position].value) else { break }
            words.append(position..<end)
            guard text.unit(end) == .space else { break }
            position = text.skipSpaces(end)
        }
        guard words.count >= 2, let last = words.last else { return nil }
        let first = words.dropLast().map { text.text($0) }.joined(separator: " ")
        return (first, text.text(last), last.upperBound)
    }

    private func signatureEnd(_ offset: Int) -> Int? {
        let signs = text.outermost(.signature)
        return (text.match(signs, startingAt: offset) ?? text.match(signs, startingAt: offset + 1))?.range.upperBound
    }

    private func isFiller(_ unit: Unit) -> Bool { [0x20, 0x28, 0x29, 0x2E, 0x2026, 0x5F, 0x2D, 0x3A].contains(unit) }

    /// Whether words stand here that no name begins with.
    func isOther(_ range: Range<Int>) -> Bool {
        let others = text.matches(.notName)
        let first = text.firstIndex(in: others, startingAt: text.denseIndex[range.lowerBound])
        return others[first...].prefix { $0.range.lowerBound < range.upperBound }.contains {
            $0.range.lowerBound == range.lowerBound || text.unit($0.range.lowerBound - 1) == .space
        }
    }
}

extension ScannedText {
    /// Whether nothing but a telephone number follows.
    func endsMessage(_ offset: Int) -> Bool {
        let rest = units[offset...].prefix(60)
        return rest.count < 60
            && (!rest.contains { $0.isThaiLetter } || has(.phoneLabel, startingWithin: 1, after: offset))
    }
}
