internal import ComplaintModel

/// Finds sums of money: 500 บาท, ฿2,500.50, 3 หมื่นบาท, สองพันบาท.
struct AmountFinder {
    let text: ScannedText

    private static let baht: Unit = 0x0E3F
    private static let multipliers: [(Literal, Double)] = [
        ("สิบ", 10), ("ร้อย", 100), ("พัน", 1000), ("หมื่น", 10_000), ("แสน", 100_000), ("ล้าน", 1_000_000),
    ]
    private static let bahtWord: Literal = "บาท"
    private static let dashes: [Literal] = [".-", ",-", "/-"]
    private static let range: [Literal] = ["-", "ถึง"]

    /// All sums in baht in order of the text.
    func find() -> [Finding<Double>] {
        var found: [Finding<Double>] = []
        for offset in text.units.indices {
            if text.units[offset] == AmountFinder.baht, let sum = decimal(at: text.skipSpaces(offset + 1)) {
                let (value, end) = multiplied(sum.value, sum.end)
                found.append(Finding(value, confidence: 0.95, span: Span(offset..<end)))
            } else if text.units[offset] == 0x0E1A, let end = text.end(of: AmountFinder.bahtWord, at: offset) {
                found += sums(before: offset, end: end)
            } else if let end = text.end(ofAny: AmountFinder.dashes, at: offset),
                text.unit(offset - 1)?.isDigit == true, text.unit(end)?.isLetterOrDigit != true,
                let sum = decimal(endingAt: offset)
            {
                found.append(Finding(sum.value, confidence: 0.8, span: Span(sum.start..<end)))
            }
        }
        return found
    }

    /// The sum that ends at the word baht, and the lower one of a range.
    private func sums(before offset: Int, end: Int) -> [Finding<Double>] {
        guard let sum = sum(endingAt: text.skipSpacesBack(offset, acrossLine: true)) else { return [] }
        var (value, end) = (sum.value, end)
        let satang = text.digits(at: text.skipSpaces(end))
        if (1...2).contains(satang.count),
            let after = text.end(of: "สตางค์", at: text.skipSpaces(satang.upperBound))
        {
            (value, end) = (value + Double(text.number(satang)) / 100, after)
        }
        let finding = Finding(value, confidence: 0.95, span: Span(sum.start..<end))
        guard let separator = text.start(ofAny: AmountFinder.range, endingAt: text.skipSpacesBack(sum.start)),
            let lower = decimal(endingAt: text.skipSpacesBack(separator)), lower.value < sum.value,
            text.unit(lower.start - 1) != 0x2D
        else { return [finding] }
        return [finding, Finding(lower.value, confidence: 0.7, span: Span(lower.start..<end))]
    }

    private func sum(endingAt offset: Int, depth: Int = 0) -> (value: Double, start: Int)? {
        guard depth < 3 else { return nil }
        if let decimal = decimal(endingAt: offset) { return decimal }
        if let words = words(endingAt: offset) { return words }
        for (word, factor) in AmountFinder.multipliers {
            guard let start = text.start(of: word, endingAt: offset) else { continue }
            let before = text.skipSpacesBack(start)
            if let inner = sum(endingAt: before, depth: depth + 1) { return (inner.value * factor, inner.start) }
        }
        return nil
    }

    private func words(endingAt offset: Int) -> (value: Double, start: Int)? {
        let all = text.matches(.numberWord)
        guard let last = text.match(all, endingAt: offset) else { return nil }
        var index = text.firstIndex(in: all, startingAt: last.dense.lowerBound)
        let end = index
        while index > 0, end - index < NumberWords.limit, all[index - 1].dense.upperBound == all[index].dense.lowerBound
        {
            index -= 1
        }
        let start = all[index].range.lowerBound
        // "3 หมื่น" is a number times a word, "หมื่น" alone is one of nothing.
        guard all[index].value < 100, let (value, end) = NumberWords(text: text).read(at: start), end == offset,
            text.unit(text.skipSpacesBack(start) - 1)?.isDigit != true
        else { return nil }
        return (Double(value), start)
    }

    private func multiplied(_ value: Double, _ end: Int) -> (Double, Int) {
        let position = text.skipSpaces(end)
        for (word, factor) in AmountFinder.multipliers {
            if let after = text.end(of: word, at: position) { return (value * factor, after) }
        }
        return (value, end)
    }

    private func decimal(at offset: Int) -> (value: Double, end: Int)? {
        var end = offset
        while let unit = text.unit(end), unit.isDigit || (isPoint(unit) && text.unit(end + 1)?.isDigit == true) {
            end += 1
        }
        return value(offset..<end).map { ($0, end) }
    }

    private func decimal(endingAt offset: Int) -> (value: Double, start: Int)? {
        var start = offset
        if text.start(ofAny: AmountFinder.dashes, endingAt: offset) != nil { start -= 2 }
        let end = start
        while let unit = text.unit(start - 1),
            unit.isDigit || (isPoint(unit) && start < end && text.unit(start - 2)?.isDigit == true)
        {
            start -= 1
        }
        return value(start..<end).map { ($0, start) }
    }

    private func isPoint(_ unit: Unit) -> Bool { unit == 0x2C || unit == 0x2E }

    private func value(_ range: Range<Int>) -> Double? {
        guard range.count <= 20 else { return nil }
        return Double(text.units[range].filter { $0 != 0x2C }.text)
    }
}
