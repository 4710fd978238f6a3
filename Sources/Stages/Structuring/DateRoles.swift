internal import ComplaintModel

/// Tells the date of a letter from the days things happened.
struct DateRoles {
    let text: ScannedText
    let parts: LetterParts
    /// The day the text was received.
    let received: CalendarDate

    /// The index of the letter's own date among all found.
    func letterDate(among dates: [FoundDate]) -> Int? {
        let single = dates.indices.filter { dates[$0].isSingleDay && !dates[$0].flags.contains("relative") }
        let alone = single.filter { isAloneInLine(dates[$0].span) }
        func last(in range: Range<Int>, of indices: [Int]) -> Int? {
            indices.last { range.contains(dates[$0].span.lowerBound) && !isOther(dates[$0]) }
        }
        if !parts.head.isEmpty, let index = last(in: parts.head, of: alone) ?? last(in: parts.head, of: single) {
            return index
        }
        let form = parts.head.upperBound..<max(parts.head.upperBound, parts.body.lowerBound)
        if let index = last(in: form, of: alone) { return index }
        let topLines = text.lines.prefix(6).last?.upperBound ?? 0
        if let index = alone.first(where: { dates[$0].span.lowerBound < topLines }) { return index }
        return last(in: parts.signature, of: alone)
    }

    /// A date of something else than the matter: of birth, of a document.
    func isOther(_ date: FoundDate) -> Bool {
        let start = date.span.lowerBound
        return otherFlag(date) != nil || text.has(.documentDate, endingWithin: 0, before: start)
    }

    /// What else a date is of, as a flag.
    func otherFlag(_ date: FoundDate) -> String? {
        let start = date.span.lowerBound
        if isBirth(date) { return "birth" }
        if text.has(.documentDate, endingWithin: 3, before: start) { return "document" }
        if parts.references.contains(where: { $0.overlaps(date.span) }) { return "document" }
        if parts.enclosures.contains(where: { $0.overlaps(date.span) }) { return "document" }
        return nil
    }

    /// "เกิดเมื่อวันที่ …": a birth if it lies years back, else something that happened; เหตุเกิด is never a birth.
    private func isBirth(_ date: FoundDate) -> Bool {
        let start = date.span.lowerBound
        guard let cue = text.nearest(text.matches(.birth), endingWithin: 3, before: start),
            text.start(ofAny: ["เหตุ", "ที่"], endingAt: cue.range.lowerBound) == nil
        else { return false }
        let age = received.daysSinceEpoch - date.from.daysSinceEpoch
        if age > 10 * 366 { return true }
        return cue.dense.count > 4 && !text.has(.incidentDate, endingWithin: 3, before: start)
    }

    /// How likely a date is the day of the matter.
    func confidence(_ date: FoundDate) -> Double {
        switch date.precision {
        case .year: return 0.3
        case .month: return 0.5
        case .day: break
        }
        return text.has(.incidentDate, endingWithin: 12, before: date.span.lowerBound) ? 0.9 : 0.75
    }

    private func isAloneInLine(_ span: Range<Int>) -> Bool {
        let line = text.lines[text.line(at: span.lowerBound)]
        guard line.upperBound >= span.upperBound else { return false }
        var start = line.lowerBound
        for word: Literal in ["เขียนวันที่", "วันที่", "ลงวันที่", "date", "วัน", ":"] {
            if let end = text.end(of: word, at: start), end <= span.lowerBound { start = text.skipSpaces(end) }
        }
        let tail = text.units[span.upperBound..<line.upperBound]
        return start == span.lowerBound && tail.allSatisfy { $0.isSpace || $0 == 0x2E }
    }
}
