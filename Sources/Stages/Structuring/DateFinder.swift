internal import ComplaintModel

/// Finds dates: with month names, in digits, months, years, words for days near today, and spans of days.
struct DateFinder {
    let text: ScannedText
    let reckoning: DateReckoning

    init(_ text: ScannedText, reference: CalendarDate) {
        (self.text, reckoning) = (text, DateReckoning(reference: reference))
    }

    /// All dates in order of the text, none inside another.
    func find() -> [FoundDate] {
        var partial = namedMonths() + numeric()
        partial.sort { ($0.span.lowerBound, -$0.span.upperBound) < ($1.span.lowerBound, -$1.span.upperBound) }
        partial = partial.reduce(into: []) { kept, next in
            if kept.last.map({ next.span.lowerBound >= $0.span.upperBound }) ?? true { kept.append(next) }
        }
        var dates = join(partial)
        let taken = Spans(dates.map(\.span))
        dates += years().filter { !taken.overlaps($0.span) }
        let relative = RelativeDateFinder(text: text, reference: reckoning.reference).find()
        dates += relative.filter { !taken.overlaps($0.span) }
        dates.sort { $0.span.lowerBound < $1.span.lowerBound }
        return dates.map(withWeekday).map { TimeReading(text: text).adding(to: $0) }
    }

    /// A date as written: `day` is nil where only a month is named, `firstDay` begins a span within the month.
    struct Written {
        var span: Range<Int>
        var firstDay: Int?
        var day: Int?
        var month: Int
        var year: WrittenYear?
    }

    // MARK: Months by name

    private func namedMonths() -> [Written] {
        text.outermost(.month).compactMap { named($0, isShort: false) }
            + text.outermost(.shortMonth).compactMap { named($0, isShort: true) }
    }

    private func named(_ match: Match, isShort: Bool) -> Written? {
        var written = Written(span: match.range, month: match.value)
        if let (day, first, start) = dayBefore(match.range.lowerBound) {
            (written.day, written.firstDay) = (day, first)
            written.span = start..<match.range.upperBound
        } else if let (day, end) = dayAfter(match) {
            written.day = day
            written.span = match.range.lowerBound..<end
        } else if isShort {
            return nil
        }
        if let (year, end) = yearAfter(written.span.upperBound) {
            written.year = year
            written.span = written.span.lowerBound..<end
        }
        if written.day == nil { return monthAlone(written) }
        return written
    }

    /// A month counts by itself where its year stands with it, or the word month before it.
    private func monthAlone(_ written: Written) -> Written? {
        let before = text.skipSpacesBack(written.span.lowerBound)
        if let start = text.start(of: "เดือน", endingAt: before) {
            var named = written
            named.span = start..<written.span.upperBound
            return named
        }
        // มีนา 65 may be a person and her age: with two digits only a full or dotted name is a month.
        let isPlain = !isFullName(text.units[written.span])
        if case .twoDigits = written.year, isPlain { return nil }
        if written.year == nil, isPlain || !opensSpan(written.span.upperBound) { return nil }
        return written
    }

    private func isFullName(_ name: ArraySlice<Unit>) -> Bool {
        name.contains(0x2E)
            || ["คม", "ยน", "พันธ์"].contains { ending in
                name.prefix { !$0.isSpace && !$0.isDigit }.suffix(ending.units.count).elementsEqual(ending.units)
            }
    }

    /// Whether a month that ends here is the first of a span of months, as in มกราคม-มีนาคม 2569.
    private func opensSpan(_ offset: Int) -> Bool {
        guard let end = text.end(ofAny: ["จนถึง", "ถึง", "-"], at: text.skipSpaces(offset)) else { return false }
        let next = text.skipSpaces(text.end(of: "เดือน", at: text.skipSpaces(end)) ?? end)
        return text.match(text.matches(.month), startingAt: next) != nil
    }

    /// "15", "15 เดือน", "1-3", "1 ถึง 3" before a month.
    private func dayBefore(_ offset: Int) -> (day: Int, first: Int?, start: Int)? {
        var position = text.skipSpacesBack(offset, acrossLine: true)
        if let start = text.start(of: "เดือน", endingAt: position) { position = text.skipSpacesBack(start) }
        if let unit = text.unit(position - 1), [0x2D, 0x2F, 0x2E, 0x2C].contains(unit) {
            position = text.skipSpacesBack(position - 1)
        }
        let day = text.digits(endingAt: position)
        guard (1...2).contains(day.count), !isPartOfNumber(before: day.lowerBound) else { return nil }
        let separatorEnd = text.skipSpacesBack(day.lowerBound)
        if let separator = text.start(ofAny: ["-", "ถึงวันที่", "ถึง", "และ"], endingAt: separatorEnd) {
            let first = text.digits(endingAt: text.skipSpacesBack(separator))
            if (1...2).contains(first.count), !isPartOfNumber(before: first.lowerBound),
                text.number(first) < text.number(day)
            {
                return (text.number(day), text.number(first), first.lowerBound)
            }
        }
        return (text.number(day), nil, day.lowerBound)
    }

    /// "January 15, 2022".
    private func dayAfter(_ match: Match) -> (day: Int, end: Int)? {
        guard text.units[match.range.lowerBound].isLatin else { return nil }
        let day = text.digits(at: text.skipSpaces(match.range.upperBound))
        guard (1...2).contains(day.count) else { return nil }
        let end = text.end(ofAny: ["st", "nd", "rd", "th"], at: day.upperBound) ?? day.upperBound
        guard yearAfter(end) != nil else { return nil }
        return (text.number(day), end)
    }

    private func isPartOfNumber(before offset: Int) -> Bool {
        guard let before = text.unit(offset - 1) else { return false }
        if before.isDigit { return true }
        guard [0x2E, 0x2C, 0x2F, 0x3A].contains(before), let further = text.unit(offset - 2) else { return false }
        return further.isDigit
    }

    // MARK: Years

    /// The year that follows a month, with or without its era.
    private func yearAfter(_ offset: Int) -> (WrittenYear, Int)? {
        var position = text.skipSpaces(offset, acrossLine: true)
        if let unit = text.unit(position), [0x2D, 0x2F, 0x2C, 0x27, 0x2E].contains(unit) {
            position = text.skipSpaces(position + 1)
        }
        if let end = text.end(of: "ปี", at: position) { position = text.skipSpaces(end) }
        let eraEnd = eraEnd(at: position)
        let isChristian = text.end(ofAny: DateFinder.christianEra, at: position) != nil
        if let eraEnd { position = text.skipSpaces(eraEnd) }
        if text.unit(position) == 0x27 { position += 1 }
        let digits = text.digits(at: position)
        guard let year = year(digits, isChristian: isChristian, hasEra: eraEnd != nil) else { return nil }
        return (year, digits.upperBound)
    }

    private static let christianEra: [Literal] = ["ค.ศ.", "ค.ศ", "คศ.", "คศ", "คริสต์ศักราช"]
    private static let buddhistEra: [Literal] = ["พ.ศ.", "พ.ศ", "พศ.", "พศ", "พุทธศักราช"]

    private static let yearWord: Literal = "ปี"

    private func eraEnd(at offset: Int) -> Int? {
        text.end(ofAny: DateFinder.christianEra, at: offset) ?? text.end(ofAny: DateFinder.buddhistEra, at: offset)
    }

    private func year(_ digits: Range<Int>, isChristian: Bool, hasEra: Bool) -> WrittenYear? {
        let number = text.number(digits)
        switch digits.count {
        case 4 where isChristian: return (1000...2200).contains(number) ? .christian(number) : nil
        case 4 where (2400...2700).contains(number): return .buddhist(number)
        case 4 where hasEra: return (2300...2700).contains(number) ? .buddhist(number) : nil
        case 4: return (1900...2100).contains(number) ? .christian(number) : nil
        case 2 where hasEra: return isChristian ? .christian(2000 + number) : .twoDigits(number)
        case 2: return isOtherNumber(after: digits.upperBound) ? nil : .twoDigits(number)
        default: return nil
        }
    }

    /// Whether two digits count something else than years: hours, persons, baht.
    private func isOtherNumber(after offset: Int) -> Bool {
        if let unit = text.unit(offset), [0x2E, 0x3A, 0x2C].contains(unit), text.unit(offset + 1)?.isDigit == true {
            return true
        }
        let units: [Literal] = [
            "น.", "นาฬิกา", "บาท", "คน", "ราย", "ครั้ง", "วัน", "โมง", "ทุ่ม", "ปี", "%", "หลัง", "แห่ง", "-", "/",
        ]
        return text.end(ofAny: units, at: text.skipSpaces(offset)) != nil
    }

    /// A year by itself, where no day or month stands with it: ปี 2564.
    private func years() -> [FoundDate] {
        var found: [FoundDate] = []
        var offset = 0
        while offset < text.units.count {
            guard text.units[offset] == 0x0E1B || text.units[offset] == 0x0E1E || text.units[offset] == 0x0E04,
                let date = yearAlone(at: offset)
            else {
                offset += 1
                continue
            }
            found.append(date)
            offset = date.span.upperBound
        }
        return found
    }

    private func yearAlone(at offset: Int) -> FoundDate? {
        let wordEnd = text.end(of: DateFinder.yearWord, at: offset)
        let eraStart = text.skipSpaces(wordEnd ?? offset)
        let eraEnd = eraEnd(at: eraStart)
        guard wordEnd != nil || eraEnd != nil else { return nil }
        let digits = text.digits(at: text.skipSpaces(eraEnd ?? eraStart))
        let isChristian = text.end(ofAny: DateFinder.christianEra, at: eraStart) != nil
        guard digits.count == 4, !text.has(.law, endingWithin: 80, before: offset),
            let year = year(digits, isChristian: isChristian, hasEra: eraEnd != nil)
        else { return nil }
        let number: Int
        switch year {
        case .buddhist(let buddhist): number = buddhist - 543
        case .christian(let christian): number = christian
        case .twoDigits: return nil
        }
        guard let from = CalendarDate(year: number, month: 1, day: 1),
            let to = CalendarDate(year: number, month: 12, day: 31)
        else { return nil }
        let span = offset..<digits.upperBound
        return FoundDate(span: span, from: from, to: to, precision: .year, flags: ["year"])
    }

    /// Notes where the weekday written before a day is not that day's.
    private func withWeekday(_ date: FoundDate) -> FoundDate {
        guard date.precision == .day else { return date }
        var position = text.skipSpacesBack(date.span.lowerBound)
        position = text.start(of: "ที่", endingAt: position).map { text.skipSpacesBack($0) } ?? position
        if text.unit(position - 1) == 0x2C { position -= 1 }
        guard let weekday = text.match(text.outermost(.weekday), endingAt: position) else { return date }
        var dated = date
        dated.span = weekday.range.lowerBound..<date.span.upperBound
        if weekday.value != date.from.weekday { dated.flags.append("weekdayMismatch") }
        return dated
    }
}
