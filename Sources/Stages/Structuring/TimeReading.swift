/// Reads the time of day that stands after a date.
struct TimeReading {
    let text: ScannedText

    /// The date with `time:HH:MM` among its flags where a time follows it.
    func adding(to date: FoundDate) -> FoundDate {
        guard date.isSingleDay else { return date }
        var position = text.skipSpaces(date.span.upperBound, acrossLine: true)
        var isLoose = false
        let introductions: [Literal] = ["ที่ผ่านมา", ",", "ตอน", "ช่วง", "เวลา", "ประมาณ", "ราว", "ราวๆ", "at"]
        while let end = text.end(ofAny: introductions, at: position) {
            isLoose = isLoose || text.end(of: "เวลา", at: position) != nil
            position = text.skipSpaces(end, acrossLine: true)
        }
        guard let time = read(at: position, isLoose: isLoose) else { return date }
        var dated = date
        dated.flags.append("time:\(twoDigits(time.hour)):\(twoDigits(time.minute))")
        return dated
    }

    /// A time at an offset; a loose one needs no word for the hour after it, since one for time stood before.
    func read(at offset: Int, isLoose: Bool) -> (hour: Int, minute: Int, end: Int)? {
        if let end = text.end(of: "เที่ยงคืน", at: offset) { return (0, 0, end) }
        if let end = text.end(of: "เที่ยง", at: offset) { return (12, 0, end) }
        if let end = text.end(of: "ตี", at: offset), let (hour, after) = number(at: end), (1...5).contains(hour) {
            return (hour, 0, after)
        }
        if let end = text.end(of: "บ่าย", at: offset), let (hour, after) = number(at: end), (1...6).contains(hour) {
            return (hour + 12, 0, text.end(of: "โมง", at: text.skipSpaces(after)) ?? after)
        }
        guard let (hour, end) = number(at: offset) else { return nil }
        return spoken(hour, end) ?? clock(hour, end, isLoose: isLoose)
    }

    private func spoken(_ hour: Int, _ end: Int) -> (hour: Int, minute: Int, end: Int)? {
        let position = text.skipSpaces(end)
        if let after = text.end(of: "ทุ่ม", at: position), (1...6).contains(hour) { return ((hour + 18) % 24, 0, after) }
        guard let after = text.end(of: "โมง", at: position), (1...12).contains(hour) else { return nil }
        let next = text.skipSpaces(after)
        if let evening = text.end(of: "เย็น", at: next), hour <= 6 { return (hour + 12, 0, evening) }
        return (hour, 0, text.end(ofAny: ["เช้า", "ตรง"], at: next) ?? after)
    }

    private func clock(_ hour: Int, _ end: Int, isLoose: Bool) -> (hour: Int, minute: Int, end: Int)? {
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
        return (hour % 24, minute, unitEnd ?? position)
    }

    private func number(at offset: Int) -> (Int, Int)? {
        let position = text.skipSpaces(offset)
        let digits = text.digits(at: position)
        if (1...2).contains(digits.count) { return (text.number(digits), digits.upperBound) }
        return NumberWords(text: text).read(at: position)
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
