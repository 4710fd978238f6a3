/// A number with the words that multiply it.
struct Quantity {
    let start: Int
    let end: Int
    let value: Double
    /// What it means in speech, where หมื่นห้า is fifteen thousand.
    let spoken: Double
    /// The first number and the factor after it: 3 and 10,000 in 3 หมื่น.
    let leading: Double
    let factor: Double
    /// How many digits a number without words has; 0 where there are words.
    let digits: Int
    /// A word such as พัน by itself, which is a sum only where baht or a word for money stands with it.
    var isLone = false
    /// Whether it is digits alone.
    var isPlain: Bool { digits > 0 }
}

/// Reads numbers as people write sums: 12,500 · 2 ล้าน 5 แสน · สองหมื่นห้า · ครึ่งล้าน.
struct QuantityReading {
    let text: ScannedText

    private static let multipliers: [(Literal, Double)] = [
        ("สิบ", 10), ("ร้อย", 100), ("พัน", 1000), ("หมื่น", 10_000), ("แสน", 100_000), ("ล้าน", 1_000_000),
    ]

    /// The quantity that begins at `offset`, or nil where none begins there.
    func read(at offset: Int) -> Quantity? {
        guard let unit = text.unit(offset) else { return nil }
        if unit.isDigit { return isInsideNumber(offset) ? nil : digits(at: offset) }
        guard unit.isThaiLetter else { return nil }
        return half(at: offset) ?? words(at: offset)
    }

    /// "75 สตางค์" after baht.
    func satang(at offset: Int) -> (value: Double, end: Int)? {
        let digits = text.digits(at: text.skipSpaces(offset))
        guard (1...2).contains(digits.count),
            let end = text.end(of: "สตางค์", at: text.skipSpaces(digits.upperBound))
        else { return nil }
        return (Double(text.number(digits)) / 100, end)
    }

    private func isInsideNumber(_ offset: Int) -> Bool {
        guard let before = text.unit(offset - 1) else { return false }
        if before.isDigit || before.isLatin { return true }
        return [0x2E, 0x2C, 0x2F].contains(before) && text.unit(offset - 2)?.isDigit == true
    }

    /// Digits, and what multiplies them; smaller parts may follow (2 ล้าน 5 แสน).
    private func digits(at offset: Int) -> Quantity? {
        guard let first = decimal(at: offset) else { return nil }
        let (factor, firstEnd) = factor(at: first.end)
        var (total, last, end) = (first.value * factor, factor, firstEnd)
        var spoken = total
        while last > 10, let part = decimal(at: text.skipSpaces(end)), part.value < last {
            let (smaller, partEnd) = self.factor(at: part.end)
            guard smaller < last, smaller > 1 || (part.value < 10 && isEnd(partEnd)) else { break }
            spoken = smaller > 1 ? total + part.value * smaller : total + part.value * last / 10
            total += part.value * smaller
            (last, end) = (smaller, partEnd)
        }
        if factor > 1, let halfEnd = text.end(of: "ครึ่ง", at: text.skipSpaces(end)) {
            (total, spoken, end) = (total + factor / 2, total + factor / 2, halfEnd)
        }
        let satang = factor == 1 ? satangAfterBaht(end) : 0
        return Quantity(
            start: offset, end: end, value: total + satang, spoken: spoken, leading: first.value, factor: factor,
            digits: factor == 1 ? text.units[offset..<first.end].count(where: \.isDigit) : 0)
    }

    private func satangAfterBaht(_ offset: Int) -> Double {
        text.end(of: "บาท", at: text.skipSpaces(offset)).flatMap { satang(at: $0) }?.value ?? 0
    }

    /// Whether no digit goes on after a single one, so that "2พัน5" is a sum.
    private func isEnd(_ offset: Int) -> Bool {
        guard let unit = text.unit(offset) else { return true }
        return !unit.isDigit && ![0x2C, 0x2E, 0x2F, 0x2D].contains(unit)
    }

    private func half(at offset: Int) -> Quantity? {
        guard text.units[offset] == 0x0E04, let end = text.end(of: "ครึ่ง", at: offset) else { return nil }
        let (factor, after) = factor(at: end)
        guard factor > 1 else { return nil }
        return Quantity(
            start: offset, end: after, value: factor / 2, spoken: factor / 2, leading: 0.5, factor: factor, digits: 0)
    }

    private func words(at offset: Int) -> Quantity? {
        let all = text.matches(.numberWord)
        guard let first = text.match(all, startingAt: offset),
            text.nearest(all, endingWithin: 0, before: offset) == nil,
            let (value, end) = NumberWords(text: text).read(at: offset)
        else { return nil }
        if text.unit(text.skipSpacesBack(offset) - 1)?.isDigit == true { return nil }
        let isLone = first.range.upperBound == end && first.value >= 10
        if isLone, text.start(ofAny: QuantityReading.vague, endingAt: text.skipSpacesBack(offset)) != nil { return nil }
        var spoken = Double(value)
        if value % 10 > 0, value >= 1000,
            let magnitude = [1_000_000, 100_000, 10_000, 1000].first(where: { value >= $0 }),
            value % magnitude < 10
        {
            spoken += Double(value % magnitude) * (Double(magnitude) / 10 - 1)
        }
        var (total, last) = (Double(value), end)
        if let halfEnd = text.end(of: "ครึ่ง", at: text.skipSpaces(end)),
            let magnitude = [1_000_000, 100_000, 10_000, 1000].first(where: { value >= $0 && value % $0 == 0 })
        {
            total += Double(magnitude) / 2
            (spoken, last) = (total, halfEnd)
        }
        return Quantity(
            start: offset, end: last, value: total, spoken: spoken, leading: total, factor: 1, digits: 0, isLone: isLone
        )
    }

    /// Words that make of พัน no thousand but many.
    private static let vague: [Literal] = ["หลาย", "นับ", "เป็น", "ไม่กี่", "กี่", "หลัก", "ราคาหลัก"]

    /// What the words after a number multiply it by (แสนล้าน by all of them).
    private func factor(at offset: Int) -> (Double, Int) {
        var (factor, end) = (1.0, offset)
        for _ in 0..<2 {
            let position = text.skipSpaces(end)
            guard
                let (word, value) = QuantityReading.multipliers.first(where: { text.end(of: $0.0, at: position) != nil }
                ),
                let after = text.end(of: word, at: position), text.unit(after)?.isDependent != true
            else { break }
            (factor, end) = (factor * value, after)
        }
        return (factor, end)
    }

    /// Digits with thousands' commas (a scan may leave a gap after one) and a decimal point.
    private func decimal(at offset: Int) -> (value: Double, end: Int)? {
        var end = offset
        while let unit = text.unit(end), end - offset <= 24 {
            if unit.isDigit {
                end += 1
            } else if unit == 0x2C, case let group = text.digits(at: text.skipSpaces(end + 1)), group.count == 3 {
                end = group.upperBound
            } else if unit == 0x2C || unit == 0x2E, text.unit(end + 1)?.isDigit == true {
                end += 1
            } else {
                break
            }
        }
        guard end > offset, end - offset <= 20 else { return nil }
        return Double(text.units[offset..<end].filter { $0 != 0x2C && $0 != .space }.text).map { ($0, end) }
    }
}
