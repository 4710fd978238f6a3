public import ComplaintModel
public import PipelineContract

/// An item in the hands of this process; the claim goes when the value goes.
public struct ClaimedItem: Sendable {
    let claim: Claim
    /// What surrounds the record.
    public var envelope: Envelope { claim.envelope }
    /// The record itself.
    public func payload<Payload: Decodable>(as type: Payload.Type) throws -> Payload { try claim.payload(as: type) }
}

extension SpoolQueue {
    /// Makes deferred entries whose time has come ready, or is further ahead than `longestDelay` seconds, as only a clock
    /// that was wrong puts it; gives the time of the next one.
    public func wakeDeferred(at now: Timestamp, longestDelay: Double = .infinity) throws -> Timestamp? {
        try wake(at: now, longestDelay: longestDelay)
    }

    /// Waits until this process put something in or the time is over.
    public func waitForWork(atMostSeconds seconds: Double) async { await waitForEntry(atMostSeconds: seconds) }
}

extension SpoolDirectory {
    /// The queue of a name.
    public func queue(_ name: QueueName) -> SpoolQueue { self[name] }

    /// Takes the oldest ready item of a queue, or gives nil where there is none.
    ///
    /// Entries that the ledger knows to be settled are removed on the way; torn and foreign ones go to quarantine.
    public func claim(from name: QueueName, events: any EventSink) throws -> ClaimedItem? {
        let queue = self[name]
        while true {
            let claim = try queue.claim { entry, error in
                try setAside(entry, from: .ready, of: queue, reason: error.description, events: events)
            }
            guard let claim else {
                let count = try queue.free { entry, error in
                    try setAside(entry, from: .active, of: queue, reason: error.description, events: events)
                }
                if count > 0 { continue }
                return nil
            }
            if try isStale(claim.entry, in: name) {
                try drop(claim, events: events)
            } else if let known = try ledger.item(claim.envelope.item) {
                if claim.envelope.round > known.round {
                    try ledger.record(.inFlight, of: known.id, round: claim.envelope.round, at: clock())
                }
                return ClaimedItem(claim: claim)
            } else {
                let reason = "The ledger does not know \(claim.envelope.item); the entry is not from this spool."
                try setAside(claim.entry, from: .active, of: queue, reason: reason, events: events)
            }
        }
    }

    /// Puts a claimed item back as it was, until `time` where one is given.
    public func giveBack(_ item: ClaimedItem, until time: Timestamp? = nil) throws {
        try item.claim.queue.giveBack(item.claim.entry, until: time)
    }

    private func drop(_ claim: Claim, events: any EventSink) throws {
        try claim.queue.finish(claim.entry, from: .active)
        events.emit(PipelineEvent(.itemStaleDropped, queue: claim.queue.name, item: claim.envelope.item.rawValue))
    }

    // MARK: Settling

    /// Settles what a stage decided: what follows first, then the ledger, then the claimed entry.
    public func settle(_ item: ClaimedItem, _ outcome: Outcome, seconds: Double, events: any EventSink) throws {
        let (claim, envelope) = (item.claim, item.claim.envelope)
        let queue = claim.queue
        // Somebody may have sent the item round again meanwhile.
        if try isStale(claim.entry, in: queue.name) { return try drop(claim, events: events) }
        let now = clock()
        let step = Step(queue: queue.name, at: now, seconds: seconds, attempts: envelope.attempts + 1)
        var event = PipelineEvent(.itemAdvanced, queue: queue.name, item: envelope.item.rawValue, seconds: seconds)
        switch outcome {
        case .advance(let parcels) where parcels.isEmpty:
            return try setAside(
                claim.entry, from: .active, of: queue, reason: "The stage gave nothing on.", events: events)
        case .advance(let parcels):
            try advance(parcels, from: envelope, after: step)
        case .retry(let delay, let reason):
            var later = envelope
            (later.attempts, later.lastFault) = (envelope.attempts + 1, reason)
            try queue.postpone(claim, envelope: later, until: now.adding(seconds: delay))
            event = PipelineEvent(.itemPostponed, queue: queue.name, item: envelope.item.rawValue, detail: reason)
            return events.emit(event)
        case .wait(let delay, let what):
            var later = envelope
            later.lastFault = what
            try queue.postpone(claim, envelope: later, until: now.adding(seconds: delay))
            event = PipelineEvent(.itemPostponed, queue: queue.name, item: envelope.item.rawValue, detail: what)
            return events.emit(event)
        case .join(let parcel, let others):
            try join(others, into: parcel, from: envelope, after: step)
        case .amend(let parcel):
            try amend(parcel, with: envelope.item, at: now)
            event = PipelineEvent(.itemJoined, queue: queue.name, item: envelope.item.rawValue)
        case .repeated(let other):
            try ledger.join([envelope.item], into: other, isRepeat: true, at: now)
            event = PipelineEvent(.itemJoined, queue: queue.name, item: envelope.item.rawValue)
        case .hold(let reviewCase):
            try hold(reviewCase, envelope, after: step)
            event = PipelineEvent(.itemHeld, queue: queue.name, item: envelope.item.rawValue, seconds: seconds)
        case .reject(let reason):
            try ledger.record(.rejected, of: envelope.item, round: envelope.round, reason: reason, at: now)
            event = PipelineEvent(.itemRejected, queue: queue.name, item: envelope.item.rawValue, detail: reason)
        case .quarantine(let reason):
            return try setAside(claim.entry, from: .active, of: queue, reason: reason, events: events)
        case .filed(let code):
            try ledger.record(.filed, of: envelope.item, round: envelope.round, reason: code.rawValue, at: now)
            event = PipelineEvent(.itemFiled, queue: queue.name, item: envelope.item.rawValue, seconds: seconds)
        }
        try queue.finish(claim.entry, from: .active)
        events.emit(event)
    }

    private func advance(_ parcels: [Parcel], from envelope: Envelope, after step: Step) throws {
        let parts = parcels.map(\.item)
        let isSplit = parts != [envelope.item]
        // The letters are known before they are queued, or a worker would take them for foreign; the arrival counts as
        // split only when every one of them is durable, so that a crash in between makes the step run again.
        if isSplit { try ledger.add(parts, of: envelope.item.arrival, round: envelope.round, at: step.at) }
        for parcel in parcels {
            try self[parcel.queue].enqueue(envelope.next(item: parcel.item, after: step), parcel.payload)
        }
        if isSplit {
            let reason = "\(parts.count) letters"
            try ledger.record(.split, of: envelope.item, round: envelope.round, reason: reason, at: step.at)
        }
    }

    private func hold(_ reviewCase: ReviewCase, _ envelope: Envelope, after step: Step) throws {
        try self[.review].enqueue(envelope.next(item: envelope.item, after: step), reviewCase, state: .held)
        try ledger.record(.held, of: envelope.item, round: envelope.round, reason: reviewCase.kinds, at: step.at)
    }

    /// Puts an entry aside for good, or, where the ledger cannot be told so, back for another try.
    public func setAside(
        _ entry: QueueEntry, from state: EntryState, of queue: SpoolQueue, reason: String, events: any EventSink
    ) throws {
        guard let aside = try queue.quarantine(entry, from: state, reason: reason) else { return }
        do {
            try noteQuarantine(aside, reason: reason)
        } catch {
            _ = try queue.move(aside, to: state == .active ? .ready : state)
            throw error
        }
        events.emit(
            PipelineEvent(.itemQuarantinedError, queue: queue.name, item: entry.item?.rawValue, detail: reason))
    }
}

extension ReviewCase {
    /// The kinds of doubt, as the ledger notes them.
    var kinds: String { Set(doubts.map(\.kind.rawValue)).sorted().joined(separator: ", ") }
}

extension Envelope {
    /// The envelope of what follows: no tries yet, one more step on the trail.
    public func next(item: ItemID, after step: Step) -> Envelope {
        Envelope(item: item, receivedAt: receivedAt, round: round, trail: trail + [step])
    }

    /// The envelope of an operator's decision: one round further.
    public func nextRound() -> Envelope { Envelope(item: item, receivedAt: receivedAt, round: round + 1, trail: trail) }
}
