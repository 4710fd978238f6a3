internal import ComplaintModel

/// Finds numbers of earlier letters and cases, and how many people signed.
struct ReferenceFinder {
    let text: ScannedText
    let parts: LetterParts

    /// What อ้างถึง lists, then numbers of documents and cases anywhere.
    func references() -> [Finding<String>] {
        var found = parts.references.map { Finding(text.text($0), confidence: 0.95, span: Span($0)) }
        found += trackingCodes()
        for label in text.outermost(.caseLabel) {
            guard let code = code(after: label.range.upperBound),
                !parts.references.contains(where: { $0.overlaps(code) })
            else { continue }
            found.append(Finding(text.text(code), confidence: 0.85, span: Span(code)))
        }
        return found + documentNumbers(besides: found)
    }

    /// Our own tracking codes, proven by their check character.
    private func trackingCodes() -> [Finding<String>] {
        text.units.indices.compactMap { offset in
            guard text.units[offset] == 0x72, text.unit(offset + 1) == 0x74,
                text.unit(offset - 1)?.isLetterOrDigit != true
            else { return nil }
            var end = offset
            while let unit = text.unit(end), end - offset < 20, unit.isLatin || unit.isDigit || unit == 0x2D {
                end += 1
            }
            return TrackingCode(rawValue: text.text(offset..<end)).map {
                Finding($0.rawValue, confidence: 0.99, span: Span(offset..<end))
            }
        }
    }

    private func code(after offset: Int) -> Range<Int>? {
        var start = text.skipSpaces(offset)
        while let unit = text.unit(start), unit == 0x3A || unit == 0x2E || unit == .space { start += 1 }
        return documentNumber(at: start) ?? caseNumber(at: start) ?? plainCode(at: start)
    }

    /// A court's number: "อ.123/2568", "ผบ 45/2569".
    private func caseNumber(at start: Int) -> Range<Int>? {
        let letters = text.thaiRun(at: start)
        guard (1...4).contains(letters.count) else { return nil }
        let dot = text.skipSpaces(letters.upperBound)
        let number = text.digits(at: text.skipSpaces(text.unit(dot) == 0x2E ? dot + 1 : dot))
        guard !number.isEmpty, text.unit(number.upperBound) == 0x2F else { return nil }
        let year = text.digits(at: number.upperBound + 1)
        return (2...4).contains(year.count) ? start..<year.upperBound : nil
    }

    private func plainCode(at start: Int) -> Range<Int>? {
        var end = start
        while let unit = text.unit(end), unit.isLatin || unit.isDigit || unit == 0x2D || unit == 0x2F || unit == 0x2E {
            end += 1
        }
        while end > start, text.units[end - 1] == 0x2E || text.units[end - 1] == 0x2D { end -= 1 }
        let digits = text.units[start..<end].count(where: \.isDigit)
        guard end - start >= 4, digits >= 3 else { return nil }
        return start..<end
    }

    /// "ที่ นร 0105.04/1234": the number of an office's letter, where the line or a word for letters begins it.
    private func documentNumbers(besides known: [Finding<String>]) -> [Finding<String>] {
        text.lines.compactMap { line in
            guard let end = text.end(of: "ที่", at: line.lowerBound),
                let number = documentNumber(at: text.skipSpaces(end)),
                !known.contains(where: { $0.span.range.overlaps(number) })
            else { return nil }
            return Finding(text.text(number), confidence: 0.85, span: Span(number))
        }
    }

    /// Two to four letters, digits with dots, a slash and the running number.
    private func documentNumber(at start: Int) -> Range<Int>? {
        let letters = text.thaiRun(at: start)
        guard (2...4).contains(letters.count) else { return nil }
        var end = text.skipSpaces(text.unit(letters.upperBound) == 0x2E ? letters.upperBound + 1 : letters.upperBound)
        var hasSlash = false
        while let unit = text.unit(end), unit.isDigit || unit == 0x2E || unit == 0x2F || unit == 0x2D {
            hasSlash = hasSlash || unit == 0x2F
            end += 1
        }
        guard hasSlash, text.units[end - 1].isDigit else { return nil }
        return start..<end
    }

    // MARK: Signatories

    private static let countWords: [Literal] = ["คน", "ราย", "รายชื่อ", "ครัวเรือน", "ครอบครัว", "หลังคาเรือน", "ชื่อ"]

    /// How many signed, where the text says so or lists them.
    func signatoryCount(_ persons: [Finding<Person>]) -> [Finding<Int>] {
        for cue in text.outermost(.signatories) {
            if let found = count(after: cue) ?? count(before: cue) { return [found] }
        }
        let signed = persons.filter { $0.value.role == .signatory }
        guard signed.count > 1, let first = signed.first, let last = signed.last else { return [] }
        return [Finding(signed.count, confidence: 0.7, span: Span(first.span.from..<max(first.span.to, last.span.to)))]
    }

    private func count(after cue: Match) -> Finding<Int>? {
        var position = text.skipSpaces(cue.range.upperBound)
        let words: [Literal] = [
            "ทั้งสิ้น", "ทั้งหมด", "จำนวน", "รวม", "อีก", "กว่า", "แนบท้าย", "ผู้ร้องเรียน", "ผู้ร้อง", "ชาวบ้าน", "ไว้", "แล้ว", "ราษฎร",
            "ผู้เดือดร้อน", "ประชาชน", "ลูกบ้าน", "สมาชิก", "ผู้ร่วม", "ในหมู่บ้าน", "ได้แก่", ":", "(",
        ]
        while let end = text.end(ofAny: words, at: position) { position = text.skipSpaces(end, acrossLine: true) }
        return count(at: position) ?? laterCount(after: cue.range.upperBound)
    }

    /// "พร้อมด้วยราษฎรหมู่ 3 จำนวนสี่สิบห้าคน": a number further on in the sentence.
    private func laterCount(after offset: Int) -> Finding<Int>? {
        for position in offset..<min(offset + 40, text.units.count) {
            let unit = text.units[position]
            if unit == .newline, text.unit(position - 1) == .newline { return nil }
            let begins =
                unit.isDigit
                ? text.unit(position - 1)?.isDigit != true
                : text.match(text.matches(.numberWord), startingAt: position) != nil
            if begins, let found = count(at: position) { return found }
        }
        return nil
    }

    /// "ชาวบ้านจำนวน 120 คน ร่วมกันลงชื่อ".
    private func count(before cue: Match) -> Finding<Int>? {
        let line = max(0, cue.range.lowerBound - 40)..<cue.range.lowerBound
        return line.reversed().lazy.filter { text.units[$0].isDigit && text.unit($0 - 1)?.isDigit != true }.compactMap(
            count
        ).first
    }

    private func count(at offset: Int) -> Finding<Int>? {
        let digits = text.digits(at: offset)
        var (value, end) = (text.number(digits), digits.upperBound)
        if digits.isEmpty {
            guard let words = NumberWords(text: text).read(at: offset) else { return nil }
            (value, end) = words
        }
        guard digits.count <= 5, let unitEnd = text.end(ofAny: ReferenceFinder.countWords, at: text.skipSpaces(end)),
            value > 1
        else { return nil }
        return Finding(value, confidence: 0.9, span: Span(offset..<unitEnd))
    }
}
