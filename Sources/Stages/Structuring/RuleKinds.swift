internal import ComplaintModel

/// A title or rank a name may follow.
struct TitleRule: Sendable {
    enum Group: String, Sendable, CaseIterable { case civil, academic, religious, police, military, stop }
    /// The form kept in records: นางสาว for its abbreviation, the abbreviation for a rank in full.
    let canonical: String
    let group: Group

    /// Whether it is the title of a child, who seldom writes.
    var isChild: Bool { canonical.hasPrefix("เด็ก") }
}

/// A phrase that speaks for something with a weight.
struct WeightedPhrase: Sendable {
    let phrase: String
    /// What it speaks for: an index into the list of names.
    let target: Int
    let weight: Int
}

/// A rule that proposes an agency.
struct AgencyRule: Sendable {
    /// Where a rule holds.
    enum Area: Sendable { case anywhere, unknownPlace, inside(Set<Int>), outside(Set<Int>) }
    let category: Int?
    let phrase: String?
    let area: Area
    /// The agency's name; `{province}` stands for the province of the matter.
    let agency: String
    let priority: Int

    func holds(in province: Int?) -> Bool {
        switch area {
        case .anywhere: true
        case .unknownPlace: province == nil
        case .inside(let codes): province.map(codes.contains) ?? false
        case .outside(let codes): province.map { !codes.contains($0) } ?? false
        }
    }
}

/// A rule that sets a period.
struct DeadlineRule: Sendable {
    enum Condition: Sendable { case always, category(String), kind(SubmissionKind), agency(String), phrase }
    enum Period: String, Sendable { case working, calendar }
    let rule: Deadline.Rule
    let condition: Condition
    let days: Int
    let period: Period
}
