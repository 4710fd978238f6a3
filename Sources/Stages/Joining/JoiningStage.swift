public import ComplaintModel
public import PipelineContract

/// Puts the parts of long messages together, and the messages that a sender wrote one after the other.
///
/// Each message waits here as an item of its own until its conversation is whole or due; then the one at hand goes on for
/// all of them. What comes later than that is joined to it, which begins a new round.
public struct JoiningStage: Stage {
    /// The queue it reads.
    public let queue = QueueName.join
    private let memory: PartMemory
    private let evidence: any EvidenceKeeping
    private let account: any ArrivalAccount
    private let settings: JoiningSettings

    /// Joins what `evidence` keeps, by what `memory` and the house's `account` know.
    public init(
        memory: PartMemory, evidence: any EvidenceKeeping, account: any ArrivalAccount,
        settings: JoiningSettings = JoiningSettings()
    ) {
        (self.memory, self.evidence, self.account, self.settings) = (memory, evidence, account, settings)
    }

    /// Decides on a message.
    public func process(_ arrival: Arrival, context: StageContext) async throws -> Outcome {
        if try !memory.isComplete() { try makeMemory(at: context.now) }
        guard let message = try message(of: arrival) else { return unread(arrival, context.item) }
        let facts = message.facts
        if try !account.arrivals(joinedInto: facts.item).isEmpty { return try goOn(message, with: [], context) }
        if let original = try memory.original(of: facts) {
            try memory.forget(facts.item)
            return .repeated(of: original)
        }
        if let carrier = try memory.remember(facts) {
            return carrier == facts.item
                ? try goOn(message, with: [], context) : try late(message, for: carrier, context)
        }
        let horizon = arrival.receivedAt.adding(seconds: -settings.lateSeconds)
        if let carrier = try memory.carrier(ofLate: facts, since: horizon) {
            try memory.close([facts.item], as: carrier, forgettingBefore: horizon)
            return try late(message, for: carrier, context)
        }
        if let wait = try wait(of: facts, at: context.now) { return wait }
        // It is due by what was seen; what stands further behind in the queues may belong to it too.
        try seeAhead()
        if let wait = try wait(of: facts, at: context.now) { return wait }
        return try goOn(message, with: try memory.waiting(in: facts.conversation), context)
    }

    /// For how long a message waits for its fellows; nil where it is due.
    private func wait(of facts: MessageFacts, at now: Timestamp) throws -> Outcome? {
        guard let conversation = Conversation(try memory.waiting(in: facts.conversation)) else { return nil }
        let rest = conversation.due(by: settings).seconds(since: now)
        return rest > 0 ? .wait(seconds: rest, for: conversation.waitsFor) : nil
    }

    /// Remembers the messages that were taken in but have not come here: after a stop they may be many.
    private func seeAhead() throws {
        guard let newest = try memory.newest() else { return }
        for arrival in try account.arrivalsInFlight(by: .sms, since: newest) {
            if let facts = try message(of: arrival)?.facts { _ = try memory.remember(facts) }
        }
    }

    // MARK: Going on

    /// Lets the message at hand go on for all that belong to it: by the ledger, by an earlier decision that a crash cut
    /// short, and by this one.
    private func goOn(_ message: Message, with waiting: [MessageFacts], _ context: StageContext) throws -> Outcome {
        let (item, facts) = (message.facts.item, message.facts)
        _ = try memory.remember(facts)
        let horizon = facts.receivedAt.adding(seconds: -settings.lateSeconds)
        try memory.close(waiting.map(\.item) + [item], as: item, forgettingBefore: horizon)
        let settled = try account.arrivals(joinedInto: item)
        let decided = try memory.messages(in: item).map(\.item).filter { $0 != item }
        let fresh = try decided.filter { try account.isInFlight($0) }
        var messages = [item: message]
        for arrival in try settled + fresh.compactMap({ try account.arrival($0.arrival) }) {
            if let other = try self.message(of: arrival) { messages[other.facts.item] = other }
        }
        guard let conversation = Conversation(messages.values.map(\.facts)) else {
            return .quarantine(reason: "The message is in no conversation, not even its own.")
        }
        let joined = JoinedText(conversation, messages)
        let others = messages.keys.filter { $0 != item }.sorted()
        let order = joined.order + others.filter { !joined.order.contains($0) }
        let document = Document(
            item: context.item, arrival: message.arrival, pages: [], text: joined.text, doubts: joined.doubts,
            joined: order.filter { $0 != item }.compactMap { messages[$0]?.arrival })
        let transcript = Transcript(document: document, readings: [], doubts: document.doubts)
        return .join(Parcel(to: .normalise, item: context.item, payload: transcript), absorbing: fresh)
    }

    /// Joins a message to an item that went on, or is going on, without it.
    private func late(_ message: Message, for carrier: ItemID, _ context: StageContext) throws -> Outcome {
        switch try account.standing(of: carrier) {
        case .coming: return .wait(seconds: 2, for: "\(carrier), of which it is a part")
        case .joined(let other), .repeated(let other): return try late(message, for: other, context)
        case .wentOn:
            guard let arrival = try account.arrival(carrier.arrival) else {
                return orphan(message, of: carrier, context.item)
            }
            return .amend(Parcel(to: .join, item: carrier, payload: arrival))
        case .ended, nil: return orphan(message, of: carrier, context.item)
        }
    }

    /// To an operator: the item it belongs to cannot take it up any more.
    private func orphan(_ message: Message, of carrier: ItemID, _ item: ItemID) -> Outcome {
        var words = MessageText()
        words.append(message.record)
        words.finish()
        let doubts = [Doubt.orphan(message.facts, of: carrier)]
        let document = Document(item: item, arrival: message.arrival, pages: [], text: words.text, doubts: doubts)
        return .hold(ReviewCase(subject: .document(document), doubts: doubts))
    }

    // MARK: Reading

    private func message(of arrival: Arrival) throws -> Message? {
        let bytes = try evidence.read(arrival.artefact.sha256)
        return (try? SMSRecord(json: bytes)).map { Message(arrival, $0) }
    }

    private func unread(_ arrival: Arrival, _ item: ItemID) -> Outcome {
        let doubt = Doubt(
            .unopened,
            detail: "The record of the message cannot be read by this version. Look at the evidence with "
                + "`rongthuk explain`, and type the text.")
        return .hold(
            ReviewCase(
                subject: .document(Document(item: item, arrival: arrival, pages: [], doubts: [doubt])), doubts: [doubt])
        )
    }

    /// Makes a new or lost memory from the ledger and the evidence.
    private func makeMemory(at now: Timestamp) throws {
        let since = now.adding(seconds: -settings.lateSeconds)
        let known = try account.arrivals(by: .sms, since: since).compactMap {
            entry -> (facts: MessageFacts, carrier: ItemID?)? in
            guard let facts = try message(of: entry.arrival)?.facts else { return nil }
            return switch entry.standing {
            case .coming: (facts, nil)
            case .wentOn, .ended: (facts, facts.item)
            case .joined(let carrier): (facts, carrier)
            case .repeated: nil
            }
        }
        try memory.fill(with: known, at: now)
    }
}
