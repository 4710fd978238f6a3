internal import ComplaintModel

/// What a citizen is told once a complaint is filed: a template with `{code}`, `{received}` and `{deadline}`.
public struct AcknowledgementText: Sendable, Hashable {
    /// The subject of a mail.
    public var subject: String
    /// The text.
    public var body: String

    /// A text of one's own.
    public init(subject: String, body: String) { (self.subject, self.body) = (subject, body) }

    /// The text of the mail where the configuration gives none.
    public static let mail = AcknowledgementText(
        subject: "ได้รับเรื่องของท่านแล้ว รหัส {code}",
        body: """
            เรียน ท่านผู้ร้อง

            ศูนย์รับเรื่องราวร้องทุกข์ของรัฐบาล 1111 ได้รับเรื่องของท่านเมื่อวันที่ {received} แล้ว

            รหัสติดตามเรื่อง: {code}
            {deadline}

            หากต้องการส่งข้อมูลเพิ่มเติม โปรดตอบกลับอีเมลนี้โดยคงรหัสไว้ในหัวเรื่อง
            อีเมลนี้ส่งโดยอัตโนมัติ

            """)

    /// The text of the SMS where the configuration gives none; at most two parts of 67 UTF-16 units.
    public static let message = AcknowledgementText(
        subject: "", body: "ศูนย์ 1111 ได้รับเรื่องของท่านแล้ว รหัส {code} {deadline}")

    /// The template with a complaint's code and days in it.
    func filled(for complaint: Complaint) -> AcknowledgementText {
        let deadline =
            complaint.deadline.rule == .undetermined
            ? "เรื่องนี้ยังกำหนดวันแจ้งผลไม่ได้ จะแจ้งให้ทราบต่อไป"
            : "แจ้งผลภายในวันที่ \(complaint.deadline.date.inThai)"
        let values = [
            "{code}": complaint.trackingCode.rawValue, "{received}": complaint.receivedAt.thaiDate.inThai,
            "{deadline}": deadline,
        ]
        func fill(_ template: String) -> String {
            values.reduce(template) { $0.replacing($1.key, with: $1.value) }
        }
        return AcknowledgementText(subject: fill(subject), body: fill(body))
    }

    /// The placeholders of `text` that nobody fills.
    public static func unknownPlaceholders(in text: String) -> [String] {
        text.matches(of: /\{[^{}\s]*\}/).map { String($0.output) }
            .filter { !["{code}", "{received}", "{deadline}"].contains($0) }
    }
}

extension CalendarDate {
    /// The day as Thai letters write it: `18 ธันวาคม 2569`.
    var inThai: String {
        let months = [
            "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
            "พฤศจิกายน", "ธันวาคม",
        ]
        return "\(day) \(months[month - 1]) \(buddhistYear)"
    }
}
