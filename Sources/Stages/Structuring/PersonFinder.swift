internal import ComplaintModel

/// A name found in a text.
struct FoundPerson {
    var title: TitleRule?
    var first: String
    var last: String?
    /// With its title.
    var span: Range<Int>
    /// Where the name itself begins.
    var nameStart: Int

    func isSamePerson(_ other: FoundPerson) -> Bool {
        first.units == other.first.units && (last == nil || other.last == nil || last?.units == other.last?.units)
    }
}

/// Finds names: after titles and ranks, after words such as ชื่อ, and on the lines of a signature.
struct PersonFinder {
    let text: ScannedText
    let titles: [TitleRule]
    let parts: LetterParts

    /// All names in order of the text.
    func find() -> [FoundPerson] {
        var found = titled()
        let taken = Spans(found.map(\.span))
        var rest = labelled().filter { !taken.overlaps($0.span) }
        let labelled = Spans(rest.map(\.span))
        rest += signed().filter { !taken.overlaps($0.span) && !labelled.overlaps($0.span) }
        found += rest
        return found.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }

    // MARK: Titles

    private func titled() -> [FoundPerson] {
        var found: [FoundPerson] = []
        for match in text.outermost(.title) where match.range.lowerBound >= found.last?.span.upperBound ?? 0 {
            if let person = person(after: match) { found.append(person) }
        }
        return found
    }

    private func person(after match: Match) -> FoundPerson? {
        let rule = titles[match.value]
        let before = text.unit(match.range.lowerBound - 1)
        let isAbbreviation = text.units[match.range.upperBound - 1] == 0x2E
        if isAbbreviation, match.dense.count <= 4,
            before == 0x2E || (before?.isThaiLetter == true && match.dense.count <= 3)
        {
            return nil
        }
        if before?.isLatin == true { return nil }
        var position = skipTitleEnd(match.range.upperBound)
        // Further titles and หญิง may stand between a rank and the name.
        for _ in 0..<3 {
            guard let next = text.match(text.outermost(.title), startingAt: position) else { break }
            position = skipTitleEnd(next.range.upperBound)
        }
        if rule.group == .police || rule.group == .military {
            while let end = text.end(ofAny: ["หญิง", "(พิเศษ)", "พิเศษ"], at: position) { position = text.skipSpaces(end) }
        }
        let isStrict = PersonFinder.strictTitles.contains(rule.canonical)
        guard
            let name = bracketed(match, position) ?? surnamed(at: position) ?? name(at: position)
                ?? latin(match, position)
        else { return nil }
        if isStrict, name.last == nil && !isContact(match, name.end) || isInsideWord(match) { return nil }
        return FoundPerson(
            title: rule, first: name.first, last: name.last, span: match.range.lowerBound..<name.end,
            nameStart: position)
    }

    /// "(นายจรัญ ภูมิลำเนา)": what fills a line's brackets is a name, whatever its words mean elsewhere.
    private func bracketed(_ match: Match, _ position: Int) -> (first: String, last: String?, end: Int)? {
        let open = text.skipSpacesBack(match.range.lowerBound)
        guard text.unit(open - 1) == 0x28, match.range.lowerBound >= parts.body.lowerBound else { return nil }
        let first = text.thaiRun(at: position)
        let last = text.thaiRun(at: text.skipSpaces(first.upperBound))
        guard first.count >= 2, last.count >= 2, first.upperBound < last.lowerBound,
            text.unit(text.skipSpaces(last.upperBound)) == 0x29
        else { return nil }
        return (text.text(first), text.text(last), last.upperBound)
    }

    /// "ติดต่อคุณแอน 0812345678": a first name is enough between a word of calling and a number.
    private func isContact(_ title: Match, _ end: Int) -> Bool {
        text.start(ofAny: PersonFinder.callings, endingAt: text.skipSpacesBack(title.range.lowerBound)) != nil
            && text.unit(text.skipSpaces(end))?.isDigit == true
    }

    static let callings: [Literal] = ["ติดต่อ", "ติดต่อกลับ", "โทร", "โทร.", "โทรหา", "เบอร์"]

    /// Words that are titles only before a full name.
    private static let strictTitles: Set<String> = ["คุณ", "พระ", "อาจารย์", "ศ.", "ทันตแพทย์", "เภสัชกร", "สามเณร"]

    /// Whether Thai letters run into a title that are none of the words that may stand before a name.
    private func isInsideWord(_ match: Match) -> Bool {
        text.unit(match.range.lowerBound - 1)?.isThaiLetter == true
            && text.start(ofAny: PersonFinder.wordsBeforeNames, endingAt: match.range.lowerBound) == nil
    }

    private static let wordsBeforeNames: [Literal] = [
        "ถึง", "ของ", "กับ", "ให้", "โดย", "จาก", "และ", "ชื่อ", "คือ", "เรียน", "แจ้ง", "หา", "ว่า", "ที่", "ตัว",
        "ติดต่อ", "โทร", "กลับ", "เบอร์",
    ]

    /// A name in Latin letters after a title in them.
    private func latin(_ match: Match, _ position: Int) -> (first: String, last: String?, end: Int)? {
        guard text.units[match.range.lowerBound].isLatin else { return nil }
        return latinWords(at: position)
    }

    private func skipTitleEnd(_ offset: Int) -> Int {
        let position = text.skipSpaces(offset)
        return text.unit(position) == 0x2E ? text.skipSpaces(position + 1) : position
    }
}
