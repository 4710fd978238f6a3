public import ComplaintModel
internal import Foundation

/// The government's working days: Monday to Friday without the holidays of `holidays_th.tsv`.
public struct WorkingCalendar: Sendable {
    /// Which list of holidays this is; a deadline names it, so that a new list shows what to compute again.
    public let version: String
    private var holidays: Set<Int> = []
    private var projectedFrom = Int.max

    init(directory: URL, faults: inout [ReferenceFault]) {
        var table = TableFile("holidays_th.tsv", columns: ["date", "name_th", "basis"], in: directory)
        version = table.version ?? ""
        if table.version == nil, table.faults.isEmpty {
            table.reportFile(
                "has no version",
                remedy: "Begin it with a line such as “# version: th-2026.1”; raise it with each change")
        }
        for row in 0..<table.rowCount {
            guard let date = CalendarDate(rawValue: table.text(row, 0)) else {
                table.report(row, "“\(table.text(row, 0))” is no day", remedy: "Write the day like 2026-10-23")
                continue
            }
            holidays.insert(date.daysSinceEpoch)
            switch table.text(row, 2) {
            case "listed": break
            case "projected": projectedFrom = min(projectedFrom, date.daysSinceEpoch)
            default: table.report(row, "its basis is unknown", remedy: "Write listed or projected")
            }
        }
        faults += table.faults
    }

    /// Whether offices work on a day.
    public func isWorkingDay(_ day: CalendarDate) -> Bool {
        (1...5).contains(day.weekday) && !holidays.contains(day.daysSinceEpoch)
    }

    /// The working day that is `count` working days after `start`; `start` itself is not counted.
    public func day(_ count: Int, workingDaysAfter start: CalendarDate) -> CalendarDate {
        var (day, left) = (start, max(0, count))
        while left > 0 {
            day = day.adding(days: 1)
            if isWorkingDay(day) { left -= 1 }
        }
        return onWorkingDay(day)
    }

    /// `day` itself, or the next working day where it is none.
    public func onWorkingDay(_ day: CalendarDate) -> CalendarDate {
        var day = day
        while !isWorkingDay(day) { day = day.adding(days: 1) }
        return day
    }

    /// How many working days lie after `start` up to and with `end`.
    public func workingDays(after start: CalendarDate, through end: CalendarDate) -> Int {
        guard start < end else { return 0 }
        return ((start.daysSinceEpoch + 1)...end.daysSinceEpoch).count {
            isWorkingDay(CalendarDate(daysSinceEpoch: $0))
        }
    }

    /// A deadline by this calendar, as one set with an older calendar would be today.
    public func recomputed(_ deadline: Deadline, receivedOn start: CalendarDate) -> Deadline {
        makeDeadline(rule: deadline.rule, workingDays: deadline.workingDays, after: start)
    }

    func makeDeadline(rule: Deadline.Rule, workingDays: Int, after start: CalendarDate) -> Deadline {
        let date = day(workingDays, workingDaysAfter: start)
        let isProjected = date.daysSinceEpoch >= projectedFrom
        return Deadline(
            date: date, rule: rule, workingDays: workingDays, calendar: isProjected ? "\(version)+projected" : version)
    }
}
