public import ComplaintModel

/// How a gateway writes a moment.
public enum DialectTime: Sendable, Hashable {
    case unixSeconds
    case unixMilliseconds
    case rfc3339
    /// Letters `yyyy MM dd HH mm ss` stand for digits, the rest for itself; years after 2400 are of the Buddhist era.
    case pattern(String, minutesEast: Int)
    /// Year, month, day, hour, minute and second as digits, whatever stands between them; a year of two digits is of this
    /// century. Spools write the service centre's local time so, the zone dropped.
    case digits(minutesEast: Int)
    /// Seconds since 1970 (`%T`), or `%t` and `X-Kannel-Time`, which are UTC.
    case kannel

    /// Digits of Thailand's time.
    public static let thaiDigits = DialectTime.digits(minutesEast: 420)

    /// Reads a moment; nil where it is written otherwise.
    public func moment(_ text: String) -> Timestamp? {
        switch self {
        case .unixSeconds: return Int64(text).flatMap(DialectTime.sound)
        case .unixMilliseconds:
            return Int64(text).flatMap { DialectTime.sound($0 / 1000) == nil ? nil : Timestamp(milliseconds: $0) }
        case .rfc3339: return Timestamp(text)
        case .pattern(let pattern, let minutesEast): return DialectTime.moment(text, pattern, minutesEast)
        case .digits(let minutesEast):
            let digits = text.unicodeScalars.filter { ("0"..."9").contains($0) }
            let century = digits.count == 12 ? "20" : ""
            return DialectTime.moment(
                century + String(String.UnicodeScalarView(digits)), "yyyyMMddHHmmss", minutesEast)
        case .kannel:
            return DialectTime.unixSeconds.moment(text) ?? DialectTime.moment(text, "yyyy-MM-dd HH:mm:ss", 0)
        }
    }

    private static func sound(_ seconds: Int64) -> Timestamp? {
        (0..<253_402_300_800).contains(seconds) ? Timestamp(milliseconds: seconds * 1000) : nil
    }

    private static func moment(_ text: String, _ pattern: String, _ minutesEast: Int) -> Timestamp? {
        let (letters, bytes) = (Array(pattern.utf8), Array(text.utf8))
        guard letters.count == bytes.count else { return nil }
        var numbers: [UInt8: Int] = [:]
        for (letter, byte) in zip(letters, bytes) {
            if "yMdHms".utf8.contains(letter) {
                guard (0x30...0x39).contains(byte) else { return nil }
                numbers[letter, default: 0] = numbers[letter, default: 0] * 10 + Int(byte - 0x30)
            } else if letter != byte {
                return nil
            }
        }
        func number(_ letter: Unicode.Scalar) -> Int { numbers[UInt8(ascii: letter)] ?? 0 }
        let year = number("y") > 2400 ? number("y") - 543 : number("y")
        guard let day = CalendarDate(year: year, month: number("M"), day: number("d")), number("H") < 24,
            number("m") < 60, number("s") < 61
        else { return nil }
        let minutes = day.daysSinceEpoch * 1440 + number("H") * 60 + number("m") - minutesEast
        return Timestamp(milliseconds: Int64(minutes) * 60_000 + Int64(number("s")) * 1000)
    }
}
