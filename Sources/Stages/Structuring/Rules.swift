internal import ComplaintModel
internal import Foundation

/// The rule files: what an office may change without a programmer.
struct Rules: Sendable {
    private(set) var titles: [TitleRule] = []
    private(set) var categories: [String] = []
    private(set) var categoryPhrases: [WeightedPhrase] = []
    private(set) var submissionPhrases: [WeightedPhrase] = []
    /// What kind the matters of a category mostly are: kinds with their weights, by category.
    private(set) var kindsOfCategories: [Int: [WeightedPhrase]] = [:]
    private(set) var agencyRules: [AgencyRule] = []
    private(set) var deadlines: [DeadlineRule] = []
    private(set) var policeUnits: [Int: String] = [:]

    /// The category of what no phrase speaks for.
    static let otherCategory = "อื่น ๆ"
    /// What stands for that category among the indices of the others.
    static let noCategory = -1
    /// The weight of phrases a category needs.
    static let leastScore = 3

    init(directory: URL, agencies: AgencyDirectory, vocabulary: inout Vocabulary, faults: inout [ReferenceFault]) {
        readCues(directory, &vocabulary, &faults)
        readTitles(directory, &vocabulary, &faults)
        readCategories(directory, &vocabulary, &faults)
        readSubmissions(directory, &vocabulary, &faults)
        readUrgency(directory, &vocabulary, &faults)
        readAgencyRules(directory, agencies, &vocabulary, &faults)
        readDeadlines(directory, agencies, &vocabulary, &faults)
        readPoliceUnits(directory, agencies, &faults)
    }

    private func readCues(_ directory: URL, _ vocabulary: inout Vocabulary, _ faults: inout [ReferenceFault]) {
        var table = TableFile("cues.tsv", columns: ["cue", "phrase"], in: directory)
        var seen: [String: Int] = [:]
        for row in 0..<table.rowCount {
            table.reportRepeated(row, [0, 1], seen: &seen)
            guard let cue = Cue(rawValue: table.text(row, 0)) else {
                table.reportUnknown(row, 0, known: Cue.allCases.map(\.rawValue))
                continue
            }
            table.requirePhrase(row, 1)
            vocabulary.add(table.text(row, 1), .cue, cue.index)
        }
        faults += table.faults
    }

    private mutating func readTitles(
        _ directory: URL, _ vocabulary: inout Vocabulary, _ faults: inout [ReferenceFault]
    ) {
        var table = TableFile("titles.tsv", columns: ["title", "canonical", "group"], in: directory)
        for row in 0..<table.rowCount {
            guard let group = TitleRule.Group(rawValue: table.text(row, 2)) else {
                table.reportUnknown(row, 2, known: TitleRule.Group.allCases.map(\.rawValue))
                continue
            }
            table.requirePhrase(row, 0)
            let title = table.text(row, 0)
            let canonical = table.text(row, 1)
            vocabulary.add(title, group == .stop ? .notTitle : .title, titles.count)
            titles.append(TitleRule(canonical: canonical.isEmpty ? title : canonical, group: group))
        }
        faults += table.faults
    }

    private mutating func readCategories(
        _ directory: URL, _ vocabulary: inout Vocabulary, _ faults: inout [ReferenceFault]
    ) {
        var table = TableFile("categories.tsv", columns: ["category", "phrase", "weight"], in: directory)
        var (indices, seen): ([String: Int], [String: Int]) = ([:], [:])
        for row in 0..<table.rowCount {
            table.reportRepeated(row, [0, 1], seen: &seen)
            let name = table.text(row, 0)
            table.requirePhrase(row, 1)
            guard !name.isEmpty, let weight = table.number(row, 2), (1...100).contains(weight) else {
                table.report(
                    row, "lacks a category or a weight", remedy: "Give both; a weight is a number from 1 to 100")
                continue
            }
            let target = name == Rules.otherCategory ? Rules.noCategory : indices[name] ?? categories.count
            if target == categories.count {
                indices[name] = target
                categories.append(name)
            }
            vocabulary.add(table.text(row, 1), .category, categoryPhrases.count)
            categoryPhrases.append(WeightedPhrase(phrase: table.text(row, 1), target: target, weight: weight))
        }
        faults += table.faults
    }

    private mutating func readSubmissions(
        _ directory: URL, _ vocabulary: inout Vocabulary, _ faults: inout [ReferenceFault]
    ) {
        var table = TableFile("kinds.tsv", columns: ["kind", "phrase", "weight"], in: directory)
        var seen: [String: Int] = [:]
        for row in 0..<table.rowCount {
            table.reportRepeated(row, [0, 1], seen: &seen)
            table.requirePhrase(row, 1)
            guard let kind = SubmissionKind(rawValue: table.text(row, 0)),
                let target = SubmissionKind.allCases.firstIndex(of: kind)
            else {
                table.reportUnknown(row, 0, known: SubmissionKind.allCases.map(\.rawValue))
                continue
            }
            guard let weight = table.number(row, 2), (1...100).contains(weight) else {
                table.report(row, "lacks a weight", remedy: "Give a number from 1 to 100")
                continue
            }
            let phrase = WeightedPhrase(phrase: table.text(row, 1), target: target, weight: weight)
            if phrase.phrase.hasPrefix("{") {
                let name = phrase.phrase.dropFirst().prefix { $0 != "}" }
                if let category = categories.firstIndex(of: String(name)) {
                    kindsOfCategories[category, default: []].append(phrase)
                } else {
                    table.report(row, "the category “\(name)” is unknown", remedy: "Write it as in categories.tsv")
                }
                continue
            }
            vocabulary.add(phrase.phrase, .submission, submissionPhrases.count)
            submissionPhrases.append(phrase)
        }
        faults += table.faults
    }

    private func readUrgency(_ directory: URL, _ vocabulary: inout Vocabulary, _ faults: inout [ReferenceFault]) {
        var table = TableFile("urgency.tsv", columns: ["urgent", "phrase"], in: directory)
        var seen: [String: Int] = [:]
        for row in 0..<table.rowCount {
            table.reportRepeated(row, [1], seen: &seen)
            table.requirePhrase(row, 1)
            switch table.text(row, 0) {
            case "yes": vocabulary.add(table.text(row, 1), .urgency, 0)
            case "no": vocabulary.add(table.text(row, 1), .notUrgent, 0)
            default: table.reportUnknown(row, 0, known: ["yes", "no"])
            }
        }
        faults += table.faults
    }

    private mutating func readAgencyRules(
        _ directory: URL, _ agencies: AgencyDirectory, _ vocabulary: inout Vocabulary, _ faults: inout [ReferenceFault]
    ) {
        let columns = ["category", "phrase", "provinces", "agency", "priority"]
        var table = TableFile("agency_rules.tsv", columns: columns, in: directory)
        var seen: [String: Int] = [:]
        for row in 0..<table.rowCount {
            table.reportRepeated(row, [0, 1, 2, 3], seen: &seen)
            let (category, phrase, agency) = (table.text(row, 0), table.text(row, 1), table.text(row, 3))
            if category.isEmpty && phrase.isEmpty {
                table.report(row, "names neither category nor phrase", remedy: "Give at least one of them")
            }
            let target = category == Rules.otherCategory ? Rules.noCategory : categories.firstIndex(of: category)
            if !category.isEmpty, target == nil {
                table.report(row, "the category “\(category)” is unknown", remedy: "Write it as in categories.tsv")
                continue
            }
            guard agencies.knows(agency) else {
                table.report(row, "the agency “\(agency)” is unknown", remedy: "Write its name as in agencies.tsv")
                continue
            }
            guard let area = area(row, &table), let priority = table.number(row, 4) else {
                table.report(
                    row, "provinces or priority cannot be read",
                    remedy: "Give codes such as “10,11,12”, “!10,11,12”, “?” or nothing, and a whole number")
                continue
            }
            if !phrase.isEmpty { vocabulary.add(phrase, .agencyRule, agencyRules.count) }
            agencyRules.append(
                AgencyRule(
                    category: target, phrase: phrase.isEmpty ? nil : phrase, area: area, agency: agency,
                    priority: priority))
        }
        faults += table.faults
    }

    private func area(_ row: Int, _ table: inout TableFile) -> AgencyRule.Area? {
        let text = table.text(row, 2)
        if text.isEmpty { return .anywhere }
        if text == "?" { return .unknownPlace }
        let isOutside = text.hasPrefix("!")
        let codes = (isOutside ? String(text.dropFirst()) : text).split(separator: ",").map { Int($0) }
        guard !codes.isEmpty, codes.allSatisfy({ $0.map { (10...99).contains($0) } ?? false }) else { return nil }
        let known = Set(codes.compactMap { $0 })
        return isOutside ? .outside(known) : .inside(known)
    }

    private mutating func readDeadlines(
        _ directory: URL, _ agencies: AgencyDirectory, _ vocabulary: inout Vocabulary, _ faults: inout [ReferenceFault]
    ) {
        var table = TableFile("deadlines.tsv", columns: ["rule", "match", "value", "days", "unit"], in: directory)
        for row in 0..<table.rowCount {
            guard let rule = Deadline.Rule(rawValue: table.text(row, 0)) else {
                table.reportUnknown(row, 0, known: ["law", "agency", "undetermined", "overall", "general"])
                continue
            }
            guard let condition = condition(table.text(row, 1), value: table.text(row, 2), agencies) else {
                table.report(
                    row, "match and value do not fit",
                    remedy: "Write always, or category, kind, agency or phrase with a value that is known")
                continue
            }
            guard let days = table.number(row, 3), (1...400).contains(days),
                let period = DeadlineRule.Period(rawValue: table.text(row, 4))
            else {
                table.report(
                    row, "the period cannot be read", remedy: "Give days from 1 to 400, and working or calendar")
                continue
            }
            if case .phrase = condition { vocabulary.add(table.text(row, 2), .deadline, deadlines.count) }
            deadlines.append(DeadlineRule(rule: rule, condition: condition, days: days, period: period))
        }
        if !deadlines.contains(where: { if case .always = $0.condition { $0.rule == .general } else { false } }) {
            table.reportFile("has no general period", remedy: "Add a line “general, always, (nothing), 15, working”")
        }
        faults += table.faults
    }

    private func condition(_ match: String, value: String, _ agencies: AgencyDirectory) -> DeadlineRule.Condition? {
        switch match {
        case "always": value.isEmpty ? .always : nil
        case "category": categories.contains(value) ? .category(value) : nil
        case "kind": SubmissionKind(rawValue: value).map { .kind($0) }
        case "agency": agencies.indexByName[value] != nil ? .agency(value) : nil
        case "phrase": value.isEmpty ? nil : .phrase
        default: nil
        }
    }

    private mutating func readPoliceUnits(
        _ directory: URL, _ agencies: AgencyDirectory, _ faults: inout [ReferenceFault]
    ) {
        var table = TableFile("police_regions.tsv", columns: ["province_code", "unit"], in: directory)
        for row in 0..<table.rowCount {
            guard let code = table.number(row, 0), (10...99).contains(code), policeUnits[code] == nil else {
                table.report(row, "the province code is no code or there twice", remedy: "Give each province one line")
                continue
            }
            if agencies.indexByName[table.text(row, 1)] == nil {
                table.report(row, "“\(table.text(row, 1))” is unknown", remedy: "Write the unit as in agencies.tsv")
            }
            policeUnits[code] = table.text(row, 1)
        }
        faults += table.faults
    }
}
