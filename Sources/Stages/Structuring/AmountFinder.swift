internal import ComplaintModel

/// Finds sums of money: 500 บาท, ฿2,500.50, 3 หมื่นบาท, สองพันบาท, and in speech โดนโกงหมื่นห้า.
struct AmountFinder {
    let text: ScannedText
    private let quantities: QuantityReading

    init(text: ScannedText) { (self.text, quantities) = (text, QuantityReading(text: text)) }

    private static let bahtSign: Unit = 0x0E3F
    private static let bahtWords: [Literal] = ["บาท", "baht", "thb", ".-", ",-", "/-"]
    private static let range: [Literal] = ["-", "ถึง", "to"]
    private static let moreOrLess: [Literal] = ["กว่าๆ", "กว่า", "เศษ", "ๆ"]

    /// All sums in baht in order of the text.
    func find() -> [Finding<Double>] {
        var found: [Finding<Double>] = []
        var offset = 0
        while offset < text.units.count {
            guard let quantity = quantities.read(at: offset) else {
                offset += 1
                continue
            }
            found += sums(quantity)
            offset = max(quantity.end, offset + 1)
        }
        return found
    }

    /// The sum a quantity is, and the upper one where it begins a range; nothing where it counts something else.
    private func sums(_ quantity: Quantity) -> [Finding<Double>] {
        if let end = currencyEnd(quantity.end) {
            return [Finding(quantity.value, confidence: 0.95, span: Span(start(quantity)..<end))]
        }
        if hasSign(before: quantity.start) {
            return [Finding(quantity.value, confidence: 0.95, span: Span(start(quantity)..<quantity.end))]
        }
        if let lower = lowerEnd(quantity) { return [lower] }
        return isMoney(quantity)
            ? [Finding(quantity.spoken, confidence: 0.7, span: Span(quantity.start..<quantity.end))] : []
    }

    private func start(_ quantity: Quantity) -> Int {
        hasSign(before: quantity.start) ? text.skipSpacesBack(quantity.start) - 1 : quantity.start
    }

    private func hasSign(before offset: Int) -> Bool {
        text.unit(text.skipSpacesBack(offset) - 1) == AmountFinder.bahtSign
    }

    /// Where a word for baht after a quantity ends, with its satang.
    private func currencyEnd(_ offset: Int) -> Int? {
        var position = text.skipSpaces(offset, acrossLine: true)
        if let end = text.end(ofAny: AmountFinder.moreOrLess, at: position) { position = text.skipSpaces(end) }
        guard let end = text.end(ofAny: AmountFinder.bahtWords, at: position) else { return shortBahtEnd(position) }
        if text.units[position].isThaiLetter || text.units[position].isLatin {
            return quantities.satang(at: end)?.end ?? end
        }
        // "350.-": the mark stands at the number itself.
        return position == offset && text.unit(end)?.isLetterOrDigit != true ? end : nil
    }

    /// The short form of baht ("500 บ."), not that of a company or a village.
    private func shortBahtEnd(_ position: Int) -> Int? {
        guard text.unit(position) == 0x0E1A, let end = text.end(of: "บ.", at: position),
            text.unit(end)?.isLetterOrDigit != true
        else { return nil }
        return end
    }

    /// "2,000 ถึง 5,000 บาท", "2-3 หมื่นบาท": the lower end of a range shares the upper one's unit.
    private func lowerEnd(_ lower: Quantity) -> Finding<Double>? {
        guard let separator = text.end(ofAny: AmountFinder.range, at: text.skipSpaces(lower.end)),
            text.unit(lower.start - 1) != 0x2D, let upper = quantities.read(at: text.skipSpaces(separator)),
            let end = currencyEnd(upper.end)
        else { return nil }
        let value = lower.value < upper.leading ? lower.value * (lower.isPlain ? upper.factor : 1) : lower.value
        guard value < upper.value else { return nil }
        return Finding(value, confidence: 0.7, span: Span(lower.start..<end))
    }

    /// Without a word for baht words such as โอนไป or โดนโกง make a number money, or its size (5 หมื่น).
    private func isMoney(_ quantity: Quantity) -> Bool {
        let isLarge = quantity.spoken >= 10_000 && quantity.factor >= 10_000
        guard isLarge || text.has(.money, endingWithin: quantity.isLone ? 0 : 7, before: quantity.start),
            quantity.spoken >= 20,
            quantity.isPlain ? (2...9).contains(quantity.digits) : quantity.isLone || quantity.spoken >= 1000
        else { return false }
        let next = text.unit(quantity.end)
        if let next, [0x2D, 0x2F, 0x3A, 0x25].contains(next) || next.isLatin { return false }
        let after = text.skipSpaces(quantity.end)
        return !text.has(.countWord, startingWithin: 0, after: after)
            && text.match(text.matches(.month), startingAt: after) == nil
    }
}
