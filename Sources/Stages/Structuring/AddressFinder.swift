internal import ComplaintModel

/// Puts the parts of addresses together and resolves them against the gazetteer.
struct AddressFinder {
    let text: ScannedText
    let gazetteer: Gazetteer
    private let pieces: AddressPieces

    init(_ text: ScannedText, gazetteer: Gazetteer) {
        (self.text, self.gazetteer) = (text, gazetteer)
        pieces = AddressPieces(text: text, gazetteer: gazetteer)
    }

    /// All places in order of the text, their roles still open.
    func find() -> [Finding<Address>] {
        group(pieces.find()).compactMap { group in
            var group = group
            addBareHouse(&group)
            addBareDivisions(&group)
            dropEverydayStart(&group)
            guard isAddress(group) else { return nil }
            let postcode = postcode(after: group.map(\.span.upperBound).max() ?? 0)
            return AddressResolver(gazetteer: gazetteer).resolve(group, postcode: postcode, in: text)
        }
    }

    /// Parts that stand together and do not repeat one another.
    private func group(_ pieces: [AddressPiece]) -> [[AddressPiece]] {
        var groups: [[AddressPiece]] = []
        for piece in pieces {
            if let last = groups.last, let end = last.map(\.span.upperBound).max() {
                if piece.span.lowerBound < end { continue }
                if continues(last, piece, after: end) {
                    groups[groups.count - 1].append(piece)
                    continue
                }
            }
            groups.append([piece])
        }
        return groups
    }

    private func continues(_ group: [AddressPiece], _ piece: AddressPiece, after end: Int) -> Bool {
        guard let last = group.last, !group.contains(where: { $0.part == piece.part }) else { return false }
        let gap = text.units[end..<piece.span.lowerBound]
        let isTight = gap.allSatisfy {
            $0.isSpace || [0x2C, 0x2D, 0x28, 0x29, 0x2E, 0x2026, 0x5F].contains($0)
        }
        let lineEnds = gap.count { $0 == .newline }
        guard lineEnds <= 1 || (lineEnds == 2 && isTight) else { return false }
        let isDivision = piece.part.rawValue >= AddressWord.subdistrict.rawValue
        let lastIsDivision = last.part.rawValue >= AddressWord.subdistrict.rawValue
        if lastIsDivision && !isDivision { return isTight && piece.part != .house && gap.count <= 2 }
        if isTight { return true }
        // A word or two may stand between, as a village's name without a word for it.
        let reach = lineEnds == 0 ? 20 : 10
        return piece.part.rawValue > last.part.rawValue && gap.count <= reach && piece.isNamed
            && (!gap.contains(where: \.isDigit) || isFloorOrKilometre(end))
    }

    private static let floorWords: [Literal] = ["กม.", "กม", "กิโลเมตร", "หลักกิโล", "ชั้น", "ห้อง", "ตึก", "อาคาร"]

    /// "ถ.มิตรภาพ กม.12 อ.ปากช่อง": what may stand between parts with a number of its own.
    private func isFloorOrKilometre(_ offset: Int) -> Bool {
        text.end(ofAny: AddressFinder.floorWords, at: text.skipSpaces(offset, acrossLine: true)) != nil
    }

    private func isAddress(_ group: [AddressPiece]) -> Bool {
        if group.contains(where: { $0.part.rawValue >= AddressWord.subdistrict.rawValue && $0.isKnown }) {
            return group.count > 1 || group[0].isNamed || isPlainProvince(group[0])
        }
        let parts = Set(group.map(\.part))
        return parts.contains(.house) && !parts.isDisjoint(with: [.moo, .soi, .road])
    }

    /// Names of provinces that are also everyday words tell nothing alone.
    private func isPlainProvince(_ piece: AddressPiece) -> Bool {
        let everyday = ["เลย", "ตาก", "แพร่", "น่าน", "ตราด", "ตรัง", "กระบี่", "อุบล", "อุดร", "สุพรรณ", "กาญจน์", "ประจวบ"]
        return !everyday.contains(piece.value) && piece.value.unicodeScalars.count >= 4
    }

    /// "เข้าไม่ได้เลย ซ.5 เขตบางแค": what stands before the parts of an address is the everyday word.
    private func dropEverydayStart(_ group: inout [AddressPiece]) {
        guard group.count > 1, group[0].part == .province, !group[0].isNamed, !isPlainProvince(group[0]) else { return }
        group.removeFirst()
    }

    /// "311/5 หมู่ 6": a house number without a word before it.
    private func addBareHouse(_ group: inout [AddressPiece]) {
        guard let first = group.first, first.part != .house, first.part != .province,
            !group.contains(where: { $0.part == .house })
        else { return }
        let end = text.skipSpacesBack(first.span.lowerBound)
        var start = end
        while end - start < 12, let unit = text.unit(start - 1), unit.isDigit || unit == 0x2F || unit == 0x2D {
            start -= 1
        }
        guard (1...10).contains(end - start), text.units[start].isDigit, text.units[end - 1].isDigit,
            text.unit(start - 1)?.isLetterOrDigit != true, text.unit(start - 1) != 0x2E
        else { return }
        let hasSlash = text.units[start..<end].contains(0x2F)
        let isAtLineStart = text.lines[text.line(at: start)].lowerBound == start
        // "บ้าน 23 ม.7 ต.…": a number right before a village number is the house's.
        let isBeforeMoo = first.part == .moo && group.count > 1 && text.unit(start - 1) == .space
        guard hasSlash || isAtLineStart || isBeforeMoo || text.has(.home, endingWithin: 2, before: start),
            end - start <= (hasSlash ? 10 : 4),
            text.units[start..<end].count(where: { $0 == 0x2F }) <= 1
        else { return }
        group.insert(AddressPiece(part: .house, span: start..<end, value: text.units[start..<end].text), at: 0)
    }

    /// "บางพูด ปากเกร็ด นนทบุรี": names of divisions before a province without words for them.
    private func addBareDivisions(_ group: inout [AddressPiece]) {
        guard let province = group.firstIndex(where: { $0.part == .province }), province == group.startIndex,
            let code = group[province].places.first
        else { return }
        guard let district = bare(.district, before: group[province].span.lowerBound, inside: code) else { return }
        group.insert(district, at: 0)
        let parents = district.isSeat ? code * 100 + 1 : district.places.first ?? 0
        if let subdistrict = bare(.subdistrict, before: district.span.lowerBound, inside: parents) {
            group.insert(subdistrict, at: 0)
        }
        addBareHouse(&group)
    }

    private func bare(_ part: AddressWord, before offset: Int, inside parent: Int) -> AddressPiece? {
        let end = text.skipSpacesBack(offset, acrossLine: true)
        var start = end
        while let unit = text.unit(start - 1), unit.isThaiLetter { start -= 1 }
        guard end < offset, (2...20).contains(end - start) else { return nil }
        let level: Place.Level = part == .district ? .district : .subdistrict
        var piece = AddressPiece(part: part, span: start..<end, value: text.text(start..<end))
        piece.isNamed = false
        if part == .district, piece.value.units == "เมือง".units {
            piece.isSeat = true
            return piece
        }
        let names = pieces.candidates(at: text.denseIndex[start], level).filter { $0.end == end }
        piece.places = names.flatMap(\.places).filter { $0 / 100 == parent }
        return piece.places.isEmpty ? nil : piece
    }

    private static let postcodeWords: [Literal] = ["รหัสไปรษณีย์", "รหัส", "ไปรษณีย์", ":", ",", "."]

    private func postcode(after offset: Int) -> Range<Int>? {
        var position = text.skipSpaces(offset, acrossLine: true)
        while let end = text.end(ofAny: AddressFinder.postcodeWords, at: position) {
            position = text.skipSpaces(end, acrossLine: true)
        }
        let digits = text.digits(at: position)
        guard digits.count == 5, text.units[position] != 0x30, text.unit(digits.upperBound)?.isLatin != true else {
            return nil
        }
        return digits
    }
}
