public import ComplaintModel
internal import PipelineContract

extension SpoolDirectory {
    /// Sends an arrival through the house once more from its evidence, in a new round; what is left of the round before
    /// is stale from then on.
    ///
    /// - Throws: `SpoolError` with code `missing` where the ledger does not know the arrival or its evidence is gone.
    public func startAgain(_ id: ArrivalID) throws {
        guard let arrival = try ledger.arrival(id), try evidence.holds(arrival.artefact) else {
            throw SpoolError(.missing, "The ledger does not know \(id), or its evidence is gone.")
        }
        let rounds = try ledger.items(in: Ledger.State.allCases).filter { $0.id.arrival == id }.map(\.round)
        let envelope = Envelope(
            item: ItemID(id), receivedAt: arrival.receivedAt, round: (rounds.max() ?? 0) + 1)
        try self[.unpack].enqueue(envelope, arrival)
        try ledger.record(.inFlight, of: envelope.item, round: envelope.round, reason: "started again", at: clock())
        for name in QueueName.allCases {
            for entry in try EntryState.allCases.flatMap({ try self[name].entries(in: $0) })
            where entry.item?.arrival == id && entry.state != .active {
                guard let old = try? self[name].envelope(of: entry) else {
                    if entry.state == .quarantine { try self[name].finish(entry, from: .quarantine) }
                    continue
                }
                if old.round < envelope.round { try self[name].finish(entry, from: entry.state) }
            }
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
