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
    /// Whether it begins with a short spelling, which may be the end of another word or a measure (50 ตร.ว.).
    var isAbbreviated = false

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
    case policeCrime = "police_crime", policeOffence = "police_offence", policeIdle = "police_idle"
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
    private(set) var trie = PhraseTrie<Term>(expectedNodes: 1 << 15)
    /// The phrases of the lists in which words may be spelt otherwise.
    private var spelt: [SpeltPhrase] = []

    private struct SpeltPhrase: Sendable, Hashable {
        let units: [Unit]
        let term: Term

        /// The phrase within its list, whatever it stands for there.
        var key: SpeltPhrase {
            SpeltPhrase(units: units, term: Term(term.kind, term.kind == .cue ? Int(term.value) : 0))
        }
    }

    /// Adds a phrase at match level; spaces in it do not count.
    mutating func add(_ phrase: String, _ kind: Term.Kind, _ value: Int) {
        let entry = SpeltPhrase(units: phrase.denseUnits, term: Term(kind, value))
        trie.insert(entry.units, entry.term)
        if entry.term.mayBeSpelt { spelt.append(entry) }
    }

    /// Adds the other spellings of all phrases so far, but for those that stand in the same list by themselves.
    mutating func add(_ spellings: Spellings) {
        var known = Set(spelt.map(\.key))
        for (key, entries) in Dictionary(grouping: spelt, by: \.key).sorted(by: { $0.value[0].term < $1.value[0].term })
        {
            for units in spellings.variants(of: key.units)
            where known.insert(SpeltPhrase(units: units, term: key.term)).inserted {
                let isAbbreviated = spellings.isAbbreviated(units, of: key.units)
                for entry in entries {
                    var term = entry.term
                    term.isAbbreviated = isAbbreviated
                    trie.insert(units, term)
                }
            }
        }
        spelt = []
    }
}

extension Term: Comparable {
    static func < (left: Term, right: Term) -> Bool {
        (left.kind.rawValue, left.value) < (right.kind.rawValue, right.value)
    }

    /// Whether a phrase of this list may be known where a mark of it is lost.
    var mayBeBlurred: Bool { kind == .agency || mayBeSpelt }

    /// Whether a phrase of this list is told in everyday words, and not a name or a form.
    fileprivate var mayBeSpelt: Bool {
        switch kind {
        case .category, .submission, .urgency, .notUrgent, .agencyRule: true
        case .cue: Cue.allCases[Int(value)].mayBeSpelt
        default: false
        }
    }
}

extension Cue {
    fileprivate var mayBeSpelt: Bool {
        switch self {
        case .policeFault, .policeCrime, .policeOffence, .policeIdle, .policeAction, .policeHistory, .policeOffDuty,
            .wrongdoing, .anonymous, .secrecy,
            .respondentLabel, .writerLabel, .reporting, .request:
            true
        default: false
        }
    }
}
