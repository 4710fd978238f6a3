internal import ComplaintModel
internal import EngineContract

/// A mail as a letter: who sent it and how, its subject, and the text that goes on.
struct MailLetter {
    /// The arrival, its provenance filled in from the mail's own header.
    let arrival: Arrival
    /// The subject as it stands.
    let subject: String
    /// Whether the subject says that a mail is passed on.
    let isForward: Bool
    /// The subject without what mail programs put before it.
    private let bareSubject: String

    /// Reads the header; `rule`: the rule that fits the mail, although a person has overruled it.
    init(_ mail: MailReading, arrival: Arrival, rule: String?) {
        func field(_ name: String) -> String? {
            mail.headers.first { $0.name == name }?.text.decoded.cut(to: MailLetter.longest)
        }
        subject = field("subject") ?? ""
        (bareSubject, isForward) = MailLetter.bare(subject)
        var provenance = arrival.provenance
        let server = provenance.details["authserv_id"]
        let found = [
            "subject": subject, "from": field("from"), "reply_to": field("reply-to"), "date": field("date"),
            // No acknowledgement goes to a program, whatever a person makes of its mail.
            "message_id": field("message-id"), "automatic": rule,
        ]
        provenance.details.merge(found.compactMapValues { $0?.isEmpty == false ? $0 : nil }) { $1 }
        provenance.details.merge(AuthenticationResults(headers: mail.headers, server: server).details) { $1 }
        provenance.name = provenance.name ?? (subject.isEmpty ? nil : subject)
        provenance.sender = provenance.sender ?? mail.from.first?.cut(to: MailLetter.longest)
        self.arrival = Arrival(
            channel: arrival.channel, source: arrival.source, channelKey: arrival.channelKey,
            receivedAt: arrival.receivedAt, artefact: arrival.artefact, provenance: provenance)
    }

    /// The text that goes on: the subject, unless the sender wrote one into the text, then every passage but what is
    /// quoted; that too where there is nothing else.
    ///
    /// - Returns: nil where neither holds a word; `hasBody`: whether more than a subject was sent.
    func text(of passages: [Passage]) -> (text: String, hasBody: Bool)? {
        let own = passages.filter { $0.kind != .quoted }
        let isAnswer = own.contains { $0.kind != .signature && $0.text.hasWords }
        let body = (isAnswer ? own : passages).map(\.text).joined(separator: "\n\n")
        let hasBody = isAnswer || passages.contains { $0.kind == .quoted && $0.text.hasWords }
        guard hasBody || bareSubject.hasWords else { return nil }
        let namesSubject = own.contains { $0.kind != .forwarded && MailLetter.hasSubject($0.text) }
        let heading = bareSubject.hasWords && !namesSubject ? "Subject: \(bareSubject)" : ""
        return ([heading, body].filter { !$0.isEmpty }.joined(separator: "\n\n"), hasBody)
    }

    /// A header field that goes into provenance is no longer than this, in scalars.
    private static let longest = 500

    private static func bare(_ subject: String) -> (String, isForward: Bool) {
        var rest = Substring(subject)
        var isForward = false
        while true {
            rest = rest.drop { $0 == " " }
            let head = rest.prefix(10).lowercased()
            if let mark = ["fwd:", "fw:", "ส่งต่อ:"].first(where: head.hasPrefix) {
                isForward = true
                rest = rest.dropFirst(mark.count)
            } else if let mark = ["re:", "ตอบ:", "ตอบกลับ:"].first(where: head.hasPrefix) {
                rest = rest.dropFirst(mark.count)
            } else {
                return (String(rest), isForward)
            }
        }
    }

    /// Whether a line at the top of a text names the subject, as letters do.
    private static func hasSubject(_ text: String) -> Bool {
        text.split(separator: "\n").prefix(25).contains { line in
            let head = line.drop { $0 == " " || $0 == "\t" }.unicodeScalars
            return ["เรื่อง", "หัวเรื่อง", "Subject:"].contains { head.starts(with: $0.unicodeScalars) }
        }
    }
}
