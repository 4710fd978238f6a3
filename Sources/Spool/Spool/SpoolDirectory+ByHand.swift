public import ComplaintModel
public import PipelineContract

/// Why an act by hand was refused.
public enum HandRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// A reading of the arrival is in the store.
    case filed(ItemID, as: String)
    /// Somebody else acted on the item at the same time.
    case overtaken(ItemID)

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .filed(let item, let code):
            """
            \(item) is filed as \(code). Reading it again may put another text in its place: say so with --again if \
            that is meant.
            """
        case .overtaken(let item):
            "Somebody else sent \(item) on at the same time; look at it again with `rongthuk explain \(item)`."
        }
    }
}

extension SpoolDirectory {
    /// Sends an arrival through the house once more from its evidence, in a new round; what is left of the round before
    /// is stale from then on, and letters in it that were not settled are found anew.
    ///
    /// What is filed stays filed until the new reading is filed in its place; reading it again has to be asked for with
    /// `again`. What was rejected is not rejected by the same rule once more: a person has overruled it. `check` is given every item of the arrival and refuses by throwing.
    ///
    /// - Throws: `SpoolError` with code `missing` where the ledger does not know the arrival or its evidence is gone;
    ///   `HandRefusal`; what `check` throws.
    public func startAgain(
        _ id: ArrivalID, again: Bool = false, checking check: (ItemID) throws -> Void = { _ in }
    ) throws {
        guard let arrival = try ledger.arrival(id), try evidence.holds(arrival.artefact) else {
            throw SpoolError(.missing, "The ledger does not know \(id), or its evidence is gone.")
        }
        try oneAtATime {
            let items = try ledger.items(of: id)
            guard let whole = items.first(where: { $0.id.part == nil }) else { return }
            for item in items {
                try check(item.id)
                if !again, let code = item.filedAs { throw HandRefusal.filed(item.id, as: code) }
            }
            let round = (items.map(\.round).max() ?? 0) + 1
            let envelope = Envelope(item: whole.id, receivedAt: arrival.receivedAt, round: round)
            // Told before the round begins: where a crash cuts it short, the next try finds it told.
            if whole.state == .rejected { try ledger.overrule(whole.id, at: clock()) }
            let record = try ledger.arrivalToUnpack(id) ?? arrival
            try begin(envelope, in: .unpack, record) { try ledger.beginAgain(round, of: whole, at: clock()) }
            try removeWhatIsLeft(of: id, before: round)
        }
    }

    private func removeWhatIsLeft(of arrival: ArrivalID, before round: Int) throws {
        for queue in QueueName.allCases.map({ self[$0] }) {
            let old = try queue.entries { entry in
                entry.item?.arrival == arrival && entry.state != .active && entry.round.map { $0 < round } == true
            }
            for entry in old { try queue.finish(entry, from: entry.state) }
            try queue.removeLoneNotes { $0.item?.arrival == arrival }
        }
    }

    /// Sends an item that waits for an operator on in a new round; called within `oneAtATime`.
    public func sendOn(
        _ held: QueueEntry, _ envelope: Envelope, to queue: QueueName, _ payload: any Encodable, event: String
    ) throws {
        guard let known = try ledger.item(envelope.item), known.round == envelope.round else {
            throw HandRefusal.overtaken(envelope.item)
        }
        let next = envelope.nextRound()
        try begin(next, in: queue, payload) { try ledger.begin(next.round, of: known, event: event, at: clock()) }
        try self[.review].finish(held, from: .held)
    }

    /// Begins a round: the record is written, the ledger takes note, the record becomes visible.
    ///
    /// So no entry is ever of a round that the ledger does not know; where a crash leaves a round without an entry,
    /// `recover()` mends it.
    private func begin(
        _ envelope: Envelope, in queue: QueueName, _ payload: any Encodable, _ beginRound: () throws -> Bool
    ) throws {
        let staged = try self[queue].stage(envelope, payload, synced: true)
        do {
            guard try beginRound() else { throw HandRefusal.overtaken(envelope.item) }
            try self[queue].publish([staged])
        } catch {
            self[queue].discard([staged])
            throw error
        }
    }

    /// Opens an item again for which an operator's decision was cut short before anything came of it; called within
    /// `oneAtATime`.
    ///
    /// - Returns: whether it was so.
    @discardableResult public func reopen(_ item: ItemID) throws -> Bool {
        guard let known = try ledger.item(item), known.state == .inFlight,
            let held = try self[.review].entries(in: .held).first(where: { $0.isDecided(known) }), try !isCarried(known)
        else { return false }
        let reviewCase = try? self[.review].read(ReviewCase.self, of: held).1
        try ledger.takeBack(known, reason: reviewCase?.kinds, at: clock())
        return true
    }

    /// Opens every item again that `reopen(_:)` would.
    public func reopenAll() throws {
        for entry in try self[.review].entries(in: .held) {
            guard let item = entry.item, let known = try ledger.item(item), known.state == .inFlight,
                entry.isDecided(known)
            else { continue }
            try oneAtATime { _ = try reopen(item) }
        }
    }

    /// Reads every record and every artefact, and says what is unsound, in a sentence each.
    public func findUnsoundFiles() throws -> [String] {
        var faults: [String] = []
        for name in QueueName.allCases {
            for entry in try EntryState.allCases.flatMap({ try self[name].entries(in: $0) }) {
                let place = "\(name.rawValue)/\(entry.state.rawValue)/\(entry.name)"
                if entry.state == .quarantine {
                    faults.append("\(place): \(try self[name].quarantineReason(of: entry) ?? "no reason noted")")
                } else if entry.item == nil {
                    faults.append("\(place): has a foreign name")
                } else {
                    do { _ = try self[name].body(of: entry) } catch { faults.append("\(place): \(error)") }
                }
            }
        }
        for id in try ledger.arrivalIDs() {
            guard let arrival = try ledger.arrival(id) else { continue }
            do { _ = try evidence.read(arrival.artefact.sha256) } catch { faults.append("\(id): \(error)") }
        }
        return faults
    }
}

extension QueueEntry {
    /// Whether it waits in the round before the one that is known: the round that an operator's decision began.
    fileprivate func isDecided(_ known: Ledger.Item) -> Bool { item == known.id && round == known.round - 1 }
}
