/// What a phrase of the reference data stands for.
struct Term: Sendable, Hashable {
    /// The lists phrases come from.
    enum Kind: UInt8, Sendable, CaseIterable {
        case month, shortMonth, weekday, relativeDay, numberWord
        case title, notTitle, addressPart, province, agency, abbreviation, agencyCue
        case category, submission, urgency, notUrgent, deadline, agencyRule, cue
    }
    let kind: Kind
    /// What it stands for within its list: a month's number, the index of a row, a cue.
    let value: Int32

    init(_ kind: Kind, _ value: Int) { (self.kind, self.value) = (kind, Int32(value)) }
}

/// What words of a letter tell about the words next to them; `cues.tsv` lists the phrases of each.
enum Cue: String, Sendable, CaseIterable {
    case writer, writerLabel = "writer_label", respondentLabel = "respondent_label"
    case accuse, wrongdoing, relative
    case nameStop = "name_stop", nameStopWeak = "name_stop_weak", notName = "not_name"
    case anonymous, secrecy
    case home, incidentPlace = "incident_place", notRoad = "not_road", notRoadWeak = "not_road_weak", wayEnd =
        "way_end", notPlace = "not_place"
    case incidentDate = "incident_date", birth, documentDate = "document_date", law
    case bodyOpening = "body_opening", closing, signature
    case policeWord = "police_word", policeOffDuty = "police_off_duty", policeFault = "police_fault"
    case policeAction = "police_action", policeHistory = "police_history"
    case stationLong = "station_long", stationShort = "station_short"
    case request, signatories, idLabel = "id_label", accountLabel = "account_label"
    case phoneLabel = "phone_label", faxLabel = "fax_label", hotlineLabel = "hotline_label"
    case lineLabel = "line_label", caseLabel = "case_label"
    case reporting, position, money, countWord = "count_word"

    /// The cue's place among all cues, as terms carry it.
    var index: Int { Cue.indices[self] ?? 0 }

    private static let indices = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}

/// All phrases of the reference data in one trie, so that one pass over a text finds them all.
struct Vocabulary: Sendable {
    private(set) var trie = PhraseTrie<Term>(expectedNodes: 1 << 14)

    /// Adds a phrase at match level; spaces in it do not count.
    mutating func add(_ phrase: String, _ kind: Term.Kind, _ value: Int) {
        trie.insert(phrase.denseUnits, Term(kind, value))
    }
}
