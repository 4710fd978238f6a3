/// One response of an IMAP server (RFC 3501, section 7), as far as this channel needs to know it.
enum Response: Sendable, Hashable {
    /// `+`: the server waits for the rest of a command.
    case proceed
    /// How a command ended, or, without a tag, what the server has to say.
    case status(tag: String?, Status)
    /// What the server can do, in capitals.
    case capabilities([String])
    /// How many messages the mailbox has now.
    case exists(Int)
    /// One message, or one that the server keeps no more, is gone from the numbering.
    case expunged
    /// What is known of a message.
    case fetched(Fetched)
    /// Anything else, of no concern here.
    case other
}

/// `OK`, `NO`, `BAD`, `BYE` or `PREAUTH` with its code; the human text is left out, for it may say anything.
struct Status: Sendable, Hashable {
    enum Condition: String, Sendable {
        case done = "OK"
        case refused = "NO"
        case misunderstood = "BAD"
        case farewell = "BYE"
        case alreadyLoggedIn = "PREAUTH"
    }
    let condition: Condition
    /// The first word in the brackets, in capitals: letters, digits and `-` only.
    var code: String?
    /// What follows it in the brackets.
    var argument: String?
}

/// What a FETCH response says of a message.
struct Fetched: Sendable, Hashable {
    var uid: UInt32?
    /// RFC822.SIZE, in bytes; servers are known to be a little wrong.
    var size: Int?
    /// The bytes of BODY[…].
    var body: [UInt8]?
}
