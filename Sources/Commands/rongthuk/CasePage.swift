internal import ComplaintModel
internal import Review
internal import Terminal
internal import ThaiText

/// An item that waits, as a page for an operator: why, what was read with the doubtful lines marked, what was found.
struct CasePage {
    let text: String

    init(_ reviewCase: ReviewCase, item: ItemID, _ say: Wording) {
        var lines = ["\(item)", "", say("Why it waits", "เหตุที่รอ")]
        lines += reviewCase.doubts.lines(say).map { "  • \($0)" }
        let doubtful = Set(reviewCase.doubts.map { "\($0.page ?? 0):\($0.line ?? 0)" })
        lines += MailLines(reviewCase.document, say).head
        if let sent = reviewCase.document.text, !sent.isEmpty {
            lines += ["", say("Text as sent", "ข้อความที่ส่งมา")]
            lines += LineEdit.lines(of: sent).enumerated().map { "  \(padded("0:\($0 + 1)", 6))       \($1)" }
        }
        lines += MailLines(reviewCase.document, say).quoted
        for reading in reviewCase.readings {
            lines += ["", say("Page \(reading.page)", "หน้า \(reading.page)")]
            for (number, line) in reading.lines.enumerated() {
                let place = "\(reading.page):\(number + 1)"
                let mark = doubtful.contains(place) ? "▶" : " "
                let risk = String(Int((line.risk * 100).rounded()))
                lines.append("\(mark) \(padded(place, 6)) \(padded(risk + "%", 5)) \(line.text)")
            }
        }
        if case .judgement(let judgement) = reviewCase.subject {
            lines += ["", say("What was found", "ข้อมูลที่พบ")] + CasePage.findings(judgement, say)
        }
        lines += MailLines(reviewCase.document, say).attachments
        for page in reviewCase.document.pages {
            lines.append(say("picture of page \(page.number): ", "ภาพหน้า \(page.number): ") + page.image.sha256.hex)
        }
        text = TerminalText.safe(lines.joined(separator: "\n"), keepingLines: true)
    }

    private static func findings(_ judgement: Judgement, _ say: Wording) -> [String] {
        let structure = judgement.draft.structure
        let fields = structure.fields
        var found: [(String, String)] = []
        found += fields.subject.prefix(1).map { (say("subject", "เรื่อง"), $0.value) }
        found += fields.addressee.prefix(1).map { (say("addressee", "เรียน"), $0.value) }
        found += fields.date.prefix(1).map { (say("date", "วันที่"), $0.value.rawValue) }
        found += fields.person.map { finding in
            let person = finding.value
            return (
                say("person", "บุคคล"),
                "\(person.title ?? "")\(person.first) \(person.last ?? "") (\(person.role.rawValue))"
            )
        }
        found += fields.citizenID.map { (say("citizen id", "เลขประจำตัว"), $0.value) }
        found += fields.phone.map { (say("phone", "โทรศัพท์"), $0.value.number) }
        found += [
            (say("category", "หมวด"), structure.category), (say("verdict", "ผล"), judgement.verdict.kind.rawValue),
        ]
        found += structure.agencies.prefix(2).map { (say("agency", "หน่วยงาน"), $0.name) }
        found.append((say("answer by", "ตอบภายใน"), "\(structure.deadline.date) (\(structure.deadline.rule.rawValue))"))
        return found.map { "  \(DisplayWidth.padded($0, to: 12)) \($1)" }
    }
}

/// Pads ASCII text on the right.
private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
}
