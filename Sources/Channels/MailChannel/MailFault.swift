/// Why a mailbox could not be read just now: a sentence for the administrator, without anything a stranger wrote.
public struct MailFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of faults, as far as anybody must tell them apart.
    enum Kind: Sendable, Hashable {
        /// The way to the server: names, network, proxy, a connection that was cut.
        case connection
        /// The server could not prove who it is, or offers no encryption.
        case certificate
        /// The server does not let us in, or there is no password to offer.
        case login
        /// The server said what no server may say.
        case violation
        /// Nothing, or next to nothing, came for too long.
        case silence
        /// The server said goodbye.
        case farewell
        /// The server answered NO or BAD to a command; the session goes on. The code stood in brackets.
        case refused(code: String?)
        /// A message has more bytes than are taken.
        case literalTooLarge(Int)
    }
    let kind: Kind
    /// What happened and what to do.
    public let description: String

    init(_ kind: Kind, _ description: String) { (self.kind, self.description) = (kind, description) }

    static func violation(_ what: String) -> MailFault {
        MailFault(.violation, "The mail server's answer is no IMAP (\(what)); it is asked again.")
    }

    var isRefusal: Bool { if case .refused = kind { true } else { false } }
}
