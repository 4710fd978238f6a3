/// What a look at a mailbox found, for whoever sets it up.
public struct MailboxExamination: Sendable, Hashable {
    /// How many messages there are.
    public let messages: Int
    /// Whether the server tells of news by itself (IDLE).
    public let tellsOfNews: Bool
    /// Whether messages can be moved in one step (MOVE).
    public let movesAtOnce: Bool
    /// Why the configured action cannot be done, in a sentence; nil where it can.
    public let hindrance: String?

    /// Logs in, opens the mailbox, changes nothing, and leaves; blocks its thread meanwhile.
    ///
    /// - Throws: `MailFault` with what is in the way.
    public init(of configuration: MailConfiguration) throws {
        let account = configuration.account
        let connection = try CurlConnection(
            account, secret: account.fetchSecret(), patience: configuration.patience, interrupt: Interrupt())
        let session = try IMAPSession(connection, patience: configuration.patience)
        let mailbox = try session.select(account.folder)
        messages = session.messageCount
        tellsOfNews = session.capabilities.contains("IDLE")
        movesAtOnce = session.capabilities.contains("MOVE")
        hindrance = Self.hindrance(configuration.afterTaking, mailbox)
        try session.logout()
    }

    static func hindrance(_ action: MailConfiguration.AfterTaking, _ mailbox: SelectedMailbox) -> String? {
        if action == .leave { return nil }
        if mailbox.isReadOnly {
            return "The folder may only be read: let the account change it, or set after_taking: leave."
        }
        if case .mark = action, !mailbox.allowsKeywords {
            return "The server keeps no new keywords in this folder: set after_taking: move or leave."
        }
        return nil
    }
}
