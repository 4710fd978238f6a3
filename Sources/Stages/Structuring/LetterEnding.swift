/// How a letter ends: its closing phrase and where its signature begins.
struct LetterEnding {
    private(set) var closing: Range<Int>?
    private(set) var start: Int?

    init(_ text: ScannedText, from bodyLine: Int) {
        let first = min(bodyLine, text.lines.count)
        let closings = text.outermost(.closing)
        for line in first..<text.lines.count where !text.lines[line].isEmpty {
            let range = text.lines[line]
            guard let phrase = LetterEnding.closing(in: range, closings, text) else { continue }
            (closing, start) = (phrase, range.lowerBound)
        }
        if start == nil { start = LetterEnding.signatureLine(text, from: first).map { text.lines[$0].lowerBound } }
        if start == nil { start = LetterEnding.afterConclusion(text, from: first).map { text.lines[$0].lowerBound } }
        if start == nil { start = LetterEnding.listOfNames(text, from: first).map { text.lines[$0].lowerBound } }
    }

    private static func closing(in line: Range<Int>, _ closings: [Match], _ text: ScannedText) -> Range<Int>? {
        if let match = text.match(closings, startingAt: line.lowerBound), line.upperBound - match.range.upperBound <= 12
        {
            return match.range
        }
        let formal = "ขอแสดงความนับถือ".units
        let dense = text.dense[text.denseIndex[line.lowerBound]..<text.denseIndex[line.upperBound]]
        guard dense.count >= formal.count - 2, dense.count <= formal.count + 12 else { return nil }
        return editDistance(dense.prefix(formal.count), formal) <= 2 ? line : nil
    }

    /// The line after "จึงเรียนมาเพื่อ…", where a letter leaves out its closing and only names follow.
    private static func afterConclusion(_ text: ScannedText, from first: Int) -> Int? {
        let conclusion = text.lines.indices.dropFirst(first).last {
            text.end(ofAny: ["จึงเรียนมา", "จึงกราบเรียนมา", "จึงขอเรียนมา"], at: text.lines[$0].lowerBound) != nil
        }
        return conclusion.flatMap { $0 + 1 < text.lines.count ? $0 + 1 : nil }
    }

    /// The first of the lines at the end that are nothing but names, as a petition lists them; of a letter one name by
    /// itself is enough.
    private static func listOfNames(_ text: ScannedText, from first: Int) -> Int? {
        let titles = text.outermost(.title)
        var (start, names): (Int?, Int) = (nil, 0)
        for line in text.lines.indices.dropFirst(first).reversed() where !text.lines[line].isEmpty {
            let begin = text.skipOpening(text.lines[line].lowerBound)
            let digits = text.digits(at: begin)
            var position = begin
            if (1...3).contains(digits.count), let mark = text.unit(digits.upperBound), mark == 0x2E || mark == 0x29 {
                position = text.skipSpaces(digits.upperBound + 1)
            }
            guard text.match(titles, startingAt: position) != nil, text.lines[line].count < 60 else { break }
            (start, names) = (line, names + 1)
        }
        guard names == 1, let start, first > 0, start > first else { return names > 1 ? start : nil }
        return text.lines[start - 1].isEmpty ? start : nil
    }

    private static func signatureLine(_ text: ScannedText, from first: Int) -> Int? {
        let signs = text.outermost(.signature)
        return text.lines.indices.dropFirst(first).first { line in
            let start = text.skipOpening(text.lines[line].lowerBound)
            return text.match(signs, startingAt: start) != nil
                || text.match(signs, startingAt: text.lines[line].lowerBound) != nil
        }
    }
}

extension ScannedText {
    fileprivate func skipOpening(_ offset: Int) -> Int { unit(offset) == 0x28 ? skipSpaces(offset + 1) : offset }
}
