public import ComplaintModel
internal import PipelineContract

/// The account of a spool, proven from three independent witnesses: ledger, queues and store.
///
/// `arrived = filed + rejected + joined into another + waiting for an operator + in quarantine + in flight`, by letter: an
/// arrival that held several counts as those.
public struct Balance: Codable, Sendable, Hashable {
    /// The account of one source.
    public struct Account: Codable, Sendable, Hashable {
        /// The watcher.
        public var source: String
        /// Raw things taken in.
        public var arrivals = 0
        /// How often they were delivered, repeats included.
        public var deliveries = 0
        /// Letters they hold.
        public var letters = 0
        /// In the store.
        public var filed = 0
        /// Decided to be no complaint.
        public var rejected = 0
        /// Part of another letter, or the same once more.
        public var joined = 0
        /// Waiting for an operator.
        public var waiting = 0
        /// In quarantine.
        public var quarantine = 0
        /// In the queues.
        public var inFlight = 0

        private enum CodingKeys: String, CodingKey {
            case source, arrivals, deliveries, letters, filed, rejected, joined, waiting, quarantine
            case inFlight = "in_flight"
        }
    }

    /// An item on which the witnesses disagree.
    public struct Fault: Codable, Sendable, Hashable {
        /// The item.
        public let item: String
        /// What each witness says, and what to do.
        public let fault: String
    }

    /// The accounts, by source.
    public let accounts: [Account]
    /// What does not balance; empty where all is well.
    public let faults: [Fault]
    /// Entries of the queues that are nobody's item, kept in quarantine.
    public let foreign: Int

    /// Gathers accounts and what does not balance.
    public init(accounts: [Account], faults: [Fault] = [], foreign: Int = 0) {
        (self.accounts, self.faults, self.foreign) = (accounts, faults, foreign)
    }

    /// Whether every letter is accounted for.
    public var holds: Bool { faults.isEmpty }
}

extension SpoolDirectory {
    /// Draws the balance; `isFiled` asks the store, as the third witness, and `filed` lists what it holds; `parts` gives the
    /// arrivals that a filed item holds, nil where it is not filed (any more).
    ///
    /// An item that moves while the balance is drawn can look lost; all that disagree are looked at again together, up to
    /// three times and after `pause` has waited, and only named if they still do.
    public func balance(
        filed: Set<ItemID>, isFiled: (ItemID) async throws -> Bool,
        parts: (ItemID) async throws -> Set<ArrivalID>? = { _ in nil }, pause: () async -> Void
    ) async throws -> Balance {
        let items = try ledger.items(in: Ledger.State.allCases)
        let places = try places()
        var faults = try self.faults(of: items, places: places, filed: filed)
        for _ in 0..<3 where !faults.isEmpty {
            await pause()
            let suspects = try faults.keys.compactMap { try ledger.item($0) }
            var inStore: Set<ItemID> = []
            for suspect in suspects where try await isFiled(suspect.id) { inStore.insert(suspect.id) }
            faults = try self.faults(of: suspects, places: try self.places(), filed: inStore)
        }
        let known = Set(items.map(\.id))
        for stray in places.keys where try !known.contains(stray) && ledger.item(stray) == nil {
            faults[stray] = "stands in a queue, but the ledger does not know it"
        }
        for stray in filed.subtracting(known) where try ledger.item(stray) == nil {
            faults[stray] = "stands in the store, but the ledger does not know it"
        }
        faults.merge(try await missingParts(of: items, parts: parts)) { first, _ in first }
        for id in try ledger.arrivalIDs() {
            guard let arrival = try ledger.arrival(id), try !evidence.holds(arrival.artefact) else { continue }
            faults[ItemID(id)] = "its evidence is gone or of another size: restore a backup"
        }
        let named = faults.sorted { $0.key < $1.key }.map { Balance.Fault(item: $0.rawValue, fault: $1) }
        return Balance(accounts: try accounts(), faults: named, foreign: try foreignEntries())
    }

    /// The items that are part of a filed one by the ledger, but not by the store.
    private func missingParts(
        of items: [Ledger.Item], parts: (ItemID) async throws -> Set<ArrivalID>?
    ) async throws -> [ItemID: String] {
        var faults: [ItemID: String] = [:]
        for (carrier, joined) in Dictionary(
            grouping: items.filter { $0.state == .joined && !$0.isRepeat }, by: \.carrier)
        {
            // A carrier on its way may be about to be filed with what came late.
            guard let carrier, let known = try ledger.item(carrier), known.state == .filed,
                let held = try await parts(carrier)
            else { continue }
            for item in joined where try !held.contains(item.id.arrival) && ledger.item(carrier) == known {
                faults[item.id] =
                    "the ledger says it is part of \(carrier), but what is filed lacks it: `rongthuk queue retry` reads it again"
            }
        }
        return faults
    }

    private typealias Place = (queue: QueueName, state: EntryState, round: Int)
    private typealias Places = [ItemID: [Place]]

    private func places() throws -> Places {
        var places: Places = [:]
        for name in QueueName.allCases {
            for entry in try self[name].entries(where: { _ in true }) {
                guard let item = entry.item, let round = entry.round else { continue }
                places[item, default: []].append((name, entry.state, round))
            }
        }
        return places
    }

    private func faults(of items: [Ledger.Item], places: Places, filed: Set<ItemID>) throws -> [ItemID: String] {
        var faults: [ItemID: String] = [:]
        for item in items {
            faults[item.id] = try fault(of: item, places: places, filed: filed.contains(item.id))
        }
        return faults
    }

    /// What the witnesses disagree on, or nil; a stale entry that waits to be dropped is no fault.
    private func fault(of item: Ledger.Item, places: Places, filed: Bool) throws -> String? {
        let own = places[item.id] ?? []
        let again = "`rongthuk queue retry` reads it again"
        switch item.state {
        case .inFlight:
            // A letter of several may be about to be found again in its arrival.
            let carriers = own + (item.id.part == nil ? [] : places[ItemID(item.id.arrival)] ?? [])
            let isCarried = carriers.contains {
                $0.queue != .review && $0.state != .quarantine && $0.round >= item.round
            }
            return isCarried ? nil : "the ledger says in flight, but no queue has it: restart rongthuk to restore it"
        case .held:
            let waits = own.contains { $0.queue == .review && $0.state == .held && $0.round == item.round }
            return waits ? nil : "the ledger says it waits for an operator, but no case of it waits: \(again)"
        case .filed:
            return filed ? nil : "the ledger says filed, but the store does not have it: \(again)"
        case .quarantined:
            if filed { return "the ledger says quarantine, but the store has it: \(again)" }
            let aside = own.contains { $0.state == .quarantine }
            return aside ? nil : "the ledger says quarantine, but no queue has it there: \(again)"
        case .rejected:
            return filed ? "the ledger says rejected, but the store has it: \(again)" : nil
        case .split:
            let hasLetters = try ledger.items(of: item.id.arrival).count > 1
            return hasLetters ? nil : "the ledger says it held several letters, but knows none: \(again)"
        case .joined:
            if filed { return "the ledger says it is part of another, but the store has it: \(again)" }
            let isKnown = try item.carrier.map { try ledger.item($0) != nil } ?? false
            return isKnown ? nil : "the ledger says it is part of another, but does not know that: \(again)"
        }
    }

    /// The accounts by source, from the ledger alone.
    public func accounts() throws -> [Balance.Account] {
        let counts = try ledger.counts()
        return try ledger.arrivals().map { source, number in
            let states = counts[source] ?? [:]
            var account = Balance.Account(source: source)
            (account.arrivals, account.deliveries) = (number.arrivals, number.deliveries)
            account.letters = states.filter { $0.key != .split }.values.reduce(0, +)
            account.filed = states[.filed] ?? 0
            account.rejected = states[.rejected] ?? 0
            account.joined = states[.joined] ?? 0
            account.waiting = states[.held] ?? 0
            account.quarantine = states[.quarantined] ?? 0
            account.inFlight = states[.inFlight] ?? 0
            return account
        }.sorted { $0.source < $1.source }
    }

    private func foreignEntries() throws -> Int {
        try QueueName.allCases.reduce(0) { count, name in
            try count + self[name].entries(in: .quarantine).filter { $0.item == nil }.count
        }
    }
}
