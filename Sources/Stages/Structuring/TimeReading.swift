/// Reads the time of day that stands after a date.
struct TimeReading {
    let text: ScannedText

    /// The date with `time:HH:MM` among its flags where a time follows it.
    func adding(to date: FoundDate) -> FoundDate {
        guard date.isSingleDay else { return date }
        var position = text.skipSpaces(date.span.upperBound, acrossLine: true)
        var isLoose = false
        let introductions: [Literal] = [
            "ที่ผ่านมา", ",", "ตอน", "ช่วง", "เวลา", "ประมาณ", "ราวๆ", "ราว", "เกือบ", "สัก", "กลางดึก", "ดึกๆ", "at",
        ]
        while let end = text.end(ofAny: introductions, at: position) {
            isLoose = isLoose || text.end(of: "เวลา", at: position) != nil
            position = text.skipSpaces(end, acrossLine: true)
        }
        guard let time = read(at: position, isLoose: isLoose) ?? before(date.span.lowerBound) else { return date }
        var dated = date
        dated.flags.append("time:\(twoDigits(time.hour)):\(twoDigits(time.minute))")
        return dated
    }

    /// A time that ends where a date begins, as in 2 ทุ่มเมื่อวาน.
    private func before(_ date: Int) -> Clock? {
        for start in max(0, date - 30)..<date where isStart(start) {
            guard let time = read(at: start, isLoose: false), time.end <= date else { continue }
            var position = text.skipSpaces(time.end)
            while let end = text.end(ofAny: ["ของ", "ใน", "เมื่อ", "คืน", "วันที่", ","], at: position), end <= date {
                position = text.skipSpaces(end)
            }
            if position == date { return time }
        }
        return nil
    }

    private func isStart(_ offset: Int) -> Bool {
        let unit = text.units[offset]
        if unit.isDigit {
            let before = text.unit(offset - 1)
            return before?.isDigit != true && before != 0x2E && before != 0x3A && before != 0x2F
        }
        // ตี, บ่าย, เที่ยง, ทุ่ม and the words of numbers.
        return unit.isThaiLetter && text.unit(offset - 1)?.isDependent != true || unit.isLeadVowel
    }

    /// A time of day and where its words end.
    struct Clock {
        var hour: Int
        var minute = 0
        var end: Int
    }

    /// A time at an offset; a loose one needs no word for the hour after it, since one for time stood before.
    func read(at offset: Int, isLoose: Bool) -> Clock? {
        guard var time = named(at: offset) ?? counted(at: offset, isLoose: isLoose) else { return nil }
        guard time.minute == 0 else { return time }
        let next = text.skipSpaces(time.end)
        if let end = text.end(of: "ครึ่ง", at: next) {
            (time.minute, time.end) = (30, end)
        } else if let (minute, after) = number(at: next), (1..<60).contains(minute),
            let end = text.end(of: "นาที", at: text.skipSpaces(after))
        {
            (time.minute, time.end) = (minute, end)
        }
        return time
    }

    /// Hours told from a word before them: ตีสอง, บ่ายสามโมง, เที่ยง.
    private func named(at offset: Int) -> Clock? {
        if let end = text.end(ofAny: ["เที่ยงคืน", "สองยาม"], at: offset) { return Clock(hour: 0, end: end) }
        if let end = text.end(ofAny: ["เที่ยงวัน", "เที่ยง"], at: offset) { return Clock(hour: 12, end: end) }
        if let end = text.end(of: "ทุ่ม", at: offset) {
            return Clock(hour: 19, end: text.end(ofAny: ["หนึ่ง", "นึง", "ตรง", "เศษ"], at: end) ?? end)
        }
        if let end = text.end(of: "ตี", at: offset), let (hour, after) = number(at: end), (1...5).contains(hour) {
            return Clock(hour: hour, end: after)
        }
        guard let end = text.end(of: "บ่าย", at: offset) else { return nil }
        if let after = text.end(of: "โมง", at: end) { return Clock(hour: 13, end: after) }
        guard let (hour, after) = number(at: end), (1...6).contains(hour) else { return nil }
        return Clock(hour: hour + 12, end: text.end(of: "โมง", at: text.skipSpaces(after)) ?? after)
    }

    private func counted(at offset: Int, isLoose: Bool) -> Clock? {
        guard let (hour, end) = number(at: offset) else { return nil }
        return spoken(hour, end) ?? clock(hour, end, isLoose: isLoose)
    }

    private func spoken(_ hour: Int, _ end: Int) -> Clock? {
        let position = text.skipSpaces(end)
        if let after = text.end(of: "ทุ่ม", at: position), (1...6).contains(hour) {
            return Clock(hour: (hour + 18) % 24, end: after)
        }
        guard let after = text.end(of: "โมง", at: position), (1...12).contains(hour) else { return nil }
        let next = text.skipSpaces(after)
        if let evening = text.end(of: "เย็น", at: next), hour <= 6 { return Clock(hour: hour + 12, end: evening) }
        return Clock(hour: hour, end: text.end(ofAny: ["เช้า", "ตรง"], at: next) ?? after)
    }

    private func clock(_ hour: Int, _ end: Int, isLoose: Bool) -> Clock? {
        guard hour < 25 else { return nil }
        var (minute, position) = (0, end)
        if let unit = text.unit(end), unit == 0x2E || unit == 0x3A {
            let digits = text.digits(at: end + 1)
            guard digits.count == 2, text.number(digits) < 60 else { return nil }
            (minute, position) = (text.number(digits), digits.upperBound)
        } else if !isLoose {
            return nil
        }
        let unitEnd = text.end(ofAny: ["น.", "นาฬิกา"], at: text.skipSpaces(position))
        guard unitEnd != nil || (isLoose && position > end) else { return nil }
        return Clock(hour: hour % 24, minute: minute, end: unitEnd ?? position)
    }

    private func number(at offset: Int) -> (Int, Int)? {
        let position = text.skipSpaces(offset)
        let digits = text.digits(at: position)
        if (1...2).contains(digits.count) { return (text.number(digits), digits.upperBound) }
        return NumberWords(text: text).read(at: position)
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
