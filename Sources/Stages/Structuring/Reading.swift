internal import ComplaintModel

/// One pass over one text: every finder in its order, and what follows from their findings together.
struct Reading {
    let text: ScannedText
    let channel: ChannelKind
    let reference: ReferenceData
    let received: CalendarDate

    /// How many places and persons of one text are looked at; no letter has more, a petition's list may be cut.
    private static let limit = 400

    /// What is understood of the text.
    func structure() -> Structure {
        let parts = LetterParts(text, channel: channel)
        var fields = Fields()
        addLetterParts(parts, to: &fields)
        let dates = addDates(parts, to: &fields)
        addNumbers(dates, to: &fields)
        let stations = StationFinder(text: text, gazetteer: reference.gazetteer).find()
        fields.station = stations.map { Finding($0.name, confidence: 0.9, span: Span($0.span)) }
        addAddresses(parts, stations, to: &fields)

        let classifier = Classifier(text: text, parts: parts)
        let category = classifier.best(.category, among: reference.rules.categoryPhrases).flatMap {
            $0.score < Rules.leastScore ? nil : $0
        }
        let kind = submission(classifier, category)
        let persons = Array(
            PersonFinder(text: text, titles: reference.rules.titles, parts: parts).find().prefix(Reading.limit))
        let police = PoliceMatter(
            text, parts: parts, isForPolice: isForPolice(category), officers: officers(among: persons, parts))
        if let police {
            fields.police = [
                Finding(police.role, confidence: police.confidence, span: Span(police.span), flags: police.flags)
            ]
        }
        fields.person = PersonRoles(
            text: text, parts: parts, isAgainstPolice: police?.role == .respondent, isCharge: kind == .complaint
        ).assign(persons)
        fields.signatoryCount = ReferenceFinder(text: text, parts: parts).signatoryCount(fields.person)
        addManner(parts, to: &fields)
        let place = jurisdiction(fields, stations)
        let agencies = AgencyProposer(text: text, parts: parts, reference: reference)
            .propose(category: category?.target, police: police, province: place)
        let name = category.map { reference.rules.categories[$0.target] } ?? Rules.otherCategory
        let deadline = DeadlineSetter(text: text, reference: reference)
            .set(category: name, kind: kind, agencies: agencies, receivedOn: received)
        return Structure(
            fields: fields, kind: kind, category: name, categoryRule: category?.phrase ?? "none", agencies: agencies,
            deadline: deadline)
    }

    private func addLetterParts(_ parts: LetterParts, to fields: inout Fields) {
        fields.subject = parts.subject.map { [Finding(text.text($0), confidence: 0.95, span: Span($0))] } ?? []
        fields.addressee = parts.addressee.map { [Finding(text.text($0), confidence: 0.95, span: Span($0))] } ?? []
        fields.enclosure = parts.enclosures.map { Finding(text.text($0), confidence: 0.9, span: Span($0)) }
        fields.reference = ReferenceFinder(text: text, parts: parts).references()
    }

    /// Sorts the dates found into the letter's own and those of the matter, and gives all of them.
    private func addDates(_ parts: LetterParts, to fields: inout Fields) -> [FoundDate] {
        var dates = DateFinder(text, reference: received).find()
        let roles = DateRoles(text: text, parts: parts, received: received)
        if let index = roles.letterDate(among: dates) {
            let own = dates[index]
            fields.date = [Finding(own.from, confidence: 0.95, span: Span(own.span), flags: own.flags)]
            // Days told from the day of writing are told from the letter's date where it has one.
            let lag = received.daysSinceEpoch - own.from.daysSinceEpoch
            if (1...60).contains(lag) {
                dates = DateFinder(text, reference: own.from).find()
            }
        }
        let ownSpan = fields.date.first?.span.range
        for date in dates where date.span != ownSpan {
            if let flag = roles.otherFlag(date) {
                guard fields.date.isEmpty || fields.date[0].confidence < 0.5, date.isSingleDay else { continue }
                fields.date.append(
                    Finding(date.from, confidence: 0.3, span: Span(date.span), flags: date.flags + [flag]))
                continue
            }
            let value: IncidentDate = date.from == date.to ? .day(date.from) : .period(from: date.from, to: date.to)
            fields.incidentDate.append(
                Finding(value, confidence: roles.confidence(date), span: Span(date.span), flags: date.flags))
        }
        fields.incidentDate = bestFirst(fields.incidentDate)
        return dates
    }

    private func addNumbers(_ dates: [FoundDate], to fields: inout Fields) {
        fields.citizenID = bestFirst(CitizenIDFinder(text: text).find())
        let taken = Spans(fields.citizenID.map(\.span.range) + dates.map(\.span))
        fields.phone = unique(PhoneFinder(text: text, taken: taken).find()) { $0.number }
        let mail = MailFinder(text: text)
        fields.email = unique(mail.emails()) { $0 }
        fields.lineID = unique(mail.lineIDs()) { $0 }
        fields.amount = bestFirst(AmountFinder(text: text).find())
    }

    private func addAddresses(_ parts: LetterParts, _ stations: [FoundStation], to fields: inout Fields) {
        let taken = Spans(stations.map(\.span))
        let found = AddressFinder(text, gazetteer: reference.gazetteer).find().filter { finding in
            !taken.overlaps(finding.span.range)
                && parts.addressee?.overlaps(finding.span.range) != true
        }
        fields.address = AddressRoles(text: text, parts: parts).assign(Array(found.prefix(Reading.limit)))
    }

    private func submission(_ classifier: Classifier, _ category: Classifier.Answer?) -> SubmissionKind {
        let rules = reference.rules
        let phrases = rules.submissionPhrases
        let leaning = category.map { rules.kindsOfCategories[$0.target] ?? [] } ?? []
        return classifier.best(.submission, among: phrases, leaning: leaning).map { SubmissionKind.allCases[$0.target] }
            ?? .grievance
    }

    /// Police officers named who are not the writer.
    private func officers(among persons: [FoundPerson], _ parts: LetterParts) -> [Range<Int>] {
        persons.filter { person in
            person.title?.group == .police && person.span.lowerBound < parts.signature.lowerBound
                && !text.has(.writer, endingWithin: 4, before: person.span.lowerBound)
        }.map(\.span)
    }

    /// Whether a category is one the national police answer for, and the words for it are plain.
    private func isForPolice(_ category: Classifier.Answer?) -> Bool {
        guard let category, category.weight >= 7 else { return false }
        let rules = reference.rules.agencyRules.filter { $0.category == category.target && $0.phrase == nil }
        return rules.contains { $0.agency == AgencyProposer.nationalPolice && $0.priority >= 75 }
    }

    /// Anonymity, secrecy and urgency.
    private func addManner(_ parts: LetterParts, to fields: inout Fields) {
        let named = fields.person.contains { $0.value.role == .complainant && $0.value.last != nil }
        if let cue = text.outermost(.anonymous).first {
            fields.anonymous = [Finding(true, confidence: named ? 0.5 : 0.95, span: Span(cue.range))]
        } else if let cue = text.outermost(.secrecy).first {
            fields.anonymous = [Finding(false, confidence: 0.9, span: Span(cue.range), flags: ["secrecy"])]
        } else if parts.isLetter, parts.closing != nil,
            !fields.person.contains(where: { $0.value.role == .complainant })
        {
            let span = parts.closing ?? parts.signature
            fields.anonymous = [Finding(true, confidence: 0.6, span: Span(span), flags: ["noName"])]
        }
        fields.urgent = text.outermost(.urgency).filter { !parts.enclosures.contains($0.range) }
            .map { Finding(text.text($0.range), confidence: 0.85, span: Span($0.range)) }
    }

    /// The province that decides who is responsible: where it happened, then the station, then where the writer lives.
    private func jurisdiction(_ fields: Fields, _ stations: [FoundStation]) -> Int? {
        func province(_ role: Address.Role) -> Int? {
            fields.address.lazy.filter { $0.value.role == role }.compactMap {
                $0.value.codes.province.flatMap { Int($0) }
            }.first
        }
        return province(.incident) ?? stations.compactMap(\.province).first ?? province(.complainant)
            ?? province(.other)
    }

    private func bestFirst<Value>(_ findings: [Finding<Value>]) -> [Finding<Value>] {
        findings.enumerated().sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }.map(
            \.element)
    }

    private func unique<Value, Key: Hashable>(_ findings: [Finding<Value>], by key: (Value) -> Key) -> [Finding<Value>]
    {
        var seen: Set<Key> = []
        return findings.filter { seen.insert(key($0.value)).inserted }
    }
}

extension PoliceMatter {
    /// An officer who is only mentioned must be looked at by a person before the way is chosen.
    fileprivate var flags: [String] { role == .incidental ? ["check"] : [] }
}

extension [Range<Int>] {
    fileprivate func contains(_ range: Range<Int>) -> Bool { contains { $0.overlaps(range) } }
}
