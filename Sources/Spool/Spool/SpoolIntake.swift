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
    /// Makes a group durable, but for what conflicts with an earlier request; see `SpoolIntake` for the order.
    func commit(_ group: [Incoming]) throws -> [Receipt] {
        let now = clock()
        let offers = group.map { incoming in
            let artefact = Artefact(
                sha256: ContentDigest(of: incoming.bytes), size: incoming.bytes.count, mediaType: incoming.mediaType)
            return Ledger.Offer(
                arrival: Arrival(
                    channel: incoming.channel, source: incoming.source, channelKey: incoming.channelKey,
                    receivedAt: now, artefact: artefact, provenance: incoming.provenance), token: incoming.token)
        }
        let conflicts = try ledger.conflicts(of: offers)
        let kept = group.indices.filter { conflicts[$0] == nil }
        var receipts = kept.isEmpty ? [] : try commit(kept.map { (offers[$0], group[$0].bytes) })[...]
        return conflicts.compactMap { $0 ?? receipts.popFirst() }
    }

    private func commit(_ group: [(offer: Ledger.Offer, bytes: [UInt8])]) throws -> [Receipt] {
        let alone = group.count == 1
        var artefacts: [StagedArtefact] = []
        var entries: [StagedEntry] = []
        do {
            for (offer, bytes) in group {
                let arrival = offer.arrival
                if let staged = try evidence.stage(bytes, as: arrival.artefact, synced: alone) {
                    artefacts.append(staged)
                }
                let envelope = Envelope(item: ItemID(arrival.id), receivedAt: arrival.receivedAt)
                entries.append(try self[.unpack].stage(envelope, arrival, synced: alone))
            }
            if !alone { try evidence.syncFileSystem() }
            try evidence.publish(artefacts)
            let receipts = try ledger.record(group.map(\.offer))
            var fresh: [StagedEntry] = []
            for (entry, receipt) in zip(entries, receipts) {
                if try receipt.delivery == .first || (receipt.delivery != .conflicting && isLost(receipt.arrival)) {
                    fresh.append(entry)
                } else {
                    self[.unpack].discard([entry])
                }
            }
            if !fresh.isEmpty { try self[.unpack].publish(fresh) }
            return receipts
        } catch {
            evidence.discard(artefacts)
            self[.unpack].discard(entries)
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
