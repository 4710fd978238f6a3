internal import ComplaintModel

/// Finds telephone and fax numbers and brings them to E.164.
struct PhoneFinder {
    let text: ScannedText
    /// Where other numbers stand (citizen ids, dates, sums) that must not be read as telephones.
    let taken: Spans

    /// All numbers in order of the text.
    func find() -> [Finding<Phone>] {
        var found: [Finding<Phone>] = []
        var (offset, lastEnd) = (0, -1)
        while offset < text.units.count {
            guard isStart(offset, isAfterNumber: offset == lastEnd + 1) else {
                offset += 1
                continue
            }
            let run = run(at: offset)
            if let numbers = read(run) {
                found += numbers
                offset = max(run.span.upperBound, offset + 1)
                lastEnd = run.span.upperBound
            } else {
                offset = max(text.digits(at: offset).upperBound, offset + 1)
            }
        }
        return found + hotlines()
    }

    private struct Run {
        var span: Range<Int>
        var digits: [Unit] = []
        var hasPlus = false
        /// Where the run stood after each digit, so that a shorter number can be taken out of it.
        var ends: [Int] = []
        /// The digit counts after which a separator stood.
        var breaks: Set<Int> = []
    }

    private func isStart(_ offset: Int, isAfterNumber: Bool) -> Bool {
        let unit = text.units[offset]
        guard
            unit == 0x30 || unit == 0x2B
                || (unit == 0x28 && text.unit(offset + 1).map { $0 == 0x30 || $0 == 0x2B } == true)
        else { return false }
        guard let before = text.unit(offset - 1) else { return true }
        if before.isDigit || before.isLatin || (before == 0x2F && !isAfterNumber) { return false }
        let isInsideNumber =
            [0x2D, 0x2E, 0x2C].contains(before) && !isAfterNumber && text.unit(offset - 2)?.isDigit == true
        return !isInsideNumber && !taken.overlaps(offset..<offset + 1)
    }

    private func run(at start: Int) -> Run {
        var run = Run(span: start..<start)
        var position = start
        while run.digits.count < 15, let unit = text.unit(position) {
            if unit.isDigit {
                run.digits.append(unit)
                position += 1
                run.ends.append(position)
                continue
            }
            if unit == 0x2B, run.digits.isEmpty {
                run.hasPlus = true
                position += 1
                continue
            }
            let next = separatorEnd(position)
            guard next > position, text.unit(next)?.isDigit == true || (unit == 0x28 && text.unit(next) == 0x2B) else {
                break
            }
            run.breaks.insert(run.digits.count)
            position = next
        }
        run.span = start..<(run.ends.last ?? start)
        return run
    }

    /// The end of at most one separator: a space, a hyphen, a dot, a bracket, with spaces around it.
    private func separatorEnd(_ offset: Int) -> Int {
        var (position, signs) = (offset, 0)
        while let unit = text.unit(position), signs < 3, position - offset < 4 {
            if [0x2D, 0x2E, 0x28, 0x29].contains(unit) {
                signs += 1
            } else if unit != .space, !(unit == .newline && text.unit(position - 1) == 0x2D) {
                // Only a hyphen carries a number over to the next line.
                break
            }
            position += 1
        }
        return position
    }

    private func read(_ run: Run) -> [Finding<Phone>]? {
        var digits = run.digits
        var dropped = 0
        if run.hasPlus || digits.starts(with: "0066".units) {
            let prefix = run.hasPlus ? 0 : 2
            guard digits.dropFirst(prefix).starts(with: "66".units) else { return foreign(run) }
            // +66 (0) 81…: the national 0 may stand after the country code.
            let national = digits[(prefix + 2)...]
            dropped = prefix + 2 + (national.first == 0x30 ? 1 : 0)
            digits = "0".units + digits[dropped...]
            dropped -= 1
        }
        guard digits.count >= 9, digits[0] == 0x30, let length = PhoneFinder.length(digits) else { return nil }
        guard digits.count >= length else { return nil }
        let end = dropped + length
        let rest = run.digits.count - end
        guard rest == 0 || run.breaks.contains(end) else { return nil }
        let span = run.span.lowerBound..<run.ends[end - 1]
        if text.unit(run.span.upperBound)?.isLatin == true || isAccount(run, before: end) { return nil }
        let kind = kind(digits, at: span)
        let first = "+66" + Array(digits[1..<length]).text
        return trunk(run, base: digits, length: length, kind: kind, first: first, span: span)
    }

    /// Bank accounts are written 081-2-34567-8, or stand behind a word for them.
    private func isAccount(_ run: Run, before end: Int) -> Bool {
        if end == 10, run.breaks.filter({ $0 < end }) == [3, 4, 9] { return true }
        let account = text.nearest(text.matches(.accountLabel), endingWithin: 6, before: run.span.lowerBound)
        let phone = text.nearest(text.matches(.phoneLabel), endingWithin: 6, before: run.span.lowerBound)
        guard let account else { return false }
        return account.dense.upperBound > (phone?.dense.upperBound ?? 0)
    }

    /// How many digits a Thai number has by its first ones.
    private static func length(_ digits: [Unit]) -> Int? {
        switch digits[1] {
        case 0x36, 0x38, 0x39: 10
        case 0x32, 0x33, 0x34, 0x35, 0x37: 9
        default: nil
        }
    }

    private func kind(_ digits: [Unit], at span: Range<Int>) -> Phone.Kind {
        if digits[1] == 0x36 || digits[1] == 0x38 || digits[1] == 0x39 { return .mobile }
        let fax = text.nearest(text.matches(.faxLabel), endingWithin: 24, before: span.lowerBound)
        let phone = text.nearest(text.outermost(.phoneLabel), endingWithin: 24, before: span.lowerBound)
        guard let fax else { return .landline }
        return fax.dense.upperBound >= (phone?.dense.upperBound ?? 0) ? .fax : .landline
    }

    /// The number with its extension, and the numbers of "02-123-4567-9" or "02-123-4567 ถึง 9".
    private func trunk(_ run: Run, base: [Unit], length: Int, kind: Phone.Kind, first: String, span: Range<Int>)
        -> [Finding<Phone>]
    {
        let confidence = text.has(.phoneLabel, endingWithin: 24, before: span.lowerBound) ? 0.97 : 0.9
        let after = text.skipSpaces(span.upperBound)
        if let label = text.end(ofAny: ["ต่อ", "กด", "ext.", "ext"], at: after) {
            let digits = text.digits(at: text.skipSpaces(label))
            if (1...6).contains(digits.count) {
                let number = text.units[digits].text
                let phone = Phone(number: first, kind: kind, extension: number)
                return [Finding(phone, confidence: confidence, span: Span(span.lowerBound..<digits.upperBound))]
            }
        }
        var findings = [Finding(Phone(number: first, kind: kind), confidence: confidence, span: Span(span))]
        guard let separator = text.end(ofAny: ["-", "ถึง", "/"], at: after) else { return findings }
        let last = text.digits(at: text.skipSpaces(separator))
        guard (1...2).contains(last.count), text.unit(last.upperBound) != 0x2F else { return findings }
        let head = Array(base[1..<(length - last.count)]).text
        let opening = text.number(span.upperBound - last.count..<span.upperBound)
        let closing = text.number(last)
        guard closing > opening, closing - opening < 30 else { return findings }
        let whole = Span(span.lowerBound..<last.upperBound)
        for number in (opening + 1)...closing {
            let tail = String(repeating: "0", count: last.count - String(number).count) + String(number)
            findings.append(
                Finding(Phone(number: "+66\(head)\(tail)", kind: kind), confidence: confidence, span: whole))
        }
        return findings
    }

    private func foreign(_ run: Run) -> [Finding<Phone>]? {
        guard run.hasPlus, (8...15).contains(run.digits.count), run.digits[0] != 0x30 else { return nil }
        let phone = Phone(number: "+" + run.digits.text, kind: .foreign)
        return [Finding(phone, confidence: 0.8, span: Span(run.span))]
    }

    /// Short codes, where a word says that they are to be dialled.
    private func hotlines() -> [Finding<Phone>] {
        let labels = text.matches(.hotlineLabel) + text.outermost(.phoneLabel)
        return labels.sorted { $0.range.lowerBound < $1.range.lowerBound }.compactMap { label in
            var position = text.skipSpaces(label.range.upperBound)
            while let end = text.end(ofAny: PhoneFinder.dialWords, at: position) { position = text.skipSpaces(end) }
            let digits = text.digits(at: position)
            guard (3...4).contains(digits.count), text.units[digits.lowerBound] == 0x31,
                text.unit(digits.upperBound).map({ ![0x2D, 0x2E, 0x2C, 0x2F].contains($0) }) ?? true
                    || text.unit(digits.upperBound + 1)?.isDigit != true,
                text.end(ofAny: PhoneFinder.countWords, at: text.skipSpaces(digits.upperBound)) == nil
            else { return nil }
            return Finding(Phone(number: text.units[digits].text, kind: .hotline), confidence: 0.8, span: Span(digits))
        }
    }

    private static let dialWords: [Literal] = [
        "โทร.", "โทร", "หมายเลข", "เบอร์", "สายด่วน", "แจ้ง", "หา", "ไปที่", "ไป", ":",
    ]
    private static let countWords: [Literal] = ["บาท", "ครั้ง", "วัน", "คน", "สาย", "ราย", "นาที", "ชั่วโมง"]
}
