internal import ComplaintModel

/// Gives each person found the part they have in the matter.
struct PersonRoles {
    let text: ScannedText
    let parts: LetterParts
    /// Whether the complaint is about the police.
    let isAgainstPolice: Bool
    /// Whether it is a charge against somebody.
    let isCharge: Bool

    /// Persons with their roles, the complainant first; who signs is both complainant and signatory.
    func assign(_ found: [FoundPerson]) -> [Finding<Person>] {
        let persons = found.map { completed($0, by: found) }
        var roles = persons.map(role)
        chooseRespondent(persons, &roles)
        chooseHolderOfPost(persons, &roles)
        chooseWriter(persons, &roles)
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
        if let writer = cue(.writer, before: start), isRelative(writer) { return .mentioned }
        if cue(.respondentLabel, before: start) != nil || isFollowed(by: .respondentLabel, person) {
            return .respondent
        }
        if cue(.writer, before: start) != nil || isLabelled(person) || isIntroduced(person)
            || isFollowed(by: .writerLabel, person) || fillsForm(person)
        {
            return .complainant
        }
        if cue(.relative, before: start) != nil { return .mentioned }
        if text.has(.accuse, endingWithin: 0, before: start),
            text.has(.wrongdoing, startingWithin: 40, after: person.span.upperBound)
        {
            return .respondent
        }
        if let group = person.title?.group, group == .police || group == .military { return .officer }
        return .mentioned
    }

    /// A label of the writer before the name; จาก is one only where a line begins, elsewhere it tells of somebody else.
    private func isLabelled(_ person: FoundPerson) -> Bool {
        guard let label = cue(.writerLabel, before: person.span.lowerBound) else { return false }
        return text.end(of: "จาก", at: label.range.lowerBound) != label.range.upperBound
            || text.lines[text.line(at: label.range.lowerBound)].lowerBound == label.range.lowerBound
    }

    /// "ชื่อฝนค่ะ", "ติดต่อคุณแอน 0812345678": a first name alone, told that one may call.
    private func isIntroduced(_ person: FoundPerson) -> Bool {
        let words = person.title == nil ? PersonFinder.introductions : PersonFinder.callings
        return person.last == nil
            && text.start(ofAny: words, endingAt: text.skipSpacesBack(person.span.lowerBound)) != nil
    }

    /// "บิดาข้าพเจ้า", "ลูกชายของผม": the writer's word only tells whose relative it is.
    private func isRelative(_ writer: Match) -> Bool {
        let before = text.skipSpacesBack(writer.range.lowerBound)
        let relative = text.start(of: "ของ", endingAt: before).map { text.skipSpacesBack($0) } ?? before
        return text.match(text.matches(.relative), endingAt: relative) != nil
    }

    private func isSignature(_ person: FoundPerson) -> Bool {
        person.span.lowerBound >= parts.signature.lowerBound && person.span.upperBound <= parts.signature.upperBound
            && !parts.signature.isEmpty
    }

    /// The cue that stands before, with at most words such as ชื่อ and คือ, marks or a form's dots between.
    private func cue(_ cue: Cue, before offset: Int) -> Match? {
        var position = offset
        for _ in 0..<8 {
            position = text.skipSpacesBack(position, acrossLine: true)
            if let match = text.match(text.matches(cue), endingAt: position) { return match }
            guard let start = text.start(ofAny: PersonRoles.between, endingAt: position) else { return nil }
            position = start
        }
        return nil
    }

    private static let between: [Literal] = [
        "(นาย/นาง/นางสาว)", "นาย/นาง/นางสาว", "ชื่อ", "คือ", ":", "ว่า", "(", "กับ", "ของ", "…", ".", "_", "-",
    ]

    /// "นายคำ ดีใจ ผู้ร้อง", "นายคำ ดีใจ (ผู้ถูกร้อง)".
    private func isFollowed(by cue: Cue, _ person: FoundPerson) -> Bool {
        var position = text.skipSpaces(person.span.upperBound, acrossLine: cue == .writerLabel)
        let isBracketed = text.unit(position) == 0x28
        while let unit = text.unit(position), unit == 0x28 || unit == 0x29 {
            position = text.skipSpaces(position + 1, acrossLine: cue == .writerLabel)
        }
        guard let label = text.match(text.matches(cue), startingAt: position),
            text.start(of: "โดย", endingAt: label.range.upperBound) == nil
        else { return false }
        // Without brackets a word for the other side may begin a sentence (… ผู้ถูกร้องได้…).
        return cue == .writerLabel || isBracketed && text.unit(text.skipSpaces(label.range.upperBound)) == 0x29
    }

    /// "ชื่อ สมร นามสกุล ใจเพชร" at the beginning of a line.
    private func fillsForm(_ person: FoundPerson) -> Bool {
        let line = text.lines[text.line(at: person.span.lowerBound)]
        guard let end = text.end(of: "ชื่อ", at: line.lowerBound), end <= person.span.lowerBound else { return false }
        return text.units[end..<person.span.lowerBound].allSatisfy { [.space, 0x3A, 0x2E, 0x2026, 0x5F].contains($0) }
    }

    /// Whoever is not yet placed and is told to do wrong is complained of.
    private func chooseRespondent(_ persons: [FoundPerson], _ roles: inout [Person.Role]) {
        let officerDeeds = text.matches(of: [.policeFault, .policeIdle, .policeOffence, .policeCrime])
        for (index, person) in persons.enumerated() where roles[index] == .mentioned || roles[index] == .officer {
            if cue(.relative, before: person.span.lowerBound) != nil { continue }
            let isOfficer = roles[index] == .officer
            if isOfficer, !isAgainstPolice { continue }
            let reach = isOfficer ? 300 : 160
            let next = persons.indices.contains(index + 1) ? persons[index + 1].span.lowerBound : text.units.count
            let deeds = isOfficer ? officerDeeds : text.matches(.wrongdoing)
            guard let deed = text.nearest(deeds, startingWithin: reach, after: person.span.upperBound)
            else { continue }
            if deed.range.lowerBound < next || isOfficer, !isSuffered(deed) { roles[index] = .respondent }
        }
    }

    /// In a charge the only person named with a post is the one complained of.
    private func chooseHolderOfPost(_ persons: [FoundPerson], _ roles: inout [Person.Role]) {
        let open = persons.indices.filter { roles[$0] == .mentioned }
        guard isCharge, !roles.contains(.respondent), open.count == 1, let index = open.first,
            case let start = persons[index].span.lowerBound,
            persons[index].last != nil || text.has(.position, endingWithin: 4, before: start),
            cue(.relative, before: start) == nil,
            text.has(.position, startingWithin: 2, after: persons[index].span.upperBound)
                || text.has(.position, endingWithin: 12, before: start)
        else { return }
        roles[index] = .respondent
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

    /// Where nobody says "I, …", whoever signs complains, or whose name a message begins or ends with.
    private func addComplainant(_ persons: [FoundPerson], _ roles: [Person.Role], to findings: inout [Finding<Person>])
    {
        guard !roles.contains(.complainant), let index = roles.firstIndex(of: .signatory) else { return }
        add(persons[index], persons[index].title ?? titled(persons[index], among: persons), .complainant, to: &findings)
    }

    /// In a message without the form of a letter whoever is named first or last, and nothing else, is its writer.
    private func chooseWriter(_ persons: [FoundPerson], _ roles: inout [Person.Role]) {
        guard !roles.contains(.complainant), !roles.contains(.signatory) else { return }
        let index = persons.indices.first { roles[$0] == .mentioned && (opens(persons[$0]) || closes(persons[$0])) }
        if let index { roles[index] = .complainant }
    }

    /// "นายคำ ดีใจ แจ้งว่า…", "นายคำ ดีใจ 12/3 ม.4 …" at the beginning of all.
    private func opens(_ person: FoundPerson) -> Bool {
        let before = text.skipSpacesBack(person.span.lowerBound)
        let isNamed = text.start(of: "ชื่อ", endingAt: before) != nil
        guard text.denseIndex[person.span.lowerBound] == 0 || isNamed || isGreeting(before), person.last != nil,
            person.title?.isChild != true
        else { return false }
        let next = text.skipSpaces(person.span.upperBound, acrossLine: true)
        return text.unit(next)?.isDigit == true || text.end(ofAny: ["ครับ", "ค่ะ", "คับ"], at: next) != nil
            || text.has(.reporting, startingWithin: 0, after: person.span.upperBound)
    }

    /// Whether all before `end` is a greeting such as สวัสดีครับ.
    private func isGreeting(_ end: Int) -> Bool {
        guard let start = text.offsets.first, let word = text.end(of: "สวัสดี", at: start), word <= end else {
            return false
        }
        let rest = text.skipSpaces(word)
        return rest >= end || text.end(ofAny: ["ครับ", "ค่ะ", "คับ", "ครับผม"], at: rest).map { $0 >= end } ?? false
    }

    /// "… ครับ นายคำ ดีใจ 0812345678" at the end of all.
    private func closes(_ person: FoundPerson) -> Bool {
        var before = text.skipSpacesBack(person.span.lowerBound, acrossLine: true)
        if text.unit(before - 1) == 0x28 { before = text.skipSpacesBack(before - 1, acrossLine: true) }
        let isSigned = text.match(text.outermost(.signature), endingAt: before) != nil
        guard person.last != nil, before > 0, before < person.span.lowerBound,
            isSigned || text.start(ofAny: PersonRoles.inSentence, endingAt: before) == nil
        else { return false }
        return text.endsMessage(person.span.upperBound)
    }

    private static let inSentence: [Literal] = [
        "โดย", "กับ", "ของ", "ชื่อ", "คือ", "ว่า", "ให้", "และ", "ต่อ", "เป็น", "ที่", "ถึง", "โดน", "ถูก",
    ]
}
