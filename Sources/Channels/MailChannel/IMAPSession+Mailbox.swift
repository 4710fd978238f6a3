/// What SELECT tells of a mailbox.
struct SelectedMailbox: Sendable, Hashable {
    /// UIDs mean something only together with it.
    var uidValidity: UInt32 = 0
    /// The UID that the next message will have at the least, where the server says.
    var uidNext: UInt32?
    /// The number of the last change (CONDSTORE, RFC 7162), where the server counts.
    var highestChange: UInt64?
    /// Whether new keywords may be set.
    var allowsKeywords = true
    /// Whether nothing may be changed.
    var isReadOnly = false
}

/// A message as it stands in a listing.
struct ListedMail: Sendable, Hashable {
    let uid: UInt32
    /// RFC822.SIZE.
    let size: Int
}

extension IMAPSession {
    /// The most messages of a listing; no mailbox of complaints has so many, and memory has an end.
    private static let listingLimit = 5_000_000

    /// Opens a mailbox.
    func select(_ mailbox: String) throws -> SelectedMailbox {
        var selected = SelectedMailbox()
        let counts = !capabilities.isDisjoint(with: ["CONDSTORE", "QRESYNC"])
        let name = Command.Argument.string(MailboxName.encoded(mailbox))
        let command =
            counts
            ? Command("SELECT", name, .plain("(CONDSTORE)"), offering: capabilities)
            : Command("SELECT", name, offering: capabilities)
        let end = try opening(mailbox, command) { response in
            guard case .status(_, let status) = response, let argument = status.argument else { return }
            switch status.code {
            case "UIDVALIDITY": selected.uidValidity = UInt32(argument) ?? 0
            case "UIDNEXT": selected.uidNext = UInt32(argument)
            case "HIGHESTMODSEQ": selected.highestChange = UInt64(argument)
            case "PERMANENTFLAGS": selected.allowsKeywords = argument.contains("\\*")
            default: break
            }
        }
        selected.isReadOnly = end.code == "READ-ONLY"
        guard selected.uidValidity > 0 else {
            throw MailFault(
                .refused(code: nil), "The mail server gives this folder no lasting numbers (UIDVALIDITY): use another.")
        }
        return selected
    }

    private func opening(_ mailbox: String, _ command: Command, _ heard: (Response) -> Void) throws -> Status {
        do { return try run(command, heard) } catch let fault as MailFault where fault.isRefusal {
            throw MailFault(fault.kind, "The folder \(mailbox) cannot be opened: is the name right? \(fault)")
        }
    }

    /// The messages from a UID on, by UID.
    func list(from uid: UInt32) throws -> [ListedMail] {
        acknowledgeNews()
        guard messageCount > 0 else { return [] }
        // `n:*` names the last message even where its UID is lower.
        return try list("\(uid):*").filter { $0.uid >= uid }
    }

    /// Those of some messages that are there, by UID.
    func list(_ uids: UIDSet) throws -> [ListedMail] {
        uids.isEmpty || messageCount == 0 ? [] : try list(uids.description)
    }

    private func list(_ set: String) throws -> [ListedMail] {
        var listing: [ListedMail] = []
        try run(Command("UID FETCH", .plain(set), .plain("(UID RFC822.SIZE)"))) { response in
            guard case .fetched(let mail) = response, let uid = mail.uid, let size = mail.size else { return }
            guard uid > 0, listing.count < Self.listingLimit else { throw MailFault.violation("a listing has no end") }
            listing.append(ListedMail(uid: uid, size: size))
        }
        listing.sort { $0.uid < $1.uid }
        // A server may tell a message twice where something changes meanwhile.
        return listing.indices.filter { $0 == 0 || listing[$0 - 1].uid < listing[$0].uid }.map { listing[$0] }
    }

    /// The raw bytes of messages, each handed over as it comes; none is marked as seen.
    func fetch(_ uids: UIDSet, atMost limit: Int, _ receive: (UInt32, [UInt8]) -> Void) throws {
        try fetch(uids, "BODY.PEEK[]", limit, receive)
    }

    /// The head of one message, cut after `limit` bytes; nil where the message is gone.
    func head(of uid: UInt32, atMost limit: Int) throws -> [UInt8]? {
        var head: [UInt8]?
        try fetch(UIDSet([uid]), "BODY.PEEK[HEADER]<0.\(limit)>", limit) { head = $1 }
        return head
    }

    private func fetch(_ uids: UIDSet, _ part: String, _ limit: Int, _ receive: (UInt32, [UInt8]) -> Void) throws {
        let wanted = Set(uids.uids)
        let command = Command("UID FETCH", .plain(uids.description), .plain("(UID \(part))"))
        try run(command, literalLimit: limit) { response in
            guard case .fetched(let mail) = response, let uid = mail.uid, let body = mail.body else { return }
            guard wanted.contains(uid) else { throw MailFault.violation("it sends a message that nobody asked for") }
            receive(uid, body)
        }
    }

    /// Marks messages with a keyword.
    func mark(_ uids: UIDSet, with keyword: String) throws {
        try run(Command("UID STORE", .plain(uids.description), .plain("+FLAGS.SILENT (\(keyword))")))
    }

    /// Moves messages to another mailbox, making it where there is none.
    func move(_ uids: UIDSet, to mailbox: String) throws {
        let name = Command.Argument.string(MailboxName.encoded(mailbox))
        func attempt() throws {
            if capabilities.contains("MOVE") {
                try run(Command("UID MOVE", .plain(uids.description), name, offering: capabilities))
            } else {
                try run(Command("UID COPY", .plain(uids.description), name, offering: capabilities))
                try mark(uids, with: "\\Deleted")
                // Without UIDPLUS an expunge would take what others marked as deleted, too.
                guard capabilities.contains("UIDPLUS") else { return }
                try run(Command("UID EXPUNGE", .plain(uids.description)))
            }
        }
        do {
            try attempt()
        } catch let fault as MailFault where fault.kind == .refused(code: "TRYCREATE") {
            try run(Command("CREATE", name, offering: capabilities))
            try attempt()
        }
    }

    /// Asks for news without waiting for any.
    func poll() throws { try run(Command("NOOP")) }

    /// Says goodbye.
    func logout() throws {
        do { try run(Command("LOGOUT")) } catch let fault as MailFault where fault.kind == .farewell {}
    }
}
