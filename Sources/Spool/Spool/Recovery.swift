internal import ComplaintModel
internal import PipelineContract

extension SpoolDirectory {
    /// What `recover()` found and mended.
    public struct Recovery: Codable, Sendable, Hashable {
        /// Entries that a dead program had in its hands; they are tried again soon.
        public var freed = 0
        /// Items of the ledger that were in no queue and went back to `unpack`.
        public var restored = 0
        /// Operators' decisions that were cut short; the items wait as before.
        public var reopened = 0
        /// Entries that an earlier life had finished but not removed.
        public var stale = 0
        /// What could not be mended, and why.
        public var faults: [String] = []

        /// Whether there was anything to mend.
        public var mendedSomething: Bool { freed + restored + reopened + stale > 0 || !faults.isEmpty }

        /// Does a part of the work; where it fails the rest is done all the same.
        fileprivate mutating func attempt(_ place: String, _ body: (inout Recovery) throws -> Void) {
            do { try body(&self) } catch { faults.append("\(place): \(error)") }
        }
    }

    /// In milliseconds; a temporary file that is older is nobody's.
    private static let hour: Int64 = 3_600_000

    /// Makes whole what a crash left, whatever its moment; called at the start of a daemon, which holds the lock.
    ///
    /// What the dead program had in hand counts one try more, and is given up after `attempts` as any other.
    public func recover(givingUpAfter attempts: Int = 20) throws -> Recovery {
        // A killed life may have left what can be seen and yet is not durable: nothing may rest on it before it is.
        try evidence.syncFileSystem()
        var recovery = Recovery()
        try evidence.removeLeftovers(olderThan: SpoolDirectory.hour, now: clock())
        for name in QueueName.allCases where name != .review { try recover(name, attempts, &recovery) }
        try restoreWhatIsNowhere(&recovery)
        // What waits in the round before is stale only where something did come of the decision.
        try recover(.review, attempts, &recovery)
        return recovery
    }

    private func recover(_ name: QueueName, _ attempts: Int, _ recovery: inout Recovery) throws {
        let queue = self[name]
        try queue.removeLeftovers(olderThan: SpoolDirectory.hour, now: clock())
        for state in EntryState.allCases where state != .quarantine {
            for entry in try queue.entries(in: state) {
                recovery.attempt("\(name)/\(entry.name)") { try recover(entry, in: name, attempts, &$0) }
            }
        }
        for entry in try queue.entries(in: .quarantine) {
            recovery.attempt("\(name)/\(entry.name)") { _ in
                try noteQuarantine(entry, reason: try queue.quarantineReason(of: entry))
            }
        }
        try queue.removeLoneNotes()
    }

    private func recover(
        _ entry: QueueEntry, in name: QueueName, _ attempts: Int, _ recovery: inout Recovery
    ) throws {
        let queue = self[name]
        if try isStale(entry, in: name) {
            try queue.finish(entry, from: entry.state)
            recovery.stale += 1
        } else if entry.state == .active {
            let isFreed = try queue.recover(entry, at: clock(), attempts: attempts) { entry, error in
                _ = try queue.quarantine(entry, from: .active, reason: error.description)
            }
            if isFreed { recovery.freed += 1 }
        }
    }

    private func restoreWhatIsNowhere(_ recovery: inout Recovery) throws {
        var rounds: [ItemID: Int] = [:]
        for name in QueueName.allCases where name != .review {
            for entry in try self[name].entries(where: { $0.state != .quarantine }) {
                if let item = entry.item, let round = entry.round { rounds[item] = max(rounds[item] ?? 0, round) }
            }
        }
        for item in try ledger.items(in: [.inFlight]) where item.round > rounds[item.id] ?? -1 {
            // A letter of several is found again by unpacking its arrival once more.
            if item.id.part != nil, rounds[ItemID(item.id.arrival)] != nil { continue }
            try oneAtATime {
                // Somebody may be about to put it in its place.
                guard try ledger.item(item.id) == item, try !isCarried(item) else { return }
                if try reopen(item.id) {
                    recovery.reopened += 1
                } else if let whole = try startAnew(item) {
                    rounds[whole.item] = whole.round
                    recovery.restored += 1
                }
            }
        }
    }

    private func startAnew(_ item: Ledger.Item) throws -> Envelope? {
        guard let arrival = try ledger.arrivalToUnpack(item.id.arrival) else { return nil }
        let whole = ItemID(arrival.id)
        // The round of the letter, if that can be: the letters beside it then keep what was decided of them.
        let round = max(item.round, try ledger.item(whole)?.round ?? 0)
        if item.id != whole { try ledger.record(.inFlight, of: whole, round: round, at: clock()) }
        let envelope = Envelope(item: whole, receivedAt: arrival.receivedAt, round: round)
        try self[.unpack].enqueue(envelope, arrival)
        return envelope
    }

    /// Notes in the ledger that an item lies aside, unless the entry is of an earlier round or another one carries the
    /// item on.
    func noteQuarantine(_ entry: QueueEntry, reason: String?) throws {
        guard let item = entry.item, let round = entry.round, let known = try ledger.item(item), round >= known.round
        else { return }
        switch known.state {
        case .inFlight where try isCarried(known): return
        case .inFlight, .held: try ledger.record(.quarantined, of: item, round: round, reason: reason, at: clock())
        case .filed, .rejected, .quarantined, .split, .joined: return
        }
    }

    /// Whether the ledger says that what an entry would lead to has been done, or was begun anew since.
    func isStale(_ entry: QueueEntry, in queue: QueueName) throws -> Bool {
        guard let item = entry.item, let round = entry.round else { return false }
        guard let known = try ledger.item(item) else {
            // A letter that an earlier reading of its arrival found; the next reading will find its letters anew.
            return try ledger.item(ItemID(item.arrival)).map { round < $0.round } ?? false
        }
        if round != known.round { return round < known.round }
        switch known.state {
        case .inFlight: return false
        case .held: return queue != .review
        case .filed, .rejected, .quarantined, .split, .joined: return true
        }
    }
}
