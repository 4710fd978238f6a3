internal import ComplaintModel

/// Gives each person found the part they have in the matter.
struct PersonRoles {
    let text: ScannedText
    let parts: LetterParts
    /// Whether the complaint is about the police.
    let isAgainstPolice: Bool

    /// Persons with their roles, the complainant first; who signs is both complainant and signatory.
    func assign(_ found: [FoundPerson]) -> [Finding<Person>] {
        let persons = found.map { completed($0, by: found) }
        var roles = persons.map(role)
        chooseRespondent(persons, &roles)
        var findings: [Finding<Person>] = []
        for (index, person) in persons.enumerated() {
            let title = person.title ?? titled(person, among: persons)
            add(person, title, roles[index], to: &findings)
        }
        addComplainant(persons, roles, to: &findings)
        let order: [Person.Role] = [.complainant, .signatory, .respondent, .officer, .mentioned]
        return order.flatMap { role in findings.filter { $0.value.role == role } }
    }

    /// A name cut short by the end of a line, in full where the signature has it.
    private func completed(_ person: FoundPerson, by others: [FoundPerson]) -> FoundPerson {
        let first = person.first.units
        guard !isSignature(person),
            let full = others.first(where: {
                isSignature($0) && $0.last != nil && $0.first.units.starts(with: first)
                    && (person.last == nil || $0.first.units == first + (person.last ?? "").units)
            })
        else { return person }
        var whole = person
        (whole.first, whole.last) = (full.first, full.last)
        return whole
    }

    private func role(_ person: FoundPerson) -> Person.Role {
        let start = person.span.lowerBound
        if isSignature(person) { return .signatory }
        if follows(.writer, start) || follows(.writerLabel, start) || isFollowedByWriterLabel(person) {
            return .complainant
        }
        if follows(.relative, start) { return .mentioned }
        if follows(.respondentLabel, start) { return .respondent }
        if text.has(.accuse, endingWithin: 0, before: start),
            text.has(.wrongdoing, startingWithin: 40, after: person.span.upperBound)
        {
            return .respondent
        }
        if let group = person.title?.group, group == .police || group == .military { return .officer }
        return .mentioned
    }

    private func isSignature(_ person: FoundPerson) -> Bool {
        person.span.lowerBound >= parts.signature.lowerBound && person.span.upperBound <= parts.signature.upperBound
            && !parts.signature.isEmpty
    }

    /// Whether a cue stands before, with at most ชื่อ, คือ or a mark between.
    private func follows(_ cue: Cue, _ offset: Int) -> Bool {
        var position = text.skipSpacesBack(offset, acrossLine: true)
        if let form = text.start(of: "(นาย/นาง/นางสาว)", endingAt: position)
            ?? text.start(of: "นาย/นาง/นางสาว", endingAt: position)
        {
            position = text.skipSpacesBack(form)
            if text.match(text.matches(cue), endingAt: position) != nil { return true }
        }
        while let start = text.start(ofAny: ["ชื่อ", "คือ", ":", "ว่า", "(", "กับ", "ของ"], endingAt: position) {
            position = text.skipSpacesBack(start, acrossLine: true)
            if text.match(text.matches(cue), endingAt: position) != nil { return true }
        }
        return text.match(text.matches(cue), endingAt: position) != nil
    }

    private func isFollowedByWriterLabel(_ person: FoundPerson) -> Bool {
        var position = text.skipSpaces(person.span.upperBound, acrossLine: true)
        while let unit = text.unit(position), unit == 0x28 || unit == 0x29 {
            position = text.skipSpaces(position + 1, acrossLine: true)
        }
        return text.match(text.matches(.writerLabel), startingAt: position) != nil
    }

    /// Whoever is not yet placed and is told to do wrong is complained of.
    private func chooseRespondent(_ persons: [FoundPerson], _ roles: inout [Person.Role]) {
        for (index, person) in persons.enumerated() where roles[index] == .mentioned || roles[index] == .officer {
            if follows(.relative, person.span.lowerBound) { continue }
            let isOfficer = roles[index] == .officer
            if isOfficer, !isAgainstPolice { continue }
            let reach = isOfficer ? 300 : 160
            let next = persons.indices.contains(index + 1) ? persons[index + 1].span.lowerBound : text.units.count
            let cue: Cue = isOfficer ? .policeFault : .wrongdoing
            guard let deed = text.nearest(text.matches(cue), startingWithin: reach, after: person.span.upperBound)
            else { continue }
            if deed.range.lowerBound < next || isOfficer, !isSuffered(deed) { roles[index] = .respondent }
        }
    }

    /// "ถูกข่มขู่": done to the person, not by them.
    private func isSuffered(_ deed: Match) -> Bool { text.has(.accuse, endingWithin: 0, before: deed.range.lowerBound) }

    private func titled(_ person: FoundPerson, among persons: [FoundPerson]) -> TitleRule? {
        persons.first { $0.title != nil && $0.isSamePerson(person) && $0.last != nil }?.title
    }

    private func add(
        _ person: FoundPerson, _ title: TitleRule?, _ role: Person.Role, to findings: inout [Finding<Person>]
    ) {
        let value = Person(title: title?.canonical, first: person.first, last: person.last, role: role)
        let isKnown = findings.contains {
            $0.value.role == role && $0.value.first.units == value.first.units
                && $0.value.last?.units == value.last?.units
        }
        if isKnown { return }
        let confidence = person.last == nil ? 0.6 : title == nil ? 0.75 : 0.95
        findings.append(Finding(value, confidence: confidence, span: Span(person.span)))
    }

    /// Where nobody says "I, …", whoever signs complains.
    private func addComplainant(_ persons: [FoundPerson], _ roles: [Person.Role], to findings: inout [Finding<Person>])
    {
        guard !roles.contains(.complainant), let index = roles.firstIndex(of: .signatory) else { return }
        add(persons[index], persons[index].title ?? titled(persons[index], among: persons), .complainant, to: &findings)
    }
}
