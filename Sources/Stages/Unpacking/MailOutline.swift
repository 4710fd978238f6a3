internal import EngineContract

/// What a mail holds, in the order in which a reader shows it.
struct MailOutline {
    /// One piece of it.
    enum Piece {
        /// A text; `isFile`: it came as a file of its own.
        case text(MailPart, isFile: Bool)
        /// The same text twice (RFC 2046, 5.1.4).
        case alternative(plain: MailPart, html: MailPart)
        /// A mail within the mail.
        case mail(MailPart, [Piece])
        case attachment(MailPart)
        /// What only the holder of a key can open.
        case sealed(MailPart)
    }

    /// The pieces of a mail's content.
    static func pieces(of part: MailPart) -> [Piece] {
        switch part.type {
        case "message/rfc822", "message/global", "message/news":
            // A mail that could not be parsed stays a file.
            return part.parts.isEmpty ? [.attachment(part)] : [.mail(part, part.parts.flatMap(pieces))]
        case "multipart/alternative": return alternative(part)
        case "multipart/encrypted": return [.sealed(part)]
        case let type where type.hasPrefix("multipart/"): return part.parts.flatMap(pieces)
        case "application/pkcs7-mime", "application/x-pkcs7-mime": return [.sealed(part)]
        case "text/plain":
            return [.text(part, isFile: part.disposition == "attachment" || part.name != nil)]
        case "text/html" where part.disposition != "attachment": return [.text(part, isFile: false)]
        default: return [.attachment(part)]
        }
    }

    /// Plain text and HTML side by side; what else there is (pictures of the HTML, a calendar) is attached.
    private static func alternative(_ part: MailPart) -> [Piece] {
        let pieces = part.parts.flatMap(pieces)
        let texts = pieces.compactMap { piece -> MailPart? in
            if case .text(let text, isFile: false) = piece { text } else { nil }
        }
        guard let plain = texts.first(where: { $0.type == "text/plain" }),
            let html = texts.first(where: { $0.type == "text/html" })
        else { return pieces }
        let others = pieces.filter { piece in
            guard case .text(let text, isFile: false) = piece else { return true }
            return text.number != plain.number && text.number != html.number
        }
        return [.alternative(plain: plain, html: html)] + others
    }
}

extension MailPart {
    /// How many parts there are, this one counted.
    var count: Int { parts.reduce(1) { $0 + $1.count } }

    /// How many levels of parts there are.
    var depth: Int { 1 + (parts.map(\.depth).max() ?? 0) }
}
