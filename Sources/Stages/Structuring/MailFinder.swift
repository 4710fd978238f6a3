internal import ComplaintModel

/// Finds e-mail addresses and LINE ids.
struct MailFinder {
    let text: ScannedText

    /// E-mail addresses, with the spaces a scan may put around `@` and dots taken out and the domain in lower case.
    func emails() -> [Finding<String>] {
        text.units.indices.filter { text.units[$0] == 0x40 }.compactMap(email)
    }

    /// LINE ids: after a word for LINE, or a name that begins with `@`.
    func lineIDs() -> [Finding<String>] {
        var found: [Finding<String>] = []
        for label in text.outermost(.lineLabel) {
            var position = text.skipSpaces(label.range.upperBound)
            while let end = text.end(ofAny: ["id", "ไอดี", ":", ".", "คือ"], at: position) {
                position = text.skipSpaces(end)
            }
            var end = position
            while let unit = text.unit(end), isIDUnit(unit) || (unit == 0x40 && end == position) { end += 1 }
            while end > position, text.units[end - 1] == 0x2E || text.units[end - 1] == 0x2D { end -= 1 }
            guard end - position >= 3, text.units[position..<end].contains(where: { $0.isLatin || $0.isDigit }),
                text.unit(end) != 0x40
            else { continue }
            found.append(Finding(text.text(position..<end), confidence: 0.9, span: Span(position..<end)))
        }
        return found + bareIDs(besides: found)
    }

    /// "@somjai88" by itself is no mail address but a name at LINE.
    private func bareIDs(besides known: [Finding<String>]) -> [Finding<String>] {
        let taken = Spans(known.map(\.span.range))
        return text.units.indices.compactMap { sign in
            guard text.units[sign] == 0x40, text.unit(sign - 1).map(isLocalUnit) != true,
                !taken.overlaps(sign..<sign + 1), email(at: sign) == nil
            else { return nil }
            var end = sign + 1
            while let unit = text.unit(end), isIDUnit(unit) { end += 1 }
            while end > sign, text.units[end - 1] == 0x2E || text.units[end - 1] == 0x2D { end -= 1 }
            guard end - sign >= 4, text.units[sign..<end].contains(where: \.isLatin) else { return nil }
            return Finding(text.text(sign..<end), confidence: 0.8, span: Span(sign..<end))
        }
    }

    private func email(at sign: Int) -> Finding<String>? {
        let localEnd = text.skipSpacesBack(sign)
        guard let local = local(endingAt: localEnd, isAdjacent: localEnd == sign),
            let domain = domain(at: text.skipSpaces(sign + 1))
        else { return nil }
        let value = compact(local) + "@" + compact(domain).lowercased()
        return Finding(value, confidence: 0.95, span: Span(local.lowerBound..<domain.upperBound))
    }

    private func local(endingAt end: Int, isAdjacent: Bool) -> Range<Int>? {
        var start = end
        while let unit = text.unit(start - 1) {
            if isLocalUnit(unit) {
                start -= 1
            } else if unit == .space, start < end, isAroundDot(start) {
                start -= 1
            } else {
                break
            }
        }
        while start < end, text.units[start] == 0x2E || text.units[start] == 0x2D { start += 1 }
        guard start < end, text.units[end - 1] != 0x2E else { return nil }
        return start..<end
    }

    /// A space before or after a dot that a Latin letter or digit stands before, as scans have it.
    private func isAroundDot(_ start: Int) -> Bool {
        if text.units[start] == 0x2E { return text.unit(start - 2).map(isLocalUnit) == true }
        guard text.unit(start - 2) == 0x2E else { return false }
        return text.unit(text.skipSpacesBack(start - 2) - 1)?.isLatin == true && text.unit(start - 3) == .space
    }

    /// Labels of letters, digits and hyphens parted by dots; the last one is of letters only.
    private func domain(at start: Int) -> Range<Int>? {
        var (position, end, labels) = (start, start, 0)
        while true {
            let labelStart = position
            while let unit = text.unit(position), unit.isLatin || unit.isDigit || unit == 0x2D { position += 1 }
            guard position > labelStart else { break }
            let isLastPossible = text.units[labelStart..<position].allSatisfy(\.isLatin) && position - labelStart >= 2
            labels += 1
            if labels > 1, isLastPossible { end = position }
            let dot = text.skipSpaces(position)
            guard text.unit(dot) == 0x2E else { break }
            let next = text.skipSpaces(dot + 1)
            guard text.unit(next)?.isLatin == true || (next == dot + 1 && dot == position) else { break }
            position = next
        }
        return end > start ? start..<end : nil
    }

    private func isLocalUnit(_ unit: Unit) -> Bool {
        unit.isLatin || unit.isDigit || [0x2E, 0x5F, 0x2D, 0x2B, 0x25].contains(unit)
    }

    private func isIDUnit(_ unit: Unit) -> Bool { unit.isLatin || unit.isDigit || [0x2E, 0x5F, 0x2D].contains(unit) }

    private func compact(_ range: Range<Int>) -> String {
        var compact = String.UnicodeScalarView()
        for offset in range where !text.units[offset].isSpace { compact.append(text.scalars[offset]) }
        return String(compact)
    }
}
