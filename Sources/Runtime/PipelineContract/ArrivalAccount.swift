public import ComplaintModel

/// What the account of the house tells a stage of arrivals other than the one at hand.
public protocol ArrivalAccount: Sendable {
    /// The arrival as it was recorded; nil where nobody knows it.
    func arrival(_ id: ArrivalID) throws -> Arrival?

    /// The arrivals that are part of an item by what was settled, oldest first.
    func arrivals(joinedInto item: ItemID) throws -> [Arrival]

    /// Whether an item is in the queues and part of no other one.
    func isInFlight(_ item: ItemID) throws -> Bool

    /// The arrivals of a channel taken in since a moment that are in flight, oldest first.
    func arrivalsInFlight(by channel: ChannelKind, since time: Timestamp) throws -> [Arrival]

    /// How an item stands; nil where nobody knows it.
    func standing(of item: ItemID) throws -> Standing?

    /// The arrivals of a channel since a moment, oldest first, with how each stands.
    func arrivals(by channel: ChannelKind, since time: Timestamp) throws -> [(arrival: Arrival, standing: Standing)]
}

/// How an item stands, as far as other items must know.
public enum Standing: Sendable, Hashable {
    /// It has not yet come as far as the stage that asks.
    case coming
    /// It went on, waits for an operator or is filed: what comes late can become part of it.
    case wentOn
    /// It was rejected or put aside.
    case ended
    /// It is part of another item.
    case joined(into: ItemID)
    /// It says the same once more as another item.
    case repeated(of: ItemID)
}
