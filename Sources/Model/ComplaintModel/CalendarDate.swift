/// A day of the proleptic Gregorian calendar, written `2026-11-22`.
public struct CalendarDate: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The Christian year.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// Makes a date, or gives nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.days(inMonth: month, of: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that is `daysSinceEpoch` days after 1970-01-01.
    ///
    /// After Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    public init(daysSinceEpoch: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Reads `YYYY-MM-DD`, or gives nil.
    public init?(rawValue: String) {
        let pieces = rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces.map(\.utf8.count) == [4, 2, 2], rawValue.utf8.allSatisfy({ $0 < 0x3A }),
            let year = Int(pieces[0]), let month = Int(pieces[1]), let day = Int(pieces[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date as `YYYY-MM-DD`.
    public var rawValue: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// The date as `YYYY-MM-DD`.
    public var description: String { rawValue }

    /// Days after 1970-01-01.
    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day of the week, 0 for Sunday to 6 for Saturday.
    public var weekday: Int { ((daysSinceEpoch + 4) % 7 + 7) % 7 }

    /// The year of the Buddhist era, as Thai documents write it.
    public var buddhistYear: Int { year + 543 }

    /// The date `count` days later, or earlier where `count` is negative.
    public func adding(days count: Int) -> CalendarDate { CalendarDate(daysSinceEpoch: daysSinceEpoch + count) }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// How many days `month` has in `year`.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

/// A moment in milliseconds since 1970 (UTC), written `2026-11-22T05:08:52.123Z` (RFC 3339).
public struct Timestamp: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// Makes a moment from milliseconds since 1970.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads an RFC 3339 date and time with `Z` or a numeric offset, or gives nil; seconds may carry a fraction.
    public init?(_ text: String) {
        guard text.utf8.count >= 20, let date = CalendarDate(rawValue: String(text.prefix(10))) else { return nil }
        let bytes = Array(text.utf8)
        guard [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second < 61
        else { return nil }
        var position = 19
        var fraction = 0
        if bytes[position] == UInt8(ascii: ".") {
            let digits = bytes[(position + 1)...].prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty, let value = number((Array(digits) + [0x30, 0x30, 0x30])[..<3]) else { return nil }
            fraction = value
            position += 1 + digits.count
        }
        guard position < bytes.count, let offset = offsetMinutes(bytes[position...]) else { return nil }
        let minutes = date.daysSinceEpoch * 1440 + hour * 60 + minute - offset
        milliseconds = Int64(minutes) * 60_000 + Int64(second * 1000 + fraction)
    }

    /// The moment in UTC, to the millisecond.
    public var description: String {
        let day = CalendarDate(daysSinceEpoch: Int(floorDivide(milliseconds, 86_400_000)))
        let rest = Int(milliseconds - Int64(day.daysSinceEpoch) * 86_400_000)
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
        return "\(day)T\(time.joined(separator: ":")).\(padded(rest % 1000, 3))Z"
    }

    /// The calendar day in Thailand (UTC+7 all year).
    public var thaiDate: CalendarDate {
        CalendarDate(daysSinceEpoch: Int(floorDivide(milliseconds + 7 * 3_600_000, 86_400_000)))
    }

    /// The moment `seconds` later.
    public func adding(seconds: Double) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64((seconds * 1000).rounded()))
    }

    /// Seconds from `earlier` to this moment.
    public func seconds(since earlier: Timestamp) -> Double { Double(milliseconds - earlier.milliseconds) / 1000 }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// Decodes the RFC 3339 form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A moment is written like 2026-11-22T05:08:52.123Z.")
        }
        self = moment
    }

    /// Encodes the RFC 3339 form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for digit in digits {
        guard (0x30...0x39).contains(digit) else { return nil }
        value = value * 10 + Int(digit - 0x30)
    }
    return value
}

/// Reads `Z`, `+07:00` or `+0700` as minutes east of UTC.
private func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int? {
    let zone = Array(bytes)
    if zone == [UInt8(ascii: "Z")] || zone == [UInt8(ascii: "z")] { return 0 }
    guard let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    let digits = zone.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 4, let hours = number(digits[..<2]), let minutes = number(digits[2...]), hours < 24,
        minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
