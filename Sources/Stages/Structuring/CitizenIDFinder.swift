internal import ComplaintModel

/// Finds citizens' identification numbers and proves them by their check digit.
struct CitizenIDFinder {
    let text: ScannedText

    /// All numbers in order of the text; one that fails its check is reported as `invalid`, never mended.
    func find() -> [Finding<String>] {
        var found: [Finding<String>] = []
        var offset = 0
        while offset < text.units.count {
            guard isStart(offset), let run = run(at: offset) ?? run(at: offset, separatedByBars: true) else {
                offset += 1
                continue
            }
            if let finding = judge(run) { found.append(finding) }
            offset = run.span.upperBound
        }
        return found
    }

    /// The check digit of the first twelve digits.
    static func checkDigit(_ digits: some Collection<Int>) -> Int {
        let sum = zip(digits.prefix(12), (2...13).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
        return (11 - sum % 11) % 10
    }

    private struct Run {
        var span: Range<Int>
        var digits: [Int] = []
        var lengths: [Int] = []
        var trueDigits = 0
        /// Parted as printed on the card: 1-4-5-2-1.
        var isGrouped: Bool { lengths == [1, 4, 5, 2, 1] }
    }

    private func isStart(_ offset: Int) -> Bool {
        guard digit(offset) != nil else { return false }
        guard let before = text.unit(offset - 1) else { return true }
        if before.isDigit || before.isLatin || before == 0x2E { return false }
        return !(before == 0x2D && (text.unit(offset - 2)?.isDigit ?? false))
    }

    /// Thirteen digits, or what a scan may make of digits, with at most one separator between two of them.
    ///
    /// A form's boxes leave bars between groups; elsewhere a bar may be a 1.
    private func run(at start: Int, separatedByBars hasBars: Bool = false) -> Run? {
        var run = Run(span: start..<start)
        var position = start
        var length = 0
        while run.digits.count < 13, let (value, isTrue) = digit(position) {
            run.digits.append(value)
            run.trueDigits += isTrue ? 1 : 0
            length += 1
            position += 1
            run.span = start..<position
            let next = hasBars && text.unit(position) == 0x7C ? position + 1 : separatorEnd(position)
            if next > position {
                run.lengths.append(length)
                length = 0
                position = next
            }
        }
        guard run.digits.count == 13, run.trueDigits >= (hasBars ? 13 : 10) else { return nil }
        if length > 0 { run.lengths.append(length) }
        if let after = text.unit(run.span.upperBound), after.isDigit || after.isLatin { return nil }
        if text.unit(run.span.upperBound) == 0x2D, text.unit(run.span.upperBound + 1)?.isDigit == true { return nil }
        return run
    }

    private func separatorEnd(_ offset: Int) -> Int {
        var position = text.skipSpaces(offset)
        if position - offset > 1 { return offset }
        if text.unit(position) == 0x2D { position = text.skipSpaces(position + 1) }
        if text.unit(position) == .newline, text.unit(position + 1)?.isDigit == true { position += 1 }
        return digit(position) == nil ? offset : position
    }

    /// A digit, or a sign that scans give for one.
    private func digit(_ offset: Int) -> (value: Int, isTrue: Bool)? {
        guard let unit = text.unit(offset) else { return nil }
        if unit.isDigit { return (unit.digitValue, true) }
        switch text.scalars[offset] {
        case "O", "o", "D", "Q": return (0, false)
        case "I", "l", "|", "!", "i": return (1, false)
        case "Z", "z": return (2, false)
        case "S", "s": return (5, false)
        case "G", "b": return (6, false)
        case "B": return (8, false)
        case "g", "q": return (9, false)
        default: return nil
        }
    }

    private func judge(_ run: Run) -> Finding<String>? {
        // A leading 0 is a juristic person's number; an account is a bank's.
        guard run.digits[0] != 0, !text.has(.accountLabel, endingWithin: 12, before: run.span.lowerBound) else {
            return nil
        }
        let value = run.digits.map(String.init).joined()
        let isLabelled = text.has(.idLabel, endingWithin: 16, before: run.span.lowerBound)
        if CitizenIDFinder.checkDigit(run.digits) == run.digits[12] {
            let isRepaired = run.trueDigits < 13
            let confidence = (isRepaired ? 0.85 : 0.95) + (isLabelled || run.isGrouped ? 0.04 : -0.1)
            return Finding(value, confidence: confidence, span: Span(run.span), flags: isRepaired ? ["repaired"] : [])
        }
        guard run.trueDigits == 13, isLabelled || run.isGrouped else { return nil }
        return Finding(value, confidence: 0.3, span: Span(run.span), flags: ["invalid"])
    }
}
