internal import ComplaintModel

/// Finds days told from the day of writing: เมื่อวาน, 3 วันก่อน, สัปดาห์ที่แล้ว, วันจันทร์ที่ผ่านมา.
struct RelativeDateFinder {
    let text: ScannedText
    let reference: CalendarDate

    func find() -> [FoundDate] {
        namedDays() + countedDays() + lastPeriods() + lastWeekdays() + daysOfNearMonths()
    }

    private func namedDays() -> [FoundDate] {
        text.outermost(.relativeDay).compactMap { match in
            // "Until today" tells no day of anything.
            let before = text.skipSpacesBack(match.range.lowerBound)
            if text.start(ofAny: ["ถึง", "ตราบ", "ปัจจุบัน", "จน", "ณ"], endingAt: before) != nil { return nil }
            // "เมื่อคืนวันที่ 16": the day itself follows.
            let next = text.skipSpaces(match.range.upperBound)
            if text.end(of: "วันที่", at: next) != nil || text.match(text.matches(.weekday), startingAt: next) != nil {
                return nil
            }
            return day(match.value, match.range)
        }
    }

    /// "3 วันก่อน", "สองวันที่แล้ว", "2 อาทิตย์ก่อน".
    private func countedDays() -> [FoundDate] {
        let words: [(Literal, Int)] = [("วัน", 1), ("สัปดาห์", 7), ("อาทิตย์", 7)]
        var found: [FoundDate] = []
        for ending in endings() {
            let position = text.skipSpacesBack(ending.lowerBound)
            for (word, days) in words {
                guard let start = text.start(of: word, endingAt: position),
                    let (count, first) = number(endingAt: text.skipSpacesBack(start)), (1...60).contains(count)
                else { continue }
                found.append(counted(count, days, first..<ending.upperBound))
                break
            }
        }
        return found
    }

    /// A day so many days or weeks back; "2-3 วันก่อน" gives both ends.
    private func counted(_ count: Int, _ days: Int, _ span: Range<Int>) -> FoundDate {
        guard text.unit(span.lowerBound - 1) == 0x2D, case let first = text.digits(endingAt: span.lowerBound - 1),
            (1...2).contains(first.count), text.number(first) < count
        else { return day(count * days, span) }
        let (from, to) = (reference.adding(days: -count * days), reference.adding(days: -text.number(first) * days))
        return period(from, to, first.lowerBound..<span.upperBound)
    }

    /// "สัปดาห์ที่แล้ว", "เดือนที่แล้ว", "ปีที่แล้ว": a span of days.
    private func lastPeriods() -> [FoundDate] {
        endings().compactMap { ending in
            let position = text.skipSpacesBack(ending.lowerBound)
            guard let start = text.start(ofAny: ["สัปดาห์", "อาทิตย์", "เดือน", "ปี"], endingAt: position) else { return nil }
            let before = text.skipSpacesBack(start)
            guard number(endingAt: before) == nil,
                text.start(ofAny: ["หลาย", "วัน", "ไม่กี่", "กี่", "ทุก"], endingAt: before) == nil
            else { return nil }
            let span = start..<ending.upperBound
            if text.end(of: "ปี", at: start) != nil { return lastYear(span) }
            if text.end(of: "เดือน", at: start) == nil {
                let monday = reference.adding(days: -((reference.weekday + 6) % 7) - 7)
                return period(monday, monday.adding(days: 6), span)
            }
            let lastDay = reference.adding(days: -reference.day)
            return period(lastDay.adding(days: 1 - lastDay.day), lastDay, span)
        }
    }

    private func lastYear(_ span: Range<Int>) -> FoundDate? {
        guard let from = CalendarDate(year: reference.year - 1, month: 1, day: 1),
            let to = CalendarDate(year: reference.year - 1, month: 12, day: 31)
        else { return nil }
        return FoundDate(span: span, from: from, to: to, precision: .year, flags: ["year", "relative"])
    }

    /// "วันที่ 5 เดือนนี้", "วันที่ 28 ที่ผ่านมา", "วันที่ 28 เดือนที่แล้ว".
    private func daysOfNearMonths() -> [FoundDate] {
        text.offsets.compactMap { offset in
            guard text.units[offset] == 0x0E27, let word = text.end(of: "วันที่", at: offset) else { return nil }
            let digits = text.digits(at: text.skipSpaces(word))
            let next = text.skipSpaces(digits.upperBound)
            guard (1...2).contains(digits.count),
                let end = text.end(ofAny: ["เดือนนี้", "เดือนที่แล้ว", "เดือนก่อน", "ที่ผ่านมา", "ที่แล้ว"], at: next)
            else { return nil }
            let isLastMonth = text.end(ofAny: ["เดือนที่แล้ว", "เดือนก่อน"], at: next) != nil
            let isThisMonth = text.end(of: "เดือนนี้", at: next) != nil
            let firstOfMonth = reference.adding(days: 1 - reference.day)
            let lastMonth = firstOfMonth.adding(days: -1)
            let number = text.number(digits)
            let month = isThisMonth || (!isLastMonth && number <= reference.day) ? firstOfMonth : lastMonth
            return CalendarDate(year: month.year, month: month.month, day: number).map {
                FoundDate(span: offset..<end, from: $0, to: $0, precision: .day, flags: ["relative"])
            }
        }
    }

    /// "วันจันทร์ที่ผ่านมา".
    private func lastWeekdays() -> [FoundDate] {
        text.outermost(.weekday).compactMap { match in
            let position = text.skipSpaces(match.range.upperBound)
            guard let end = text.end(ofAny: ["ที่ผ่านมา", "ที่แล้ว", "ก่อน"], at: position) else { return nil }
            let back = (reference.weekday - match.value + 6) % 7 + 1
            return day(back, match.range.lowerBound..<end)
        }
    }

    private static let endings: [Literal] = ["ที่แล้ว", "ที่ผ่านมา", "ก่อนหน้านี้", "ก่อน"]

    private func endings() -> [Range<Int>] {
        var found: [Range<Int>] = []
        for offset in text.offsets where text.units[offset] == 0x0E17 || text.units[offset] == 0x0E01 {
            let end = text.end(ofAny: RelativeDateFinder.endings, at: offset)
            if let end, end - offset <= 14 { found.append(offset..<end) }
        }
        return found
    }

    private func number(endingAt offset: Int) -> (value: Int, start: Int)? {
        let digits = text.digits(endingAt: offset)
        if (1...2).contains(digits.count) { return (text.number(digits), digits.lowerBound) }
        let words = text.matches(.numberWord)
        guard let last = text.match(words, endingAt: offset), last.value <= 10 else { return nil }
        return (last.value, last.range.lowerBound)
    }

    private func day(_ daysBack: Int, _ span: Range<Int>) -> FoundDate {
        let day = reference.adding(days: -daysBack)
        return FoundDate(span: span, from: day, to: day, precision: .day, flags: ["relative"])
    }

    private func period(_ from: CalendarDate, _ to: CalendarDate, _ span: Range<Int>) -> FoundDate {
        FoundDate(span: span, from: from, to: to, precision: .day, flags: ["relative"])
    }
}
