internal import ComplaintModel

/// Finds days told from the day of writing: เมื่อวาน, 3 วันก่อน, สัปดาห์ที่แล้ว, วันจันทร์ที่ผ่านมา.
struct RelativeDateFinder {
    let text: ScannedText
    let reference: CalendarDate

    func find() -> [FoundDate] { namedDays() + countedDays() + lastPeriods() + lastWeekdays() }

    private func namedDays() -> [FoundDate] {
        text.outermost(.relativeDay).compactMap { match in
            // "Until today" tells no day of anything.
            let before = text.skipSpacesBack(match.range.lowerBound)
            if text.start(ofAny: ["ถึง", "ตราบ", "ปัจจุบัน", "จน", "ณ"], endingAt: before) != nil { return nil }
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
                found.append(day(count * days, first..<ending.upperBound))
                break
            }
        }
        return found
    }

    /// "สัปดาห์ที่แล้ว", "เดือนที่แล้ว": a span of days.
    private func lastPeriods() -> [FoundDate] {
        endings().compactMap { ending in
            let position = text.skipSpacesBack(ending.lowerBound)
            let isAgo = text.end(of: "ก่อน", at: ending.lowerBound) != nil
            if let start = text.start(ofAny: ["สัปดาห์", "อาทิตย์"], endingAt: position), !isAgo,
                text.start(of: "วัน", endingAt: start) == nil, number(endingAt: text.skipSpacesBack(start)) == nil
            {
                let monday = reference.adding(days: -((reference.weekday + 6) % 7) - 7)
                return period(monday, monday.adding(days: 6), start..<ending.upperBound)
            }
            guard let start = text.start(of: "เดือน", endingAt: position),
                number(endingAt: text.skipSpacesBack(start)) == nil
            else { return nil }
            let lastDay = reference.adding(days: -reference.day)
            return period(lastDay.adding(days: 1 - lastDay.day), lastDay, start..<ending.upperBound)
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
