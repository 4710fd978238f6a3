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

    /// Describes what was fetched.
    public init(
        channel: ChannelKind, source: SourceName, channelKey: String, mediaType: MediaType, provenance: Provenance,
        bytes: [UInt8]
    ) {
        (self.channel, self.source, self.channelKey) = (channel, source, channelKey)
        (self.mediaType, self.provenance, self.bytes) = (mediaType, provenance, bytes)
    }
}

/// What a channel gets back once a thing is durable: only then may it tell the source "got it".
public struct Receipt: Sendable, Hashable {
    /// The arrival the thing is, or was already.
    public let arrival: ArrivalID
    /// Whether it had been taken in before; it is then counted as one more delivery of that arrival.
    public let isRedelivery: Bool

    /// Confirms durability.
    public init(arrival: ArrivalID, isRedelivery: Bool) {
        (self.arrival, self.isRedelivery) = (arrival, isRedelivery)
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
