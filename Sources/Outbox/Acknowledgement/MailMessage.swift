internal import ComplaintModel
internal import Foundation

/// A short mail in UTF-8, as RFC 5322, 2045 and 2047 want it, marked as an automatic answer (RFC 3834).
struct MailMessage {
    let from: String
    let to: String
    let subject: String
    let body: String
    let identity: String
    /// The identity of the mail it answers, where that is known.
    let answers: String?
    let date: Timestamp

    /// The message with lines ended by CR LF.
    func bytes() -> [UInt8] {
        var lines = [
            "From: <\(from)>", "To: <\(to)>", "Subject: \(MailMessage.encodedWords(subject))",
            "Date: \(MailMessage.date(date))", "Message-ID: <\(identity)>",
        ]
        if let answers { lines += ["In-Reply-To: \(answers)", "References: \(answers)"] }
        lines += [
            "Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All", "X-Loop: \(from)", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: base64", "",
        ]
        let text = Data(body.replacing("\n", with: "\r\n").utf8)
        let encoded = text.base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Array((lines + [encoded, ""]).joined(separator: "\r\n").utf8)
    }

    /// `text` as encoded words in lines of at most 76 characters, folded; never parted within a scalar (RFC 2047, 2 and 5).
    ///
    /// 45 bytes make a word of 72 characters; the first line has the header's name before it.
    static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            let room = words.count == 1 ? 39 : 45
            if words[words.count - 1].count + bytes.count > room { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// The moment in Thailand's time, as RFC 5322 writes it.
    static func date(_ time: Timestamp) -> String {
        let local = time.adding(seconds: 7 * 3600).description
        let day = time.thaiDate
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = weekdays[((day.daysSinceEpoch % 7) + 7) % 7]
        return "\(weekday), \(day.day) \(months[day.month - 1]) \(day.year) \(local.dropFirst(11).prefix(8)) +0700"
    }
}
