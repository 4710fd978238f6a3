internal import ComplaintModel

/// Sets the day by which a complaint must be answered: the period of a law first, then the agency's own, then general.
struct DeadlineSetter {
    let text: ScannedText
    let reference: ReferenceData

    private static let precedence: [Deadline.Rule] = [.law, .agency, .undetermined, .overall, .general]

    /// The deadline counted from the day of receipt, which itself is not counted.
    func set(category: String, kind: SubmissionKind, agencies: [AgencyProposal], receivedOn day: CalendarDate)
        -> Deadline
    {
        let phrases = Set(text.matches(.deadline).map(\.value))
        func holds(_ index: Int, _ rule: DeadlineRule) -> Bool {
            switch rule.condition {
            case .always: true
            case .category(let name): name == category
            case .kind(let wanted): wanted == kind
            case .agency(let name): agencies.first?.name == name
            case .phrase: phrases.contains(index)
            }
        }
        for wanted in DeadlineSetter.precedence {
            let rules = reference.rules.deadlines.enumerated()
            if let rule = rules.first(where: { $0.element.rule == wanted && holds($0.offset, $0.element) })?.element {
                return deadline(rule, after: day)
            }
        }
        return reference.calendar.makeDeadline(rule: .general, workingDays: 15, after: day)
    }

    private func deadline(_ rule: DeadlineRule, after day: CalendarDate) -> Deadline {
        let calendar = reference.calendar
        guard rule.period == .calendar else {
            return calendar.makeDeadline(rule: rule.rule, workingDays: rule.days, after: day)
        }
        let end = calendar.onWorkingDay(day.adding(days: rule.days))
        return calendar.makeDeadline(
            rule: rule.rule, workingDays: calendar.workingDays(after: day, through: end), after: day)
    }
}
