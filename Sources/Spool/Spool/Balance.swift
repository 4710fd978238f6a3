public import ComplaintModel
internal import PipelineContract

/// The account of a spool, proven from three independent witnesses: ledger, queues and store.
///
/// `arrived = filed + rejected + waiting for an operator + in quarantine + in flight`, by letter: an arrival that held
/// several counts as those.
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
        /// Waiting for an operator.
        public var waiting = 0
        /// In quarantine.
        public var quarantine = 0
        /// In the queues.
        public var inFlight = 0

        private enum CodingKeys: String, CodingKey {
            case source, arrivals, deliveries, letters, filed, rejected, waiting, quarantine
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
    /// Draws the balance; `isFiled` asks the store, as the third witness, and `filed` lists what it holds.
    ///
    /// An item that moves while the balance is drawn can look lost; whatever disagrees is looked at again, after
    /// `pause` has waited, and only named if it still does.
    public func balance(
        filed: Set<ItemID>, isFiled: (ItemID) async throws -> Bool, pause: () async -> Void
    ) async throws -> Balance {
        let items = try ledger.items(in: Ledger.State.allCases)
        let places = try placesOfItems()
        var faults: [Balance.Fault] = []
        for item in items {
            let isSound = try fault(of: item, places: places[item.id] ?? [], filed: filed.contains(item.id)) == nil
            if !isSound, let lasting = try await lastingFault(of: item.id, isFiled: isFiled, pause: pause) {
                faults.append(lasting)
            }
        }
        let known = Set(items.map(\.id))
        for stray in places.keys.filter({ !known.contains($0) }).sorted() where try ledger.item(stray) == nil {
            faults.append(.init(item: stray.rawValue, fault: "stands in a queue, but the ledger does not know it"))
        }
        for stray in filed.subtracting(known).sorted() where try ledger.item(stray) == nil {
            faults.append(.init(item: stray.rawValue, fault: "stands in the store, but the ledger does not know it"))
        }
        for id in try ledger.arrivalIDs() {
            guard let arrival = try ledger.arrival(id), try !evidence.holds(arrival.artefact) else { continue }
            faults.append(.init(item: id.rawValue, fault: "its evidence is gone or of another size: restore a backup"))
        }
        return Balance(accounts: try accounts(), faults: faults, foreign: try foreignEntries())
    }

    private typealias Place = (queue: QueueName, state: EntryState)

    private func placesOfItems() throws -> [ItemID: [Place]] {
        var places: [ItemID: [Place]] = [:]
        for name in QueueName.allCases {
            for entry in try EntryState.allCases.flatMap({ try self[name].entries(in: $0) }) {
                if let item = entry.item { places[item, default: []].append((name, entry.state)) }
            }
        }
        return places
    }

    /// What the witnesses disagree on, or nil; a stale entry that waits to be dropped is no fault.
    private func fault(of item: Ledger.Item, places: [Place], filed: Bool) throws -> String? {
        let inQueues = places.contains { $0.state != .quarantine }
        switch item.state {
        case .inFlight:
            return inQueues ? nil : "the ledger says in flight, but no queue has it: restart rongthuk to restore it"
        case .held:
            let waits = places.contains { $0.queue == .review && $0.state == .held }
            return waits ? nil : "the ledger says it waits for an operator, but the review queue does not have it"
        case .filed:
            return filed ? nil : "the ledger says filed, but the store does not have it"
        case .quarantined:
            let aside = places.contains { $0.state == .quarantine }
            return aside ? nil : "the ledger says quarantine, but no queue has it there"
        case .rejected, .split:
            return nil
        }
    }

    private func lastingFault(
        of id: ItemID, isFiled: (ItemID) async throws -> Bool, pause: () async -> Void
    ) async throws -> Balance.Fault? {
        var last: String?
        for _ in 0..<3 {
            await pause()
            guard let item = try ledger.item(id) else { return nil }
            let places = try placesOfItems()[id] ?? []
            last = try fault(of: item, places: places, filed: try await isFiled(id))
            // The ledger may have moved on between the two looks; only a state that stood still counts.
            if last == nil { return nil }
        }
        return last.map { Balance.Fault(item: id.rawValue, fault: $0) }
    }

    private func accounts() throws -> [Balance.Account] {
        let counts = try ledger.counts()
        return try ledger.arrivals().map { source, number in
            let states = counts[source] ?? [:]
            var account = Balance.Account(source: source)
            (account.arrivals, account.deliveries) = (number.arrivals, number.deliveries)
            account.letters = states.filter { $0.key != .split }.values.reduce(0, +)
            account.filed = states[.filed] ?? 0
            account.rejected = states[.rejected] ?? 0
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
