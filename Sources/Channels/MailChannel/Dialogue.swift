/// The talk with a server after login, one command at a time: a machine that is told what came and says what to send.
struct Dialogue {
    /// What happened.
    enum Event: Sendable, Hashable {
        /// These bytes are to be sent: the server waited for them.
        case send([UInt8])
        /// The server has accepted IDLE and will tell of changes.
        case idling
        /// Something the server says by itself, or as a part of its answer.
        case untagged(Response)
        /// The command is done.
        case completed(Status)
    }

    private struct Outstanding {
        let tag: String
        let name: String
        var rest: ArraySlice<[UInt8]>
        var isIdle: Bool { name == "IDLE" }
    }

    /// How responses are cut out; its limits may be set before a command.
    var reader = ResponseReader()
    private var count = 0
    private var outstanding: Outstanding?

    /// Begins a command and says what to send.
    mutating func begin(_ command: Command) -> [UInt8] {
        precondition(outstanding == nil, "one command at a time")
        count += 1
        let tag = "r\(count)"
        outstanding = Outstanding(tag: tag, name: command.name, rest: command.parts[1...])
        return Array("\(tag) ".utf8) + command.parts[0]
    }

    /// What to send so that IDLE ends (RFC 2177).
    static let endOfIdling = Array("DONE\r\n".utf8)

    /// Hands over what came.
    mutating func receive(_ bytes: [UInt8]) { reader.feed(bytes) }

    /// What happened next, or nil until more has come.
    mutating func next() throws(MailFault) -> Event? {
        guard let pieces = try reader.next() else { return nil }
        switch try ResponseParser.parse(pieces) {
        case .proceed: return try proceed()
        case .status(nil, let status) where status.condition == .farewell:
            throw MailFault(.farewell, "The mail server ended the session; it is called again.")
        case .status(let tag?, let status): return try complete(tag, status)
        case let response: return .untagged(response)
        }
    }

    private mutating func proceed() throws(MailFault) -> Event {
        if let part = outstanding?.rest.popFirst() { return .send(part) }
        guard outstanding?.isIdle == true else { throw .violation("it waits for what nobody announced") }
        return .idling
    }

    private mutating func complete(_ tag: String, _ status: Status) throws(MailFault) -> Event {
        guard let command = outstanding, command.tag == tag else {
            throw .violation("it answers what was not asked")
        }
        outstanding = nil
        switch status.condition {
        case .done: return .completed(status)
        case .refused, .misunderstood:
            throw MailFault(
                .refused(code: status.code),
                "The mail server refuses \(command.name)\(status.code.map { " with \($0)" } ?? "").")
        case .farewell, .alreadyLoggedIn: throw .violation("a command ends as none can")
        }
    }
}
