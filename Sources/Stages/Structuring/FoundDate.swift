internal import ComplaintModel

/// A day, month, year or span of days found in a text.
struct FoundDate {
    /// How much of the date the text gives.
    enum Precision { case day, month, year }
    var span: Range<Int>
    var from: CalendarDate
    var to: CalendarDate
    var precision: Precision
    var flags: [String] = []

    var isSingleDay: Bool { precision == .day && from == to }
}

/// A year as written.
enum WrittenYear: Equatable {
    case buddhist(Int), christian(Int), twoDigits(Int)
}

/// How written days and years become calendar dates, seen from the day of writing.
struct DateReckoning {
    /// The day the text was written or received.
    let reference: CalendarDate

    /// A day with a flag for whatever had to be concluded, or nil where there is no such day.
    func resolve(day: Int, month: Int, year: WrittenYear?) -> (date: CalendarDate, flags: [String])? {
        switch year {
        case .christian(let year): return CalendarDate(year: year, month: month, day: day).map { ($0, []) }
        case .buddhist(let year): return resolve(day: day, month: month, buddhist: year)
        case .twoDigits(let year): return resolve(day: day, month: month, twoDigits: year)
        case nil: return inferYear(day: day, month: month)
        }
    }

    /// The Christian year that a month of a written year lies in.
    func christianYear(_ year: WrittenYear, month: Int) -> (year: Int, flags: [String])? {
        guard let (date, flags) = resolve(day: 1, month: month, year: year) else { return nil }
        return (date.year, flags)
    }

    /// Until 2483 the Buddhist year began on 1 April, so its last three months lie a year later than today's rule says.
    private func resolve(day: Int, month: Int, buddhist year: Int) -> (CalendarDate, [String])? {
        let isOldYear = year <= 2483 && month <= 3
        guard let date = CalendarDate(year: year - (isOldYear ? 542 : 543), month: month, day: day) else { return nil }
        return (date, isOldYear ? ["oldNewYear"] : [])
    }

    /// Two digits mean 25yy or 20yy: the later of those that are not in the future.
    private func resolve(day: Int, month: Int, twoDigits year: Int) -> (CalendarDate, [String])? {
        let candidates = [1957 + year, 2000 + year].compactMap { CalendarDate(year: $0, month: month, day: day) }
        let limit = reference.adding(days: 1)
        if let past = candidates.filter({ $0 <= limit }).max() { return (past, ["twoDigitYear"]) }
        // A day soon to come (a summons, a term) is the nearer of the two.
        guard let next = candidates.min(), next.daysSinceEpoch - reference.daysSinceEpoch <= 731 else { return nil }
        return (next, ["twoDigitYear", "future"])
    }

    private func inferYear(day: Int, month: Int) -> (CalendarDate, [String])? {
        for year in stride(from: reference.year, through: reference.year - 8, by: -1) {
            if let date = CalendarDate(year: year, month: month, day: day), date <= reference {
                return (date, ["yearInferred"])
            }
        }
        return nil
    }
}
