/// How far a mailbox was taken in: every message below `next` is in the house, gone, or owed.
struct MailboxCursor: Codable, Sendable, Hashable {
    /// Which mailbox of which account this is about.
    var account: String
    /// The numbering that UIDs belong to.
    var uidValidity: UInt32 = 0
    /// The lowest UID that was never looked at; one more than a UID can be where all were.
    var next: UInt64 = 1
    /// The number of the last change when the mailbox was last opened, where the server counts.
    var highestChange: UInt64?
    /// Messages that could not be fetched when it was their turn.
    var unfetched = UIDSet()
    /// Messages that are in the house, but could not be marked or moved.
    var unmarked = UIDSet()
    /// Whether messages may come again under other UIDs, and must be known by their bytes.
    var isReconciling = false

    private enum CodingKeys: String, CodingKey {
        case account, next, unfetched, unmarked
        case uidValidity = "uid_validity"
        case highestChange = "highest_change"
        case isReconciling = "reconciling"
    }

    /// What opening the mailbox showed.
    enum Meeting: Sendable, Hashable {
        /// It goes on where it ended.
        case goesOn
        /// Nothing is known of it: all is taken.
        case new
        /// UIDs have another meaning now: all is looked at again.
        case renumbered
    }

    /// Compares what is remembered with the mailbox as it was opened, and starts anew where UIDs mean something else.
    ///
    /// A server that was set back to an older state gives UIDs again that were in use; it shows in UIDNEXT, or in the
    /// count of changes (CONDSTORE). QRESYNC would tell what changed of messages that are known; they are of no concern.
    mutating func meet(_ mailbox: SelectedMailbox, of account: String) -> Meeting {
        let isSetBack =
            mailbox.uidNext.map { UInt64($0) < next } ?? false
            || (highestChange ?? 0) > (mailbox.highestChange ?? .max)
        let isNew = uidValidity == 0
        guard isNew || isSetBack || account != self.account || mailbox.uidValidity != uidValidity else {
            highestChange = mailbox.highestChange ?? highestChange
            return .goesOn
        }
        self = MailboxCursor(
            account: account, uidValidity: mailbox.uidValidity, highestChange: mailbox.highestChange,
            isReconciling: true)
        return isNew ? .new : .renumbered
    }
}
