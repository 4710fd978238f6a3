/// Names in messages that have no form, known by the particle behind them, by 'แซ่' or by the number that follows.
extension PersonFinder {
    /// "ชื่อฝนค่ะ", "ผมกิตติพงษ์ แซ่ลิ้ม", a name on a line of its own above a number.
    func told() -> [FoundPerson] { introducedByFirstName() + ofClan() + aboveNumber() + inLatin() }

    static let introductions: [Literal] = ["ชื่อเล่น", "ชื่อ"]
    private static let particles: [Literal] = [
        "นะคะ", "นะครับ", "นะคับ", "ครับผม", "ค่ะ", "คะ", "ครับ", "คับ", "จ้า", "จ้ะ", "เด้อ", "เน้อ", "เจ้า",
    ]

    /// "โทรหาหนูได้ ชื่อฝนค่ะ": a first name alone, which only the particle behind it shows.
    private func introducedByFirstName() -> [FoundPerson] {
        text.units.indices.compactMap { offset in
            guard let label = text.end(ofAny: Self.introductions, at: offset),
                text.unit(offset - 1)?.isThaiLetter != true || text.has(.writer, endingWithin: 0, before: offset),
                case let start = text.skipSpaces(label), case let run = text.thaiRun(at: start),
                let end = text.start(ofAny: Self.particles, endingAt: run.upperBound), (2...12).contains(end - start),
                !isOther(start..<end)
            else { return nil }
            let first = text.text(start..<end)
            return FoundPerson(title: nil, first: first, last: nil, span: start..<end, nameStart: start)
        }
    }

    /// "ผมกิตติพงษ์ แซ่ลิ้ม": the name of a clan behind a word makes that word a first name.
    private func ofClan() -> [FoundPerson] {
        text.units.indices.compactMap { offset in
            guard text.unit(offset - 1) == .space, text.end(of: "แซ่", at: offset) != nil else { return nil }
            let (last, end) = (text.thaiRun(at: offset), text.skipSpacesBack(offset))
            var start = end
            while text.unit(start - 1)?.isThaiLetter == true { start -= 1 }
            if let writer = text.match(text.matches(.writer), startingAt: start), writer.range.upperBound < end {
                start = writer.range.upperBound
            }
            guard (5...14).contains(last.count), (2...16).contains(end - start) else { return nil }
            return FoundPerson(
                title: nil, first: text.text(start..<end), last: text.text(last), span: start..<last.upperBound,
                nameStart: start)
        }
    }

    /// A line that is a first and a last name, with the telephone number or mail address on the next.
    private func aboveNumber() -> [FoundPerson] {
        let lines = text.lines.filter { !$0.isEmpty }
        return zip(lines.dropFirst(), lines.dropFirst(2)).compactMap { line, next in
            guard let person = untitled(at: line.lowerBound), person.span.upperBound == line.upperBound,
                text.units[next].contains(0x40) || text.endsMessage(line.upperBound)
            else { return nil }
            return person
        }
    }

    /// "… look into it! Lars Henriksen, lars@example.org": only numbers and addresses follow.
    private func inLatin() -> [FoundPerson] {
        text.units.indices.suffix(160).compactMap { offset in
            guard offset > 1, parts.signature.isEmpty, text.unit(offset - 1)?.isSpace == true,
                [0x2E, 0x0A, 0x21].contains(text.unit(offset - 2)), let name = latinWords(at: offset),
                text.unit(name.end) == 0x2C || text.unit(name.end) == .newline,
                text.units[name.end...].contains(where: { $0.isDigit || $0 == 0x40 }), !hasWords(name.end)
            else { return nil }
            let span = offset..<name.end
            return FoundPerson(title: nil, first: name.first, last: name.last, span: span, nameStart: offset)
        }
    }

    /// Whether words follow that belong to no mail address and announce no number.
    private func hasWords(_ offset: Int) -> Bool {
        let labels: Set = ["tel", "tel.", "phone", "mobile", "email", "line"]
        return text.text(offset..<text.units.count).split { $0 == " " || $0 == "," }.contains { word in
            word.unicodeScalars.contains { $0.properties.isAlphabetic } && !word.contains("@")
                && !labels.contains(String(word.prefix { $0 != ":" }).lowercased())
        }
    }
}
