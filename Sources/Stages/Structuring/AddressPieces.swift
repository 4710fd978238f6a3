/// Finds the parts of addresses in a text.
struct AddressPieces {
    let text: ScannedText
    let gazetteer: Gazetteer

    /// All parts in order of the text.
    func find() -> [AddressPiece] {
        var pieces = text.outermost(.addressPart).compactMap(named)
        let taken = Spans(pieces.filter { $0.part.rawValue > AddressWord.road.rawValue }.map(\.span))
        pieces += text.outermost(.province).compactMap { taken.overlaps($0.range) ? nil : province($0) }
        pieces.sort { ($0.span.lowerBound, -$0.span.upperBound) < ($1.span.lowerBound, -$1.span.upperBound) }
        return pieces
    }

    private func named(_ match: Match) -> AddressPiece? {
        guard let part = AddressWord(rawValue: match.value), isWord(match) else { return nil }
        let start = skipFiller(
            text.skipSpaces(match.range.upperBound, acrossLine: part.rawValue >= AddressWord.subdistrict.rawValue))
        switch part {
        case .house: return number(part, match, text.houseNumber(at: start))
        case .moo:
            return number(
                part, match, text.digits(at: text.end(of: "ที่", at: start).map { text.skipSpaces($0) } ?? start))
        case .village: return village(match, at: start)
        case .soi, .road: return way(part, match, at: start)
        case .subdistrict, .district, .province: return division(part, match, at: start)
        }
    }

    /// A short word such as `ต.` begins a part only where no letter or abbreviation runs into it.
    private func isWord(_ match: Match) -> Bool {
        guard match.dense.count <= 2, let before = text.unit(match.range.lowerBound - 1) else { return true }
        if before == 0x2E { return text.unit(match.range.lowerBound - 2)?.isThaiLetter != true }
        guard before.isThaiLetter else { return true }
        // Written without a space, the name that follows must be a place's.
        let isDivision = match.value >= AddressWord.subdistrict.rawValue
        return isDivision && !candidates(at: text.denseIndex[match.range.upperBound], level(match.value)).isEmpty
    }

    /// The end of the dots and lines a form has where it wants to be filled in.
    private func skipFiller(_ offset: Int) -> Int {
        var offset = offset
        while let unit = text.unit(offset), [0x3A, 0x2E, 0x2026, 0x5F, .space].contains(unit) { offset += 1 }
        return offset
    }

    private func number(_ part: AddressWord, _ match: Match, _ range: Range<Int>) -> AddressPiece? {
        guard !range.isEmpty, part == .house || range.count <= 3 else { return nil }
        return AddressPiece(
            part: part, span: match.range.lowerBound..<range.upperBound, value: text.units[range].text)
    }

    /// หมู่บ้าน, อาคาร and the like with a name; a plain บ้าน only where a village number stood before it.
    private func village(_ match: Match, at start: Int) -> AddressPiece? {
        var run = text.thaiRun(at: start)
        run = run.lowerBound..<min(run.upperBound, nextWord(after: run.lowerBound))
        guard (2...24).contains(run.count) else { return nil }
        let word = text.units[match.range]
        if word.elementsEqual("บ้าน".units) {
            let before = text.skipSpacesBack(match.range.lowerBound)
            guard text.unit(before - 1)?.isDigit == true, match.range.upperBound == run.lowerBound, run.count <= 16
            else {
                return nil
            }
            let span = match.range.lowerBound..<run.upperBound
            return AddressPiece(part: .village, span: span, value: text.text(span))
        }
        if text.has(.notRoad, startingWithin: 0, after: run.lowerBound) { return nil }
        var end = run.upperBound
        let digits = text.digits(at: text.skipSpaces(end))
        if (1...3).contains(digits.count), text.unit(digits.upperBound) != 0x2F { end = digits.upperBound }
        let span = match.range.lowerBound..<end
        return AddressPiece(part: .village, span: span, value: text.text(span))
    }

    /// A lane or road: a name, a number or both ("สุขุมวิท 55", "5", "รามคำแหง 24 แยก 10").
    private func way(_ part: AddressWord, _ match: Match, at start: Int) -> AddressPiece? {
        var run = text.thaiRun(at: start)
        run = run.lowerBound..<min(run.upperBound, nextWord(after: run.lowerBound))
        run = run.lowerBound..<wayEnd(run)
        guard run.count <= 26, run.isEmpty || isWayName(run) else { return nil }
        var value = text.text(run)
        var end = run.upperBound
        if text.unit(end) == 0x2D, case let second = text.thaiRun(at: end + 1), !second.isEmpty {
            value += "-" + text.text(second)
            end = second.upperBound
        }
        if let line = text.end(of: "สาย", at: text.skipSpaces(end)), !run.isEmpty,
            case let digits = text.digits(at: text.skipSpaces(line)), (1...3).contains(digits.count)
        {
            value += " สาย"
            end = line
        }
        let number = text.houseNumber(at: text.skipSpaces(end))
        let isNumbered =
            (1...7).contains(number.count) && (run.isEmpty || text.number(text.digits(at: number.lowerBound)) < 1000)
        if isNumbered, !isCountOfOther(after: number.upperBound) {
            value += (value.isEmpty ? "" : " ") + text.units[number].text
            end = number.upperBound
            if let branch = text.end(of: "แยก", at: text.skipSpaces(end)) {
                let digits = text.digits(at: text.skipSpaces(branch))
                if (1...3).contains(digits.count) {
                    value += " แยก \(text.units[digits].text)"
                    end = digits.upperBound
                }
            }
        }
        guard value.unicodeScalars.count >= 2 || isNumbered else { return nil }
        return AddressPiece(part: part, span: match.range.lowerBound..<end, value: value)
    }

    /// Whether a run after ถนน or ซอย is a name; some words begin one only where the next part of an address follows.
    private func isWayName(_ run: Range<Int>) -> Bool {
        if text.has(.notRoad, startingWithin: 0, after: run.lowerBound) { return false }
        guard text.has(.notRoadWeak, startingWithin: 0, after: run.lowerBound) else { return true }
        let next = text.skipSpaces(run.upperBound, acrossLine: true)
        return run.count <= 16 && text.match(text.outermost(.addressPart), startingAt: next) != nil
    }

    /// Where a way's name ends that goes on into the sentence: "พหลโยธิน" in "ถนนพหลโยธินช่วงหน้าตลาดเป็นหลุม".
    private func wayEnd(_ run: Range<Int>) -> Int {
        let ends = text.matches(.wayEnd)
        var index = text.firstIndex(in: ends, startingAt: text.denseIndex[run.lowerBound] + 3)
        while index < ends.count, ends[index].range.lowerBound < run.upperBound {
            // Short words may be part of a name where little else stands.
            if ends[index].dense.count >= 4 || run.count > 14 { return ends[index].range.lowerBound }
            index += 1
        }
        return run.upperBound
    }

    private static let countWords: [Literal] = ["คน", "เมตร", "กม.", "กิโล", "วัน", "ครั้ง", "หลัง", "น.", "บาท", "เดือน"]

    private func isCountOfOther(after offset: Int) -> Bool {
        text.end(ofAny: AddressPieces.countWords, at: text.skipSpaces(offset)) != nil
    }

    /// Where the next part of an address begins, so that a name written without a space ends there.
    private func nextWord(after offset: Int) -> Int {
        let parts = text.outermost(.addressPart)
        let index = text.firstIndex(in: parts, startingAt: text.denseIndex[offset] + 1)
        guard index < parts.count, isWord(parts[index]) else { return text.units.count }
        return parts[index].range.lowerBound
    }

    private func level(_ part: Int) -> Place.Level {
        switch AddressWord(rawValue: part) {
        case .subdistrict: .subdistrict
        case .district: .district
        default: .province
        }
    }

    // MARK: Divisions

    private func division(_ part: AddressWord, _ match: Match, at start: Int) -> AddressPiece? {
        let found = candidates(at: text.denseIndex[start], level(part.rawValue))
        let isBangkokWord =
            text.units[match.range].elementsEqual("เขต".units) || text.units[match.range].elementsEqual("แขวง".units)
        if let best = found.last(where: { isNaturalEnd($0.end) }) ?? found.last {
            var piece = AddressPiece(
                part: part, span: match.range.lowerBound..<best.end,
                value: text.text(start..<best.end).withoutSpaces)
            piece.places = best.places.filter { !isBangkokWord || gazetteer.place($0)?.province == Gazetteer.bangkok }
            piece.abolished = best.abolished.filter {
                !isBangkokWord || String(gazetteer.abolished[$0].code).hasPrefix("10")
            }
            return piece.isKnown ? piece : nil
        }
        if part == .district, !isBangkokWord, let end = text.end(of: "เมือง", at: start),
            text.unit(end)?.isDependent != true
        {
            var piece = AddressPiece(part: part, span: match.range.lowerBound..<end, value: "เมือง")
            piece.isSeat = true
            return piece
        }
        var run = text.thaiRun(at: start)
        run = run.lowerBound..<min(run.upperBound, nextWord(after: run.lowerBound))
        guard !isBangkokWord, (2...20).contains(run.count), !text.has(.notRoad, startingWithin: 0, after: start) else {
            return nil
        }
        return AddressPiece(part: part, span: match.range.lowerBound..<run.upperBound, value: text.text(run))
    }

    /// The names of a level that stand at a dense offset, short ones first.
    func candidates(at start: Int, _ level: Place.Level) -> [(end: Int, places: [Int], abolished: [Int])] {
        var found: [(end: Int, places: [Int], abolished: [Int])] = []
        gazetteer.trie.forEachPhrase(in: text.dense, at: start) { end, entry in
            if end < text.dense.count, text.dense[end].isDependent { return }
            let offset = text.offsets[end - 1] + 1
            if found.last?.end != offset { found.append((offset, [], [])) }
            switch entry {
            case .place(let index):
                let place = gazetteer.places[Int(index)]
                if place.level == level { found[found.count - 1].places.append(place.code) }
            case .abolished(let index):
                if gazetteer.abolished[Int(index)].isDistrict ? level == .district : level == .subdistrict {
                    found[found.count - 1].abolished.append(Int(index))
                }
            }
        }
        return found.filter { !$0.places.isEmpty || !$0.abolished.isEmpty }
    }

    private func isNaturalEnd(_ end: Int) -> Bool { text.unit(end)?.isThaiLetter != true }

    /// A province without a word before it; a number plate's is none.
    private func province(_ match: Match) -> AddressPiece? {
        guard text.unit(text.skipSpacesBack(match.range.lowerBound) - 1)?.isDigit != true else { return nil }
        var piece = AddressPiece(part: .province, span: match.range, value: text.text(match.range))
        piece.places = [match.value]
        piece.isNamed = false
        return piece
    }
}

extension ScannedText {
    /// A house number such as 12, 12/3, 55/210 or 123/4-5.
    func houseNumber(at offset: Int) -> Range<Int> {
        var end = digits(at: offset).upperBound
        guard end > offset else { return offset..<offset }
        while let unit = unit(end), unit == 0x2F || unit == 0x2D {
            let next = digits(at: end + 1)
            guard (1...5).contains(next.count) else { break }
            end = next.upperBound
        }
        return offset..<end
    }
}
