internal import ComplaintModel
internal import Dispatch
public import PipelineContract

/// The door of the spool: makes what comes at the same time durable with the same few syncs.
///
/// Order: bytes and queue records written and synced → evidence named → ledger rows committed → queue entries named →
/// acknowledged. A crash before the ledger row leaves nothing that counts; a crash after it is mended by
/// `SpoolDirectory.recover()`, which puts an item that is in no queue back into `unpack`.
public actor SpoolIntake: Intake {
    private struct Waiting {
        let incoming: Incoming
        let continuation: CheckedContinuation<Receipt, any Error>
    }

    private let spool: SpoolDirectory
    private var waiting: [Waiting] = []
    private var isCommitting = false

    /// The largest group that shares its syncs.
    private static let largestGroup = 256

    init(_ spool: SpoolDirectory) { self.spool = spool }

    /// Makes one thing durable; see `Intake`.
    public func take(_ incoming: Incoming) async throws -> Receipt {
        try spool.space.check(needed: incoming.bytes.count)
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(incoming: incoming, continuation: continuation))
            if !isCommitting {
                isCommitting = true
                Task { await commitAll() }
            }
        }
    }

    private func commitAll() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(SpoolIntake.largestGroup))
            waiting.removeFirst(group.count)
            let spool = self.spool
            let incoming = group.map(\.incoming)
            let result = await withCheckedContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(returning: Result { try spool.commit(incoming) }) }
            }
            switch result {
            case .success(let receipts):
                for (one, receipt) in zip(group, receipts) { one.continuation.resume(returning: receipt) }
            case .failure(let error):
                for one in group { one.continuation.resume(throwing: error) }
            }
        }
        isCommitting = false
    }
}

extension SpoolDirectory {
    /// Makes a group durable; see `SpoolIntake` for the order.
    func commit(_ group: [Incoming]) throws -> [Receipt] {
        let now = clock()
        let arrivals = group.map { incoming in
            Arrival(
                channel: incoming.channel, source: incoming.source, channelKey: incoming.channelKey, receivedAt: now,
                artefact: Artefact(
                    sha256: ContentDigest(of: incoming.bytes), size: incoming.bytes.count,
                    mediaType: incoming.mediaType),
                provenance: incoming.provenance)
        }
        let alone = group.count == 1
        var artefacts: [StagedArtefact] = []
        var entries: [(arrival: Arrival, staged: StagedEntry)] = []
        do {
            for (arrival, incoming) in zip(arrivals, group) {
                if let staged = try evidence.stage(incoming.bytes, as: arrival.artefact, synced: alone) {
                    artefacts.append(staged)
                }
                let envelope = Envelope(item: ItemID(arrival.id), receivedAt: now)
                entries.append((arrival, try self[.unpack].stage(envelope, arrival, synced: alone)))
            }
            if !alone { try evidence.syncFileSystem() }
            try evidence.publish(artefacts)
            let known = try ledger.record(arrivals)
            var fresh: [StagedEntry] = []
            for (entry, isKnown) in zip(entries, known) {
                if try !isKnown || isLost(entry.arrival.id) {
                    fresh.append(entry.staged)
                } else {
                    self[.unpack].discard([entry.staged])
                }
            }
            if !fresh.isEmpty { try self[.unpack].publish(fresh) }
            return zip(arrivals, known).map { Receipt(arrival: $0.id, isRedelivery: $1) }
        } catch {
            evidence.discard(artefacts)
            self[.unpack].discard(entries.map(\.staged))
            throw error
        }
    }

    /// Whether an arrival has its ledger row but no queue entry, as after a failure between the two.
    private func isLost(_ id: ArrivalID) throws -> Bool {
        guard let known = try ledger.item(ItemID(id)), known.state == .inFlight, known.round == 0,
            let arrival = try ledger.arrival(id)
        else { return false }
        let name = QueueEntry.name(of: Envelope(item: ItemID(id), receivedAt: arrival.receivedAt))
        return try !QueueName.allCases.contains { try self[$0].holds(name) }
    }
}
