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
    /// Makes deferred entries whose time has come ready; gives the time of the next one.
    public func wakeDeferred(at now: Timestamp) throws -> Timestamp? { try wake(at: now) }

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
                try setAside(entry, from: .ready, of: queue, round: nil, reason: error.description, events: events)
            }
            guard let claim else {
                // What a fault of the disk left in `active`, and nobody holds, is ready again.
                if try queue.recover() > 0 { continue }
                return nil
            }
            let envelope = claim.envelope
            guard let known = try ledger.item(envelope.item) else {
                let reason = "The ledger does not know \(envelope.item); the entry is not from this spool."
                try setAside(claim.entry, from: .active, of: queue, round: nil, reason: reason, events: events)
                continue
            }
            if isStale(envelope, in: name, known: known) {
                try queue.finish(claim.entry, from: .active)
                events.emit(PipelineEvent(.itemStaleDropped, queue: name, item: envelope.item.rawValue))
                continue
            }
            if envelope.round > known.round {
                try ledger.record(.inFlight, of: envelope.item, round: envelope.round, at: clock())
                try removeStaleHeld(envelope.item)
            }
            return ClaimedItem(claim: claim)
        }
    }

    /// Removes what waits for a decision that was taken, but cut short before the entry went.
    private func removeStaleHeld(_ item: ItemID) throws {
        for entry in try self[.review].entries(in: .held) where entry.item == item {
            _ = try removeIfStale(entry, in: self[.review])
        }
    }

    /// Puts a claimed item back as it was.
    public func giveBack(_ item: ClaimedItem) throws { try item.claim.queue.giveBack(item.claim.entry) }

    /// Settles what a stage decided: what follows first, then the ledger, then the claimed entry.
    public func settle(_ item: ClaimedItem, _ outcome: Outcome, seconds: Double, events: any EventSink) throws {
        let (claim, envelope) = (item.claim, item.claim.envelope)
        let queue = claim.queue
        let now = clock()
        var event = PipelineEvent(.itemAdvanced, queue: queue.name, item: envelope.item.rawValue, seconds: seconds)
        switch outcome {
        case .advance(let parcels):
            try advance(parcels, from: envelope, after: step(of: envelope, at: queue.name, now: now, seconds: seconds))
        case .retry(let delay, let reason):
            var later = envelope
            (later.attempts, later.lastFault) = (envelope.attempts + 1, reason)
            try queue.postpone(claim, envelope: later, until: now.adding(seconds: delay))
            event = PipelineEvent(.itemPostponed, queue: queue.name, item: envelope.item.rawValue, detail: reason)
            events.emit(event)
            return
        case .hold(let reviewCase):
            try hold(reviewCase, envelope, after: step(of: envelope, at: queue.name, now: now, seconds: seconds))
            event = PipelineEvent(.itemHeld, queue: queue.name, item: envelope.item.rawValue, seconds: seconds)
        case .reject(let reason):
            try ledger.record(.rejected, of: envelope.item, round: envelope.round, reason: reason, at: now)
            event = PipelineEvent(.itemRejected, queue: queue.name, item: envelope.item.rawValue, detail: reason)
        case .quarantine(let reason):
            try setAside(
                claim.entry, from: .active, of: queue, round: envelope.round, reason: reason, events: events)
            return
        case .filed(let code):
            try ledger.record(.filed, of: envelope.item, round: envelope.round, reason: code.rawValue, at: now)
            event = PipelineEvent(.itemFiled, queue: queue.name, item: envelope.item.rawValue, seconds: seconds)
        }
        try queue.finish(claim.entry, from: .active)
        events.emit(event)
    }

    private func step(of envelope: Envelope, at queue: QueueName, now: Timestamp, seconds: Double) -> Step {
        Step(queue: queue, at: now, seconds: seconds, attempts: envelope.attempts + 1)
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
        let kinds = Set(reviewCase.doubts.map(\.kind.rawValue)).sorted().joined(separator: ", ")
        try ledger.record(.held, of: envelope.item, round: envelope.round, reason: kinds, at: step.at)
    }

    /// Puts an entry aside for good, or, where the ledger cannot be told so, back for another try.
    private func setAside(
        _ entry: QueueEntry, from state: EntryState, of queue: SpoolQueue, round: Int?, reason: String,
        events: any EventSink
    ) throws {
        let aside = try queue.quarantine(entry, from: state, reason: reason)
        do {
            if let item = entry.item, let known = try ledger.item(item), known.state == .inFlight {
                try ledger.record(.quarantined, of: item, round: round ?? known.round, reason: reason, at: clock())
            }
        } catch {
            _ = try queue.move(aside, to: .ready)
            throw error
        }
        events.emit(
            PipelineEvent(.itemQuarantinedError, queue: queue.name, item: entry.item?.rawValue, detail: reason))
    }
}

extension Envelope {
    /// The envelope of what follows: no tries yet, one more step on the trail.
    public func next(item: ItemID, after step: Step) -> Envelope {
        Envelope(item: item, receivedAt: receivedAt, round: round, trail: trail + [step])
    }

    /// The envelope of an operator's decision: one round further.
    public func nextRound() -> Envelope { Envelope(item: item, receivedAt: receivedAt, round: round + 1, trail: trail) }
}
