public import Secrets

/// A mailbox of a server, and how to be let in.
public struct MailAccount: Sendable, Hashable {
    /// How the connection is encrypted; there is none without.
    public enum Security: String, Sendable, CaseIterable {
        /// From the first byte (usually port 993).
        case tls
        /// After asking for it (usually port 143); a server that does not offer it is left at once.
        case starttls
    }
    /// How the server is convinced.
    public enum Login: String, Sendable, CaseIterable {
        /// By a password.
        case password
        /// By an OAuth 2 bearer token (RFC 6750, RFC 7628).
        case bearer
    }

    /// The server's name, as in its certificate.
    public var host: String
    /// The server's port.
    public var port: Int
    /// How the connection is encrypted.
    public var security: Security
    /// Who we are.
    public var user: String
    /// How we prove it.
    public var login: Login
    /// Where password or token come from; asked anew for every connection.
    public var secret: SecretOrigin
    /// A file with the authorities that may vouch for the server; nil for the system's.
    public var authorities: String?
    /// The proxy to go through, as a URL; nil for none.
    public var proxy: String?
    /// The mailbox, as people write it: `INBOX`, `ร้องเรียน`.
    public var folder: String

    /// Describes a mailbox.
    public init(
        host: String, port: Int, security: Security = .tls, user: String, login: Login = .password,
        secret: SecretOrigin, authorities: String? = nil, proxy: String? = nil, folder: String = "INBOX"
    ) {
        (self.host, self.port, self.security) = (host, port, security)
        (self.user, self.login, self.secret) = (user, login, secret)
        (self.authorities, self.proxy, self.folder) = (authorities, proxy, folder)
    }

    func fetchSecret() throws(MailFault) -> String {
        do throws(SecretFault) { return try secret.fetch() } catch { throw MailFault(.login, error.description) }
    }
}

/// How a mailbox is watched: one entry of `sources:` in a pipeline.
public struct MailConfiguration: Sendable, Hashable {
    /// What becomes of a mail on the server once it is safely in the house.
    public enum AfterTaking: Sendable, Hashable {
        /// It stays as it is.
        case leave
        /// It is marked with a keyword.
        case mark(keyword: String)
        /// It moves to another folder.
        case move(folder: String)
    }

    /// The mailbox.
    public var account: MailAccount
    /// What becomes of a mail on the server once it is taken.
    public var afterTaking = AfterTaking.leave
    /// The largest mail that is taken whole; of a larger one only the head is.
    public var maximumMailBytes = 25 << 20
    /// How often a server is asked for news that does not tell by itself (no IDLE).
    public var pollSeconds = 4.0
    /// How long a server may be silent while it should tell of news by itself, before it is asked.
    public var idleSeconds = 300.0
    var patience = Patience()

    /// Watches a mailbox with the usual settings.
    public init(account: MailAccount) { self.account = account }
}
