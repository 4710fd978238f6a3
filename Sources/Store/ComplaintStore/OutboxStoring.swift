public import ComplaintModel

/// The outbox of the store: what is to be sent on, and how far it is.
///
/// A delivery is noted durably as `sending` before anything is sent and settled afterwards; what a crash leaves at
/// `sending` may or may not have been sent.
public protocol OutboxStoring: Sendable {
    /// Takes the delivery to `destination` that is due first in hand; nil where none is due at `now`.
    ///
    /// Only the newest version of a complaint is sent; older ones that still wait are noted as skipped.
    func beginDelivery(to destination: String, at now: Timestamp) async throws -> DeliveryInHand?

    /// Notes what became of a delivery.
    func settle(_ delivery: DeliveryInHand, as outcome: DeliveryOutcome, at now: Timestamp) async throws

    /// Settles what a crash left at `sending`: to be sent again where that does no harm, else as unsure; gives how many.
    func recoverDeliveries(to destination: String, sendingAgain: Bool, at now: Timestamp) async throws -> Int

    /// How many deliveries are in each state, by destination.
    func deliveryCounts() async throws -> [String: [Delivery.State: Int]]
}

/// One version of a complaint on its way to one destination of the outbox.
public struct Delivery: Sendable, Hashable {
    /// How far a delivery is.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Waits, or is tried again.
        case pending
        /// Was begun.
        case sending
        /// Got there.
        case delivered
        /// Need not be sent.
        case skipped
        /// Was refused for good.
        case refused
        /// May have got there; is not sent again.
        case unsure
    }
    /// The destination, as the configuration names it.
    public let destination: String
    /// The version of the complaint.
    public let version: Int
    /// How far it is.
    public let state: State
    /// When it came to be so.
    public let at: Timestamp
    /// Why, where there is more to say.
    public let detail: String?
}

/// A delivery that was begun.
public struct DeliveryInHand: Sendable {
    /// The complaint as it is now.
    public let complaint: Complaint
    /// How often it was begun, this time included.
    public let attempts: Int
    /// Whether this destination has had the complaint, or was to have it, before.
    public let isFirst: Bool
    let number: Int64
    let version: Int
    let destination: String
}

/// What became of a delivery.
public enum DeliveryOutcome: Sendable, Hashable {
    /// It got there.
    case delivered
    /// It need not be sent.
    case skipped(String)
    /// It was refused; no further try will mend it.
    case refused(String)
    /// Nothing was sent; again after so many seconds.
    case later(seconds: Double, String)
    /// It may have got there.
    case unsure(String)
}
