internal import ComplaintModel
internal import Terminal

/// What people see of a mail beside its text; empty for what came by other ways.
struct MailLines {
    private let document: Document
    private let say: Wording

    init(_ document: Document, _ say: Wording) { (self.document, self.say) = (document, say) }

    /// Who sent it, and what the mail server of the house found out about that.
    var head: [String] {
        let provenance = document.arrival.provenance
        guard document.arrival.channel == .email, let sender = provenance.sender else { return [] }
        let details = provenance.details
        let checks = ["spf", "dkim", "dmarc"].map { "\($0) \(details[$0] ?? "unknown")" }.joined(separator: ", ")
        return [
            "", "\(say("from", "จาก")) \(details["from"] ?? sender)  (\(checks))",
            "\(say("subject", "หัวเรื่อง")) \(details["subject"] ?? "")",
        ]
    }

    /// What was quoted in it, which is no part of its text.
    var quoted: [String] {
        let quoted = document.passages.filter { $0.kind == .quoted }
        guard !quoted.isEmpty else { return [] }
        return ["", say("Quoted from earlier mails", "ข้อความเดิมที่อ้างถึง")]
            + quoted.flatMap { LineEdit.lines(of: $0.text) }.map { "  | \($0)" }
    }

    /// What was attached to it.
    var attachments: [String] {
        document.attachments.enumerated().map { index, attachment in
            let pages = attachment.pages.map(String.init).joined(separator: ", ")
            return
                "\(say("attachment", "สิ่งที่แนบ")) \(index + 1): \(attachment.name ?? "–"), \(attachment.declaredType), "
                + "\(attachment.artefact.size) \(say("bytes", "ไบต์"))"
                + (pages.isEmpty ? "" : ", \(say("pages", "หน้า")) \(pages)")
                + ", sha256 \(attachment.artefact.sha256.hex)"
        }
    }
}
