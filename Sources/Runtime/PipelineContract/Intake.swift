public import ComplaintModel

/// One raw thing that a channel fetched and wants kept.
public struct Incoming: Sendable {
    /// The kind of way it came in by.
    public let channel: ChannelKind
    /// The watcher that fetched it.
    public let source: SourceName
    /// The channel's own key of it; taking the same key in twice gives one arrival.
    public let channelKey: String
    /// What it is: by its first bytes, or by the channel's own knowledge (mail, SMS text).
    public let mediaType: MediaType
    /// Where it came from.
    public let provenance: Provenance
    /// The raw bytes.
    public let bytes: [UInt8]
    /// What the request that brought it is known by, where it has such a thing.
    public let token: DeliveryToken?

    /// Describes what was fetched.
    public init(
        channel: ChannelKind, source: SourceName, channelKey: String, mediaType: MediaType, provenance: Provenance,
        bytes: [UInt8], token: DeliveryToken? = nil
    ) {
        (self.channel, self.source, self.channelKey) = (channel, source, channelKey)
        (self.mediaType, self.provenance, self.bytes, self.token) = (mediaType, provenance, bytes, token)
    }
}

/// What one request is known by (an idempotency key, a signature): remembered durably together with what it brought, so
/// that it counts once however often it is sent or replayed.
public struct DeliveryToken: Sendable, Hashable {
    /// The token, unique within its source.
    public let value: String
    /// How long it is remembered, in seconds.
    public let keptSeconds: Int

    /// Names a request.
    public init(_ value: String, keptSeconds: Int) { (self.value, self.keptSeconds) = (value, keptSeconds) }
}

/// What a channel gets back once a thing is durable: only then may it tell the source "got it".
public struct Receipt: Sendable, Hashable {
    /// How a thing came to be in the house.
    public enum Delivery: Sendable, Hashable {
        /// It was taken in now.
        case first
        /// It had been taken in before, and is counted as one more delivery of that arrival.
        case again
        /// The very request had been served before; nothing is counted.
        case repeated
        /// The request's token belongs to another arrival; nothing was kept.
        case conflicting
    }
    /// The arrival the thing is, or was already; where tokens conflict, the one the token belongs to.
    public let arrival: ArrivalID
    /// How it came to be in the house.
    public let delivery: Delivery

    /// Whether it had been taken in before.
    public var isRedelivery: Bool { delivery != .first }

    /// Confirms durability.
    public init(arrival: ArrivalID, delivery: Delivery) { (self.arrival, self.delivery) = (arrival, delivery) }

    /// Confirms durability.
    public init(arrival: ArrivalID, isRedelivery: Bool) {
        self.init(arrival: arrival, delivery: isRedelivery ? .again : .first)
    }
}

/// The door of the house: makes what channels fetch durable.
public protocol Intake: Sendable {
    /// Makes one thing durable as evidence, ledger row and queue entry; concurrent calls share their syncs.
    ///
    /// - Throws: `IntakeRefusal` while the house cannot take in; any other error means that nothing was acknowledged
    ///   and the thing must be offered again.
    func take(_ incoming: Incoming) async throws -> Receipt
}

/// Why nothing can be taken in just now; the channel leaves things where they are and offers them again.
public struct IntakeRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// The limit that was reached, and what to do about it.
    public let description: String

    /// Refuses with a sentence for the administrator.
    public init(_ description: String) { self.description = description }
}
