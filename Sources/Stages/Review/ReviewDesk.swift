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
        leases = try LeaseBook(spool)
    }

    // MARK: Looking

    /// The items that wait, oldest first; a record that is damaged is put into quarantine.
    public func waiting() throws -> [Waiting] {
        try spool.reopenAll()
        let queue = spool.queue(.review)
        return try queue.entries(in: .held).compactMap { entry in
            guard let item = entry.item, let known = try spool.ledger.item(item), entry.waits(known) else { return nil }
            do {
                let (envelope, reviewCase) = try queue.read(ReviewCase.self, of: entry)
                return Waiting(
                    item: item, receivedAt: envelope.receivedAt, channel: reviewCase.document.arrival.channel,
                    doubts: reviewCase.doubts, lease: try leases.lease(of: item))
            } catch let error as SpoolError where error.code == .missing {
                // A colleague has decided just now.
                return nil
            } catch let error where !SpoolDirectory.isFaultOfTheHouse(error) {
                try spool.setAside(entry, from: .held, of: queue, reason: "\(error)", events: events)
                return nil
            }
        }
    }

    /// The case of an item that waits.
    ///
    /// - Throws: `ReviewError.notWaiting` where it does not (any more).
    public func reviewCase(of item: ItemID) throws -> ReviewCase { try held(item).reviewCase }

    // MARK: Deciding

    /// Takes an item into an operator's hands for a time, 1 to 480 minutes, so that nobody else works on it.
    public func take(_ item: ItemID, by operatorName: String, minutes: Int = 15) throws -> Lease {
        try leases.take(item, by: operatorName, minutes: minutes) {
            try spool.reopen(item)
            _ = try held(item)
        }
    }

    /// Gives an item back undecided.
    public func release(_ item: ItemID, by operatorName: String) throws {
        try leases.whileHolding(item, by: operatorName) {}
    }

    /// Files an item as it was read.
    public func accept(_ item: ItemID, by operatorName: String) throws {
        try decide(item, by: operatorName) { entry, envelope, reviewCase in
            guard case .judgement(let judgement) = reviewCase.subject else { throw ReviewError.nothingToAccept(item) }
            let record = ReviewRecord(operatorName: operatorName, decidedAt: spool.clock(), decision: .accepted)
            let accepted = Judgement(draft: judgement.draft, verdict: judgement.verdict, doubts: [], review: record)
            try sendOn(entry, envelope, to: .file, accepted, record)
        }
    }

    /// Sets the text of an item right; the corrected text goes round again from normalisation.
    public func correct(_ item: ItemID, by operatorName: String, edit: (ReviewCase) throws -> String) throws {
        try decide(item, by: operatorName) { entry, envelope, reviewCase in
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
    ///
    /// What is in the store by an earlier reading stays filed: only the later reading is rejected.
    ///
    /// - Returns: what the item is from now on, `rejected` or `filed`.
    @discardableResult
    public func reject(_ item: ItemID, by operatorName: String, reason: String) throws -> Ledger.State {
        try decide(item, by: operatorName) { entry, envelope, _ in
            let now = spool.clock()
            try spool.ledger.append("rejected by \(operatorName)", of: item, detail: reason, at: now)
            try spool.ledger.record(.rejected, of: item, round: envelope.round, reason: reason, at: now)
            try spool.queue(.review).finish(entry, from: .held)
            events.emit(PipelineEvent(.itemRejected, queue: .review, item: item.rawValue))
            return try spool.ledger.item(item)?.state ?? .rejected
        }
    }

    /// Sends an arrival through the house once more from its evidence, unless a colleague has any of it in hand; see
    /// `SpoolDirectory.startAgain(_:again:checking:)`.
    public func startAgain(_ arrival: ArrivalID, by operatorName: String, again: Bool) throws {
        try spool.startAgain(arrival, again: again) { try leases.refuseIfLeased($0, to: operatorName) }
    }

    /// Lets one operator at a time decide an item that is open.
    private func decide<Result>(
        _ item: ItemID, by operatorName: String, _ body: (QueueEntry, Envelope, ReviewCase) throws -> Result
    ) throws -> Result {
        try leases.whileHolding(item, by: operatorName) {
            try spool.reopen(item)
            let (entry, envelope, reviewCase) = try held(item)
            return try body(entry, envelope, reviewCase)
        }
    }

    private func sendOn(
        _ entry: QueueEntry, _ envelope: Envelope, to queue: QueueName, _ payload: any Encodable, _ record: ReviewRecord
    ) throws {
        let event = "\(record.decision.rawValue) by \(record.operatorName)"
        try spool.sendOn(entry, envelope, to: queue, payload, event: event)
        events.emit(PipelineEvent(.itemAdvanced, queue: .review, item: envelope.item.rawValue))
    }

    private func held(_ item: ItemID) throws -> (entry: QueueEntry, envelope: Envelope, reviewCase: ReviewCase) {
        let queue = spool.queue(.review)
        guard let known = try spool.ledger.item(item),
            let entry = try queue.entries(in: .held).first(where: { $0.item == item && $0.waits(known) })
        else { throw ReviewError.notWaiting(item) }
        let (envelope, reviewCase) = try queue.read(ReviewCase.self, of: entry)
        return (entry, envelope, reviewCase)
    }
}

extension QueueEntry {
    /// Whether it is what the ledger says waits: not of a round before, nor of one whose end is not yet recorded.
    fileprivate func waits(_ known: Ledger.Item) -> Bool { known.state == .held && round == known.round }
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
    /// The folder of the leases cannot be made.
    case leasesUnusable(String, reason: String)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .notWaiting(let item):
            "\(item) does not wait for an operator (any more); `rongthuk review list` shows what does."
        case .leased(let item, let holder, let until):
            "\(item) is in the hands of \(holder) until \(until)."
        case .nothingToAccept(let item):
            "\(item) has no text to accept: type it with `rongthuk review correct`, or reject it with a reason."
        case .leasesUnusable(let folder, let reason):
            "\(folder) cannot be made: \(reason). Give the user that runs rongthuk the right to write there."
        case .emptyText(let item):
            "The text for \(item) is empty: a letter without words cannot be filed; reject it with a reason instead."
        }
    }
}
