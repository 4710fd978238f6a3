public import ComplaintModel
public import PipelineContract
public import Spool

/// What operators do with items that wait: look, take, decide.
///
/// A decision is made once: it needs the lease of the item, and it sends the item on in a new round, so that an entry
/// of the round before, brought back by a crash, is dropped as stale.
public struct ReviewDesk: Sendable {
    /// An item that waits.
    public struct Waiting: Codable, Sendable, Hashable {
        /// The item.
        public let item: ItemID
        /// When its arrival was taken in.
        public let receivedAt: Timestamp
        /// The kind of way it came in by.
        public let channel: ChannelKind
        /// The kinds of doubt, most of them first.
        public let doubts: [Doubt]
        /// Who has it in hand, if anybody.
        public let lease: Lease?

        private enum CodingKeys: String, CodingKey {
            case item, channel, doubts, lease
            case receivedAt = "received_at"
        }
    }

    private let spool: SpoolDirectory
    private let leases: LeaseBook
    private let events: any EventSink

    /// Opens the desk of a spool.
    public init(_ spool: SpoolDirectory, events: any EventSink) throws {
        (self.spool, self.events) = (spool, events)
        leases = try LeaseBook(folder: "\(spool.path)/leases", clock: spool.clock)
    }

    // MARK: Looking

    /// The items that wait, oldest first.
    public func waiting() throws -> [Waiting] {
        let queue = spool.queue(.review)
        return try queue.entries(in: .held).compactMap { entry in
            guard let item = entry.item else { return nil }
            let (envelope, reviewCase) = try queue.read(ReviewCase.self, of: entry)
            return Waiting(
                item: item, receivedAt: envelope.receivedAt, channel: reviewCase.document.arrival.channel,
                doubts: reviewCase.doubts, lease: try leases.lease(of: item))
        }
    }

    /// The case of an item that waits.
    ///
    /// - Throws: `ReviewError.notWaiting` where it does not (any more).
    public func reviewCase(of item: ItemID) throws -> ReviewCase { try held(item).reviewCase }

    // MARK: Deciding

    /// Takes an item into an operator's hands for a time, so that nobody else works on it.
    public func take(_ item: ItemID, by operatorName: String, minutes: Int = 15) throws -> Lease {
        _ = try held(item)
        return try leases.take(item, by: operatorName, minutes: minutes)
    }

    /// Gives an item back undecided.
    public func release(_ item: ItemID, by operatorName: String) throws {
        try leases.whileHolding(item, by: operatorName) {}
    }

    /// Files an item as it was read.
    public func accept(_ item: ItemID, by operatorName: String) throws {
        try leases.whileHolding(item, by: operatorName) {
            let (entry, envelope, reviewCase) = try held(item)
            guard case .judgement(let judgement) = reviewCase.subject else { throw ReviewError.nothingToAccept(item) }
            let record = ReviewRecord(operatorName: operatorName, decidedAt: spool.clock(), decision: .accepted)
            let accepted = Judgement(draft: judgement.draft, verdict: judgement.verdict, doubts: [], review: record)
            try sendOn(entry, envelope, to: .file, accepted, record)
        }
    }

    /// Sets the text of an item right; the corrected text goes round again from normalisation.
    public func correct(_ item: ItemID, by operatorName: String, edit: (ReviewCase) throws -> String) throws {
        try leases.whileHolding(item, by: operatorName) {
            let (entry, envelope, reviewCase) = try held(item)
            let text = try edit(reviewCase)
            guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
                throw ReviewError.emptyText(item)
            }
            let record = ReviewRecord(
                operatorName: operatorName, decidedAt: spool.clock(), decision: .corrected, text: text)
            let transcript = Transcript(
                document: reviewCase.document, readings: reviewCase.readings, review: record, doubts: [])
            try sendOn(entry, envelope, to: .normalise, transcript, record)
        }
    }

    /// Decides that an item is no complaint; it is counted, and its evidence stays.
    public func reject(_ item: ItemID, by operatorName: String, reason: String) throws {
        try leases.whileHolding(item, by: operatorName) {
            let (entry, envelope, _) = try held(item)
            let now = spool.clock()
            try spool.ledger.append("rejected by \(operatorName)", of: item, detail: reason, at: now)
            try spool.ledger.record(.rejected, of: item, round: envelope.round, reason: reason, at: now)
            try spool.queue(.review).finish(entry, from: .held)
            events.emit(PipelineEvent(.itemRejected, queue: .review, item: item.rawValue))
        }
    }

    /// Order: the new round's entry is durable, then the ledger knows, then the held entry goes.
    private func sendOn(
        _ entry: QueueEntry, _ envelope: Envelope, to queue: QueueName, _ payload: any Encodable, _ record: ReviewRecord
    ) throws {
        let now = spool.clock()
        let next = envelope.nextRound()
        try spool.queue(queue).enqueue(next, payload)
        try spool.ledger.append(
            "\(record.decision.rawValue) by \(record.operatorName)", of: envelope.item, detail: nil, at: now)
        try spool.ledger.record(.inFlight, of: envelope.item, round: next.round, at: now)
        try spool.queue(.review).finish(entry, from: .held)
        events.emit(PipelineEvent(.itemAdvanced, queue: .review, item: envelope.item.rawValue))
    }

    private func held(_ item: ItemID) throws -> (entry: QueueEntry, envelope: Envelope, reviewCase: ReviewCase) {
        let queue = spool.queue(.review)
        guard let entry = try queue.entries(in: .held).first(where: { $0.item == item }),
            let known = try spool.ledger.item(item)
        else { throw ReviewError.notWaiting(item) }
        let (envelope, reviewCase) = try queue.read(ReviewCase.self, of: entry)
        // A decision that a crash cut short has sent the item on already: the ledger or the next queue knows.
        guard envelope.round == known.round, known.state == .held || known.state == .inFlight else {
            throw ReviewError.notWaiting(item)
        }
        return (entry, envelope, reviewCase)
    }
}

extension ReviewCase {
    /// What was read of the pages, where anything was.
    public var readings: [PageReading] {
        switch subject {
        case .document: []
        case .judgement(let judgement): judgement.draft.normalised.transcript.readings
        }
    }

    /// The raw text as it stands, for an operator to set right; empty where nothing was read.
    public var text: String {
        switch subject {
        case .document(let document): document.text ?? ""
        case .judgement(let judgement): judgement.draft.normalised.transcript.text
        }
    }
}

/// Why a decision was not taken.
public enum ReviewError: Error, Sendable, Hashable, CustomStringConvertible {
    case notWaiting(ItemID)
    case leased(ItemID, to: String, until: Timestamp)
    case nothingToAccept(ItemID)
    case emptyText(ItemID)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .notWaiting(let item):
            "\(item) does not wait for an operator (any more); `rongthuk review list` shows what does."
        case .leased(let item, let holder, let until):
            "\(item) is in the hands of \(holder) until \(until)."
        case .nothingToAccept(let item):
            "\(item) has no text to accept: type it with `rongthuk review correct`, or reject it with a reason."
        case .emptyText(let item):
            "The text for \(item) is empty: a letter without words cannot be filed; reject it with a reason instead."
        }
    }
}
