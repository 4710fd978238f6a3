/// A session with a mail server: asks one thing at a time and waits for the answer, blocking its thread.
final class IMAPSession {
    private let channel: any ByteChannel
    private let patience: Patience
    private var dialogue = Dialogue()
    /// What the server can do, in capitals.
    private(set) var capabilities: Set<String> = []
    /// How many messages the selected mailbox has, as last heard.
    private(set) var messageCount = 0
    /// Whether the server spoke of new messages since they were last listed.
    private(set) var hasNews = false

    init(_ channel: any ByteChannel, patience: Patience = Patience()) throws {
        (self.channel, self.patience) = (channel, patience)
        try run(Command("CAPABILITY")) { [self] response in
            if case .capabilities(let words) = response { capabilities = Set(words) }
        }
    }

    /// Forgets that there was news; for whoever looks now.
    func acknowledgeNews() { hasNews = false }

    /// Runs a command to its end; what the server says meanwhile is `heard`, no literal larger than `literalLimit` bytes.
    ///
    /// - Throws: `MailFault`; where it `isRefusal` the session goes on, after any other it must not be used.
    @discardableResult func run(
        _ command: Command, literalLimit: Int = ResponseReader.lineLimit, _ heard: (Response) throws -> Void = { _ in }
    ) throws -> Status {
        dialogue.reader.literalLimit = literalLimit
        try channel.send(dialogue.begin(command))
        var watch = AnswerWatch(patience)
        while true {
            switch try nextEvent(&watch) {
            case .send(let bytes): try channel.send(bytes)
            case .idling: throw MailFault.violation("it waits for what nobody announced")
            case .untagged(let response):
                note(response)
                try heard(response)
            case .completed(let status): return status
            }
        }
    }

    /// Lets the server tell of news (RFC 2177), at most so many seconds.
    func idle(atMost seconds: Double) throws {
        try channel.send(dialogue.begin(Command("IDLE")))
        let end = ContinuousClock.now + .seconds(seconds)
        var watch = AnswerWatch(patience)
        var (isIdling, isEnding) = (false, false)
        while true {
            if isIdling, !isEnding, hasNews || ContinuousClock.now >= end {
                try channel.send(Dialogue.endOfIdling)
                isEnding = true
                watch = AnswerWatch(patience)
            }
            guard let event = try dialogue.next() else {
                if isIdling, !isEnding {
                    if let bytes = try channel.receive(within: max(0, (end - ContinuousClock.now) / .seconds(1))) {
                        dialogue.receive(bytes)
                    }
                } else {
                    try listen(&watch)
                }
                continue
            }
            switch event {
            case .idling: isIdling = true
            case .untagged(let response): note(response)
            case .completed: return
            case .send: throw MailFault.violation("it waits for what nobody announced")
            }
        }
    }

    private func nextEvent(_ watch: inout AnswerWatch) throws -> Dialogue.Event {
        while true {
            if let event = try dialogue.next() { return event }
            try listen(&watch)
        }
    }

    private func listen(_ watch: inout AnswerWatch) throws {
        let left = watch.left
        guard left > 0, let bytes = try channel.receive(within: min(patience.silenceSeconds, left)) else {
            throw MailFault(.silence, "The mail server has not answered for too long; it is called again.")
        }
        watch.count(bytes.count)
        dialogue.receive(bytes)
    }

    private func note(_ response: Response) {
        switch response {
        case .exists(let count):
            if count > messageCount { hasNews = true }
            messageCount = count
        case .expunged: messageCount = max(0, messageCount - 1)
        default: break
        }
    }
}

/// How long an answer may still take: a server that dribbles is given up as one that is silent.
private struct AnswerWatch {
    private let patience: Patience
    private let start = ContinuousClock.now
    private var bytes = 0

    init(_ patience: Patience) { self.patience = patience }

    mutating func count(_ bytes: Int) { self.bytes += bytes }

    /// Seconds.
    var left: Double {
        let allowed = patience.answerSeconds + Double(bytes) / patience.leastBytesPerSecond
        return max(0, allowed - (ContinuousClock.now - start) / .seconds(1))
    }
}
