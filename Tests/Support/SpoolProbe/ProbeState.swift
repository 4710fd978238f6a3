internal import ComplaintModel
internal import PipelineContract
package import Spool

extension ProbeLife {
    /// The balance from ledger, queues and store.
    package func balance() async throws -> Balance {
        let filed = Set(try store.letters().map(\.item))
        return try await spool.balance(
            filed: filed, isFiled: filed.contains, parts: { try store.arrivals(in: $0) }, pause: {})
    }

    /// What a test compares: items with state and reason, entries of the queues, evidence and store, a line each.
    ///
    /// Left out: how often a letter was delivered or tried, what lies under `tmp/`, and who the operator was.
    package func state() throws -> [String] {
        let items = try spool.ledger.items(in: Ledger.State.allCases).map { item in
            "item \(item.id) \(item.state) round \(item.round) \(item.state == .filed ? "" : item.reason ?? "")"
        }
        let entries = try QueueName.allCases.flatMap { name in
            try EntryState.allCases.flatMap { state in
                try spool.queue(name).entries(in: state).map { entry in
                    "entry \(name) \(state) \(entry.item?.rawValue ?? entry.name)"
                }
            }
        }
        let evidence = try spool.ledger.arrivalIDs().compactMap(spool.ledger.arrival).map { arrival in
            let bytes = try spool.evidence.read(arrival.artefact.sha256)
            return "evidence \(arrival.id) \(String(decoding: bytes, as: UTF8.self))"
        }
        let letters = try store.letters().map { letter in
            "letter \(letter.item) \(letter.words.prefix { $0 != "[" })"
        }
        return (items + entries + evidence + letters).sorted()
    }
}
