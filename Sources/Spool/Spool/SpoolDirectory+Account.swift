public import ComplaintModel
public import PipelineContract

extension SpoolDirectory: ArrivalAccount {
    /// The arrival as it was recorded; nil where the ledger does not know it.
    public func arrival(_ id: ArrivalID) throws -> Arrival? { try ledger.arrival(id) }

    /// The arrivals that are part of an item, oldest first.
    public func arrivals(joinedInto item: ItemID) throws -> [Arrival] { try ledger.arrivals(joinedInto: item) }

    /// Whether the ledger says that an item is in flight.
    public func isInFlight(_ item: ItemID) throws -> Bool { try ledger.item(item)?.state == .inFlight }

    /// The arrivals of a channel taken in since a moment that are in flight, oldest first.
    public func arrivalsInFlight(by channel: ChannelKind, since time: Timestamp) throws -> [Arrival] {
        try ledger.arrivals(by: channel, since: time).filter { $0.item.state == .inFlight }.map(\.arrival)
    }

    /// How an item stands; nil where the ledger does not know it.
    public func standing(of item: ItemID) throws -> Standing? {
        try ledger.item(item).map { known in
            try standing(of: known) { try self[.unpack].entry(of: item) != nil || self[.join].entry(of: item) != nil }
        }
    }

    /// The arrivals of a channel since a moment, oldest first, with how each stands.
    public func arrivals(
        by channel: ChannelKind, since time: Timestamp
    ) throws -> [(arrival: Arrival, standing: Standing)] {
        let coming = Set(
            try [QueueName.unpack, .join].flatMap { try self[$0].entries(where: { _ in true }) }.map(\.item))
        return try ledger.arrivals(by: channel, since: time).map { entry in
            (entry.arrival, try standing(of: entry.item) { coming.contains(entry.item.id) })
        }
    }

    private func standing(of item: Ledger.Item, isComing: () throws -> Bool) throws -> Standing {
        switch item.state {
        case .inFlight: return try isComing() ? .coming : .wentOn
        case .held, .filed: return .wentOn
        case .rejected, .quarantined, .split: return .ended
        case .joined:
            guard let carrier = item.carrier else { return .ended }
            return item.isRepeat ? .repeated(of: carrier) : .joined(into: carrier)
        }
    }
}
