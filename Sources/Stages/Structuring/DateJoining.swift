internal import ComplaintModel

/// Dates in digits, and dates joined to spans of days.
extension DateFinder {
    /// "15/1/65", "15-01-2022", "15.1.65", "2022-01-15"; day first, except after a four-digit year.
    func numeric() -> [Written] {
        var found: [Written] = []
        var offset = 0
        while offset < text.units.count {
            guard text.units[offset].isDigit else {
                offset += 1
                continue
            }
            if let written = numeric(at: offset), !isPlaceNumber(before: offset) {
                found.append(written)
                offset = written.span.upperBound
            } else {
                offset = text.digits(at: offset).upperBound
            }
        }
        return found
    }

    private func numeric(at offset: Int) -> Written? {
        if let before = text.unit(offset - 1), before == 0x2F || before == 0x2E || before.isLatin { return nil }
        let first = text.digits(at: offset)
        guard let (separator, secondStart) = separator(at: first.upperBound) else { return nil }
        let second = text.digits(at: secondStart)
        guard (1...2).contains(second.count), let (other, thirdStart) = self.separator(at: second.upperBound),
            other == separator
        else { return nil }
        let third = text.digits(at: thirdStart)
        let (one, two, three) = (text.number(first), text.number(second), text.number(third))
        if let after = text.unit(third.upperBound), after == separator, separator != 0x2E,
            text.unit(third.upperBound + 1)?.isDigit == true
        {
            return nil
        }
        let span = offset..<third.upperBound
        if first.count == 4, (1...2).contains(third.count), let year = fourDigits(one) {
            return Written(span: span, firstDay: nil, day: three, month: two, year: year)
        }
        guard first.count <= 2, (1...12).contains(two) else { return nil }
        guard let year = third.count == 2 ? .twoDigits(three) : third.count == 4 ? fourDigits(three) : nil else {
            return nil
        }
        return Written(span: span, firstDay: nil, day: one, month: two, year: year)
    }

    private func separator(at offset: Int) -> (Unit, Int)? {
        let position = text.skipSpaces(offset)
        guard let unit = text.unit(position), [0x2F, 0x2D, 0x2E].contains(unit), position - offset <= 1 else {
            return nil
        }
        let next = text.skipSpaces(position + 1)
        return next - position <= 2 ? (unit, next) : nil
    }

    private func fourDigits(_ number: Int) -> WrittenYear? {
        if (2400...2700).contains(number) { return .buddhist(number) }
        return (1900...2100).contains(number) ? .christian(number) : nil
    }

    private func isPlaceNumber(before offset: Int) -> Bool {
        let position = text.skipSpacesBack(offset)
        if text.start(ofAny: ["วันที่", "ลงวันที่"], endingAt: position) != nil { return false }
        return text.start(ofAny: ["เลขที่", "ข้อที่", "ข้อ", "version"], endingAt: position) != nil
    }

    // MARK: Spans

    /// Resolves written dates, and joins "28 ธันวาคม 2564 ถึงวันที่ 3 มกราคม 2565" into one span.
    func join(_ written: [Written]) -> [FoundDate] {
        var found: [FoundDate] = []
        var index = 0
        while index < written.count {
            if index + 1 < written.count, isSpan(written[index], written[index + 1]),
                let span = span(written[index], written[index + 1])
            {
                found.append(span)
                index += 2
            } else {
                if let date = resolve(written[index]) { found.append(date) }
                index += 1
            }
        }
        return found
    }

    private func isSpan(_ first: Written, _ second: Written) -> Bool {
        let gap = first.span.upperBound..<second.span.lowerBound
        guard gap.count <= 40 else { return false }
        var position = text.skipSpaces(gap.lowerBound, acrossLine: true)
        if let time = TimeReading(text: text).read(at: position, isLoose: false) {
            position = text.skipSpaces(time.end, acrossLine: true)
        }
        guard var end = text.end(ofAny: ["จนถึง", "ถึง", "-", "to"], at: position) else { return false }
        end = text.skipSpaces(end, acrossLine: true)
        if let weekday = text.match(text.outermost(.weekday), startingAt: end) {
            end = text.skipSpaces(weekday.range.upperBound)
            end = text.end(of: "ที่", at: end) ?? end
        }
        end = text.end(ofAny: ["วันที่", "เดือน"], at: end) ?? end
        return text.skipSpaces(end, acrossLine: true) == second.span.lowerBound
    }

    private func span(_ first: Written, _ second: Written) -> FoundDate? {
        guard let end = resolve(second) else { return nil }
        var opening = first
        if opening.year == nil { opening.year = .christian(end.from.year) }
        guard var start = resolve(opening) else { return nil }
        if start.from > end.to, first.year == nil {
            opening.year = .christian(end.from.year - 1)
            start = resolve(opening) ?? start
        }
        guard start.from <= end.to else { return nil }
        let isMixed = start.precision != end.precision
        return FoundDate(
            span: first.span.lowerBound..<second.span.upperBound, from: start.from, to: end.to,
            precision: isMixed ? .day : start.precision,
            flags: unique(start.flags + end.flags).filter { !isMixed || $0 != "month" })
    }

    private func resolve(_ written: Written) -> FoundDate? {
        guard let day = written.day else { return month(written) }
        guard let (date, flags) = reckoning.resolve(day: day, month: written.month, year: written.year) else {
            return nil
        }
        var first = date
        if let firstDay = written.firstDay {
            guard let start = CalendarDate(year: date.year, month: date.month, day: firstDay) else { return nil }
            first = start
        }
        return FoundDate(span: written.span, from: first, to: date, precision: .day, flags: flags)
    }

    private func month(_ written: Written) -> FoundDate? {
        let reckoned: (year: Int, flags: [String])?
        if let year = written.year {
            reckoned = reckoning.christianYear(year, month: written.month)
        } else {
            let isPast = written.month <= reckoning.reference.month
            reckoned = (reckoning.reference.year - (isPast ? 0 : 1), ["yearInferred"])
        }
        guard let (year, flags) = reckoned,
            let from = CalendarDate(year: year, month: written.month, day: 1),
            let to = CalendarDate(
                year: year, month: written.month, day: CalendarDate.days(inMonth: written.month, of: year))
        else { return nil }
        return FoundDate(span: written.span, from: from, to: to, precision: .month, flags: ["month"] + flags)
    }

    private func unique(_ flags: [String]) -> [String] {
        flags.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
