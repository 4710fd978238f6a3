internal import ComplaintModel

/// Proposes agencies for a matter, each with its reason.
struct AgencyProposer {
    let text: ScannedText
    let parts: LetterParts
    let reference: ReferenceData

    static let inspectorGeneral = "สำนักงานจเรตำรวจ"
    static let nationalPolice = "สำนักงานตำรวจแห่งชาติ"
    /// The committee that hears complaints about police officers.
    static let policeComplaints = "สำนักงานคณะกรรมการพิจารณาเรื่องร้องเรียนตำรวจ"

    private struct Candidate {
        let name: String
        let reason: String
        let priority: Int
    }

    /// Agencies for the matter, best first.
    func propose(category: Int?, police: PoliceMatter?, province: Int?) -> [AgencyProposal] {
        var candidates: [Candidate] = []
        if let police, police.role != .incidental { candidates += policeWay(police, province) }
        let isAgainstPolice = police?.role == .respondent
        if !isAgainstPolice { candidates += byRules(category, province) }
        let isCorruption = category.map { reference.rules.categories[$0].hasPrefix("ทุจริต") } ?? false
        candidates += mentioned(isAgainstPolice: isAgainstPolice, isCorruption: isCorruption)
        if candidates.isEmpty { candidates = fallback(province) }
        var names: Set<String> = []
        return candidates.enumerated()
            .sorted { ($1.element.priority, $0.offset) < ($0.element.priority, $1.offset) }
            .map(\.element)
            .filter { names.insert($0.name).inserted }
            .map { AgencyProposal(name: $0.name, reason: $0.reason) }
    }

    // MARK: Police

    /// First the Inspector General's office, then the bureau or region of the place, never an officer's own unit.
    private func policeWay(_ police: PoliceMatter, _ province: Int?) -> [Candidate] {
        let words = text.text(police.span.prefix(60))
        let role = police.role.rawValue
        var way = [
            Candidate(name: AgencyProposer.inspectorGeneral, reason: "police \(role): \(words)", priority: 1000)
        ]
        let own = police.role == .respondent ? unitsNamed() : []
        if let province, let unit = reference.rules.policeUnits[province], !own.contains(unit) {
            let name = reference.gazetteer.place(province)?.name ?? ""
            way.append(Candidate(name: unit, reason: "police \(role), province \(name)", priority: 990))
        }
        if police.role == .respondent {
            way.append(
                Candidate(
                    name: AgencyProposer.policeComplaints, reason: "complaint about officers: \(words)", priority: 970))
        }
        way.append(Candidate(name: AgencyProposer.nationalPolice, reason: "police \(role): \(words)", priority: 980))
        return way
    }

    /// Police units the text names: the units of the officers complained of.
    private func unitsNamed() -> Set<String> {
        let agencies = reference.directory.agencies
        var named = text.outermost(.agency).map { agencies[$0.value] }
        named += text.outermost(.abbreviation).flatMap {
            reference.directory.abbreviations[$0.value].agencies.map { agencies[$0] }
        }
        return Set(named.filter { $0.kind == "police_unit" }.map(\.name))
    }

    // MARK: Rules

    private func byRules(_ category: Int?, _ province: Int?) -> [Candidate] {
        let rules = reference.rules.agencyRules
        let own = category ?? Rules.noCategory
        var found: [Candidate] = []
        for rule in rules where rule.phrase == nil && rule.category == own && rule.holds(in: province) {
            let name = category.map { reference.rules.categories[$0] } ?? Rules.otherCategory
            found += candidate(rule, province, reason: "category \(name)")
        }
        for match in text.matches(.agencyRule) where isContent(match.range) {
            let rule = rules[match.value]
            guard rule.category == nil || rule.category == own, rule.holds(in: province) else { continue }
            found += candidate(rule, province, reason: "phrase \(rule.phrase ?? "")")
        }
        return found
    }

    private func candidate(_ rule: AgencyRule, _ province: Int?, reason: String) -> [Candidate] {
        guard rule.agency.contains("{province}") else {
            return [Candidate(name: rule.agency, reason: reason, priority: rule.priority)]
        }
        guard let province, let place = reference.gazetteer.place(province) else { return [] }
        let name = rule.agency.split(separator: "{province}", omittingEmptySubsequences: false).joined(
            separator: place.name)
        guard reference.directory.indexByName[name] != nil else { return [] }
        return [Candidate(name: name, reason: "\(reason), province \(place.name)", priority: rule.priority)]
    }

    private func fallback(_ province: Int?) -> [Candidate] {
        if let province, province != Gazetteer.bangkok, let place = reference.gazetteer.place(province) {
            let name = "ศูนย์ดำรงธรรมจังหวัด\(place.name)"
            if reference.directory.indexByName[name] != nil {
                return [Candidate(name: name, reason: "no rule, province \(place.name)", priority: 1)]
            }
        }
        return [Candidate(name: "สำนักงานปลัดสำนักนายกรัฐมนตรี", reason: "no rule", priority: 1)]
    }

    // MARK: Agencies named in the text

    private func mentioned(isAgainstPolice: Bool, isCorruption: Bool) -> [Candidate] {
        let agencies = reference.directory.agencies
        var found: [Candidate] = []
        for name in namedAgencies() {
            let agency = agencies[name.agency]
            // An agency whose officers are corrupt is not the one to look into it.
            let isSuspect = isCorruption && AgencyProposer.isAccusable(agency)
            let isNear = text.has(.request, endingWithin: 12, before: name.match.range.lowerBound)
            let unasked = name.isAbbreviated ? 28 : isNear && !isSuspect ? 65 : 30
            guard let priority = priority(of: name.match, agency, isSuspect, unasked: unasked) else { continue }
            let reason = "\(name.isAbbreviated ? "abbreviation" : "named"): \(text.text(name.match.range))"
            found.append(Candidate(name: agency.name, reason: reason, priority: priority))
        }
        // Police units named in a complaint about officers are their own units, not those to look into it.
        return found.filter { candidate in
            guard isAgainstPolice, let index = reference.directory.indexByName[candidate.name] else { return true }
            return agencies[index].kind != "police_unit"
        }
    }

    /// Where agencies are named, by their names first and then by abbreviations.
    private func namedAgencies() -> [(match: Match, agency: Int, isAbbreviated: Bool)] {
        text.outermost(.agency).map { ($0, $0.value, false) }
            + text.outermost(.abbreviation).filter(isAbbreviation).compactMap { match in
                resolve(match).map { (match, $0, true) }
            }
    }

    /// How much a name speaks for its agency: most where it is asked to act or the letter is addressed to it; nil where
    /// it only belongs to the form.
    private func priority(of match: Match, _ agency: Agency, _ isSuspect: Bool, unasked: Int) -> Int? {
        if let addressee = parts.addressee, addressee.overlaps(match.range) {
            return AgencyProposer.isAddressed(agency) ? 88 : nil
        }
        guard isContent(match.range) else { return nil }
        return !isSuspect && asks(before: match.range.lowerBound) && AgencyProposer.isAddressed(agency) ? 92 : unasked
    }

    /// Whether the corruption told of may be that agency's own: those that look into it are asked by name.
    private static func isAccusable(_ agency: Agency) -> Bool {
        agency.kind == "department" || agency.kind == "state_enterprise"
    }

    /// Whether people write to an agency in its own matters: not to ministries, the government or the police.
    private static func isAddressed(_ agency: Agency) -> Bool {
        let kinds: Set = [
            "department", "independent_dept", "state_enterprise", "constitutional_body", "other_state_body",
        ]
        return kinds.contains(agency.kind) && !agency.name.hasSuffix("นายกรัฐมนตรี") && agency.name != nationalPolice
    }

    /// "ขอให้ คปภ …", "ฝากทาง กสทช …": asked by name.
    private func asks(before offset: Int) -> Bool {
        var position = text.skipSpacesBack(offset)
        if let start = text.start(ofAny: ["ทาง", "ท่าน", "หน่วยงาน", "เจ้าหน้าที่"], endingAt: position) {
            position = text.skipSpacesBack(start)
        }
        if text.start(ofAny: AgencyProposer.requests, endingAt: position) != nil { return true }
        if let start = text.start(ofAny: AgencyProposer.salutations, endingAt: position) {
            return text.lines[text.line(at: start)].lowerBound == start
        }
        guard let start = text.start(ofAny: AgencyProposer.shortRequests, endingAt: position) else { return false }
        return text.unit(start - 1)?.isThaiLetter != true
    }

    /// Which begin a line; elsewhere the word ends another one (โรงเรียน, ร้องเรียน).
    private static let salutations: [Literal] = ["เรียน", "กราบเรียน"]
    /// Which other words end with (เงินฝาก, เสียงรบกวน).
    private static let shortRequests: [Literal] = ["วอน", "ฝาก", "ฝากถึง", "ฝากให้", "รบกวน", "ขอแจ้ง"]
    private static let requests: [Literal] = [
        "ขอให้", "อยากให้", "ช่วยให้", "ต้องการให้", "วอนให้", "โปรดให้", "ขอร้องเรียนต่อ", "ขอร้องเรียนไปยัง", "ร้องเรียนไปยัง",
    ]

    /// Two letters and a dot are an abbreviation only by themselves: "5 คน." and "10 กก." are none.
    private func isAbbreviation(_ match: Match) -> Bool {
        guard match.dense.count <= 4 else { return true }
        let before = text.unit(text.skipSpacesBack(match.range.lowerBound) - 1)
        let adjacent = text.unit(match.range.lowerBound - 1)
        if before?.isDigit == true || adjacent == 0x2E { return false }
        return match.dense.count > 3 || adjacent?.isThaiLetter != true
    }

    /// The agency an abbreviation stands for; where several share it, only words of the text decide.
    private func resolve(_ match: Match) -> Int? {
        let candidates = reference.directory.abbreviations[match.value].agencies
        guard candidates.count > 1 else { return candidates.first }
        let cues = Set(text.matches(.agencyCue).map { reference.agencyCues[$0.value] })
        let names = Set(text.outermost(.agency).map(\.value))
        let speaking = candidates.filter { cues.contains($0) || names.contains($0) || isParentNamed($0, names) }
        return speaking.count == 1 ? speaking.first : nil
    }

    private func isParentNamed(_ agency: Int, _ names: Set<Int>) -> Bool {
        reference.directory.indexByName[reference.directory.agencies[agency].parent].map(names.contains) ?? false
    }

    private func isContent(_ range: Range<Int>) -> Bool {
        if let addressee = parts.addressee, addressee.overlaps(range) { return false }
        return range.lowerBound >= parts.head.upperBound && !parts.signature.contains(range.lowerBound)
    }
}
