internal import ComplaintModel
internal import PipelineContract

extension SpoolDirectory {
    /// Sends an item on that stands for others from now on.
    ///
    /// Order: the record is written, the ledger says what is part of it, the record becomes visible. So a part is never
    /// in two records that go on, and whoever runs the step again after a crash finds the same parts in the ledger.
    func join(_ others: [ItemID], into parcel: Parcel, from envelope: Envelope, after step: Step) throws {
        let next = envelope.next(item: envelope.item, after: step)
        let staged = try self[parcel.queue].stage(next, parcel.payload, synced: true)
        do {
            try ledger.join(others, into: envelope.item, at: step.at)
            try self[parcel.queue].publish([staged])
        } catch {
            self[parcel.queue].discard([staged])
            throw error
        }
        try removeEntries(of: Set(others), from: .join) { $0.state != .active }
    }

    /// Lets an item begin a new round with what came late.
    ///
    /// Its entry is durable before the ledger says that the late item is part of it; where a crash comes between, the late
    /// item is still in its queue, and is joined again.
    func amend(_ parcel: Parcel, with item: ItemID, at now: Timestamp) throws {
        try oneAtATime {
            guard let known = try ledger.item(parcel.item), known.canBeAmended,
                let arrival = try ledger.arrival(parcel.item.arrival)
            else { throw HouseFault("\(parcel.item) was settled just now; \(item) is looked at again.") }
            let next = Envelope(item: parcel.item, receivedAt: arrival.receivedAt, round: known.round + 1)
            try self[parcel.queue].enqueue(next, parcel.payload)
            try ledger.amend(known, with: item, at: now)
            try removeEntries(of: [parcel.item], from: .review) { $0.round.map { $0 < next.round } == true }
        }
    }

    /// Removes what the ledger knows to be settled; what a crash leaves is dropped as stale later on.
    private func removeEntries(
        of items: Set<ItemID>, from queue: QueueName, where isWanted: (QueueEntry) -> Bool
    ) throws {
        guard !items.isEmpty else { return }
        let entries = try self[queue].entries { entry in
            entry.item.map(items.contains) == true && entry.state != .quarantine && isWanted(entry)
        }
        for entry in entries { try self[queue].finish(entry, from: entry.state) }
    }
}

extension Ledger.Item {
    /// Whether what comes late may still become part of it: a person's or a fault's last word is left standing.
    var canBeAmended: Bool { [.inFlight, .held, .filed].contains(state) }
}
