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
        if rule.group == .police || rule.group == .military, let end = text.end(of: "หญิง", at: position) {
            position = text.skipSpaces(end)
        }
        let isStrict = PersonFinder.strictTitles.contains(rule.canonical)
        guard let name = bracketed(match, position) ?? name(at: position) else { return nil }
        if isStrict, name.last == nil || before?.isThaiLetter == true { return nil }
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

    /// Words that are titles only before a full name.
    private static let strictTitles: Set<String> = ["คุณ", "พระ", "อาจารย์", "ศ.", "ทันตแพทย์", "เภสัชกร", "สามเณร"]

    private func skipTitleEnd(_ offset: Int) -> Int {
        let position = text.skipSpaces(offset)
        return text.unit(position) == 0x2E ? text.skipSpaces(position + 1) : position
    }

    // MARK: Names without titles

    /// "ผมชื่อ สมชาย ใจดี", "ชื่อ-สกุล: สมชาย ใจดี".
    private func labelled() -> [FoundPerson] {
        text.outermost(.writerLabel).compactMap { label in
            let word = text.units[label.range]
            let isName = word.suffix(4).elementsEqual("ชื่อ".units) || word.suffix(4).elementsEqual("สกุล".units)
            var start = label.range.upperBound
            if !isName {
                guard let end = text.end(of: "ชื่อ", at: text.skipSpaces(start)) ?? colonEnd(start) else { return nil }
                start = end
            }
            while let unit = text.unit(start), unit == .space || unit == 0x3A || unit == 0x2E || unit == 0x2026 {
                start += 1
            }
            guard let name = name(at: start), name.last != nil || isName, !isOther(start..<name.end) else { return nil }
            return FoundPerson(title: nil, first: name.first, last: name.last, span: start..<name.end, nameStart: start)
        }
    }

    private func colonEnd(_ offset: Int) -> Int? {
        let position = text.skipSpaces(offset)
        return text.unit(position) == 0x3A ? position + 1 : nil
    }

    /// Names on the lines of the signature: "(ลงชื่อ) สมชาย ใจดี", "วิชิต คงมั่น".
    private func signed() -> [FoundPerson] {
        var found: [FoundPerson] = []
        for line in text.lines where line.lowerBound >= parts.signature.lowerBound && !line.isEmpty {
            if let closing = parts.closing, line.overlaps(closing) { continue }
            var (start, end) = (line.lowerBound, line.upperBound)
            let isSigned = signatureEnd(start)
            start = isSigned ?? start
            while let unit = text.unit(start), start < end, isFiller(unit) { start += 1 }
            while end > start, isFiller(text.units[end - 1]) { end -= 1 }
            if let label = text.match(text.outermost(.writerLabel), endingAt: end), label.range.lowerBound > start {
                end = label.range.lowerBound
                while end > start, isFiller(text.units[end - 1]) { end -= 1 }
            }
            guard let name = name(at: start) ?? latinName(start..<end), name.end == end, name.last != nil,
                !isOther(start..<end)
            else { continue }
            found.append(
                FoundPerson(title: nil, first: name.first, last: name.last, span: start..<end, nameStart: start))
        }
        return found
    }

    /// "Thomas Wellington": two or three words in Latin letters with capitals.
    private func latinName(_ line: Range<Int>) -> (first: String, last: String?, end: Int)? {
        let words = text.text(line).split(separator: " ")
        let isName =
            (2...3).contains(words.count)
            && words.allSatisfy { word in
                word.first?.isUppercase == true && word.count > 1
                    && word.allSatisfy { $0.isLetter || $0 == "-" || $0 == "'" }
            }
        guard isName, let last = words.last else { return nil }
        return (words.dropLast().joined(separator: " "), String(last), line.upperBound)
    }

    private func signatureEnd(_ offset: Int) -> Int? {
        let signs = text.outermost(.signature)
        return (text.match(signs, startingAt: offset) ?? text.match(signs, startingAt: offset + 1))?.range.upperBound
    }

    private func isFiller(_ unit: Unit) -> Bool { [0x20, 0x28, 0x29, 0x2E, 0x2026, 0x5F, 0x2D, 0x3A].contains(unit) }

    /// Whether words stand here that no name begins with.
    private func isOther(_ range: Range<Int>) -> Bool {
        let others = text.matches(.notName)
        let first = text.firstIndex(in: others, startingAt: text.denseIndex[range.lowerBound])
        return others[first...].prefix { $0.range.lowerBound < range.upperBound }.contains {
            $0.range.lowerBound == range.lowerBound || text.unit($0.range.lowerBound - 1) == .space
        }
    }

    // MARK: The name itself

    /// A first name and, if one follows, a last name.
    func name(at offset: Int) -> (first: String, last: String?, end: Int)? {
        let whole = text.thaiRun(at: offset)
        guard let unit = text.unit(offset), unit.isConsonant || unit.isLeadVowel else { return nil }
        let first = cut(whole)
        guard (2...24).contains(first.count), !isStop(first) else { return nil }
        var name = (first: text.text(first), last: nil as String?, end: first.upperBound)
        guard first == whole, text.unit(first.upperBound)?.isSpace == true else { return name }
        let isWrapped = text.unit(text.skipSpaces(first.upperBound)) == .newline
        let next = text.skipSpaces(first.upperBound, acrossLine: offset < parts.signature.lowerBound)
        guard let last = lastName(at: next), !isWrapped || last.count <= 16 else { return name }
        name.last = text.text(last)
        name.end = last.upperBound
        return name
    }

    private func lastName(at offset: Int) -> Range<Int>? {
        guard let unit = text.unit(offset), unit.isConsonant || unit.isLeadVowel else { return nil }
        let whole = text.thaiRun(at: offset)
        // ณ อยุธยา: the word ณ belongs to the name.
        if text.units[whole].elementsEqual("ณ".units) {
            let place = text.thaiRun(at: text.skipSpaces(whole.upperBound))
            return place.count >= 3 && !isStop(place) ? whole.lowerBound..<place.upperBound : nil
        }
        if text.unit(whole.upperBound) == 0x2E || isStop(whole) { return nil }
        var last = cut(whole)
        guard (2...22).contains(last.count) else { return nil }
        if let end = text.end(of: "ณ", at: text.skipSpaces(last.upperBound)), last == whole, text.unit(end) == .space {
            let place = text.thaiRun(at: text.skipSpaces(end))
            if place.count >= 3 { last = last.lowerBound..<place.upperBound }
        }
        return last
    }

    /// A run without the words that were written onto it without a space.
    private func cut(_ run: Range<Int>) -> Range<Int> {
        let stops = text.matches(.nameStop)
        var index = text.firstIndex(in: stops, startingAt: text.denseIndex[run.lowerBound] + 3)
        while index < stops.count, stops[index].range.lowerBound < run.upperBound {
            let stop = stops[index].range
            let isTail = stop.upperBound == run.upperBound && stop.count >= 4
            if stop.upperBound <= run.upperBound || run.count > 14, isTail || (run.count > 16 && stop.count >= 4) {
                return run.lowerBound..<stop.lowerBound
            }
            index += 1
        }
        return run
    }

    /// Whether a run begins with a word that goes on with the sentence instead of a name.
    private func isStop(_ run: Range<Int>) -> Bool {
        let start = text.denseIndex[run.lowerBound]
        func stands(_ matches: [Match], _ isDecisive: (Match) -> Bool) -> Bool {
            var index = text.firstIndex(in: matches, startingAt: start)
            while index < matches.count, matches[index].dense.lowerBound == start {
                if isDecisive(matches[index]) { return true }
                index += 1
            }
            return false
        }
        return stands(text.matches(.nameStop)) {
            $0.range.upperBound >= run.upperBound || $0.dense.count >= 5 || run.count > 13
        } || stands(text.matches(.nameStopWeak)) { $0.range.upperBound >= run.upperBound || run.count > 16 }
            || stands(text.outermost(.title)) { $0.dense.count >= 3 && $0.range.upperBound < run.upperBound }
            || stands(text.outermost(.policeWord)) { _ in true }
    }
}
