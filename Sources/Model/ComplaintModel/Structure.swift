/// What kind of submission a letter is.
public enum SubmissionKind: String, Codable, Sendable, CaseIterable {
    /// Hardship suffered (ร้องทุกข์).
    case grievance
    /// A charge against somebody (ร้องเรียน).
    case complaint
    /// A request for help (ขอความช่วยเหลือ).
    case help
    /// A request for fairness in a case (ขอความเป็นธรรม).
    case justice
    /// A question (สอบถาม).
    case information
    /// An opinion or a suggestion (ข้อคิดเห็น).
    case opinion
}

/// An agency proposed for a matter, and why.
public struct AgencyProposal: Codable, Sendable, Hashable {
    /// The agency's name in the directory.
    public let name: String
    /// The rule and the words that point to it.
    public let reason: String
    /// Proposes an agency.
    public init(name: String, reason: String) { (self.name, self.reason) = (name, reason) }
}

/// By when a complaint must be answered, and by which rule.
public struct Deadline: Codable, Sendable, Hashable {
    /// The rules, in order of precedence.
    public enum Rule: String, Codable, Sendable {
        /// A law sets the period.
        case law
        /// The agency has published a period of its own.
        case agency
        /// A general complaint: 15 working days.
        case general
        /// The overall limit: 30 working days.
        case overall
        /// Cannot be determined yet; `date` is the day to look again.
        case undetermined
    }
    /// The day, or the day to look again where the rule is `undetermined`.
    public let date: CalendarDate
    /// The rule that set it.
    public let rule: Rule
    /// How many working days it gives.
    public let workingDays: Int
    /// The version of the calendar of holidays it was computed with.
    public let calendar: String

    /// Sets a deadline.
    public init(date: CalendarDate, rule: Rule, workingDays: Int, calendar: String) {
        (self.date, self.rule, self.workingDays, self.calendar) = (date, rule, workingDays, calendar)
    }

    private enum CodingKeys: String, CodingKey {
        case date, rule, calendar
        case workingDays = "working_days"
    }
}

/// What was understood of a text: the answer of the `structure` filter.
public struct Structure: Codable, Sendable, Hashable {
    /// Everything found.
    public let fields: Fields
    /// What kind of submission it is.
    public let kind: SubmissionKind
    /// The category, out of the data file of categories.
    public let category: String
    /// The rule (phrase) that chose the category.
    public let categoryRule: String
    /// Agencies proposed, best first; for police matters the first is the Office of the Inspector General.
    public let agencies: [AgencyProposal]
    /// By when to answer.
    public let deadline: Deadline

    /// Describes what was understood.
    public init(
        fields: Fields, kind: SubmissionKind, category: String, categoryRule: String, agencies: [AgencyProposal],
        deadline: Deadline
    ) {
        (self.fields, self.kind, self.category, self.categoryRule) = (fields, kind, category, categoryRule)
        (self.agencies, self.deadline) = (agencies, deadline)
    }

    private enum CodingKeys: String, CodingKey {
        case fields, kind, category, agencies, deadline
        case categoryRule = "category_rule"
    }
}

/// A letter with its fields found: what the `deduplicate` queue carries.
public struct Draft: Codable, Sendable, Hashable {
    /// The text it was made from.
    public let normalised: NormalisedTranscript
    /// What was understood of it; spans refer to the normalised text.
    public let structure: Structure
    /// What a person must look at: the transcript's doubts and those of the fields.
    public let doubts: [Doubt]

    /// Describes a draft.
    public init(normalised: NormalisedTranscript, structure: Structure, doubts: [Doubt]) {
        (self.normalised, self.structure, self.doubts) = (normalised, structure, doubts)
    }

    /// The letter behind the draft.
    public var document: Document { normalised.transcript.document }
    /// The item this draft is.
    public var item: ItemID { document.item }
    /// The arrival it came with.
    public var arrival: Arrival { document.arrival }
}
