public import ComplaintModel

/// A step of an item's life: reads one queue, decides, and says as data where the item goes next.
///
/// `process` may run twice on the same item: same identity, same result, no harm. It never touches a queue itself; the
/// runtime settles the outcome.
public protocol Stage: Sendable {
    /// What its queue carries.
    associatedtype Input: Codable & Sendable

    /// The queue it reads, which is also the stage's name.
    var queue: QueueName { get }

    /// Decides what becomes of an item.
    ///
    /// - Throws: `HouseFault` where no item can be worked just now (an engine that cannot be started): it is waited out,
    ///   no try counted, as is a full disk. After any other fault the item is deferred with a growing delay, and
    ///   quarantined after the configured number of tries.
    func process(_ input: Input, context: StageContext) async throws -> Outcome
}

/// What a stage may know besides its input.
public struct StageContext: Sendable {
    /// The item at hand.
    public let item: ItemID
    /// The moment of processing.
    public let now: Timestamp
    /// How often the item was tried here before.
    public let attempts: Int
    /// What happened to the item so far.
    public let trail: [Step]

    /// Gathers what a stage may know.
    public init(item: ItemID, now: Timestamp, attempts: Int = 0, trail: [Step] = []) {
        (self.item, self.now, self.attempts, self.trail) = (item, now, attempts, trail)
    }
}

/// Where an item goes next.
public enum Outcome: Sendable {
    /// On to other queues: usually one parcel; several where an arrival holds several letters.
    case advance([Parcel])
    /// Again here, not before `seconds` from now.
    case retry(afterSeconds: Double, reason: String)
    /// Again here, not before `seconds` from now, since something else has to come first: no try is counted.
    case wait(seconds: Double, for: String)
    /// On to another queue, and from now on standing for other items as well, which are part of it.
    case join(Parcel, absorbing: [ItemID])
    /// Part of an item that went on before it: that one begins a new round with the parcel.
    case amend(Parcel)
    /// The same once more as another item holds or waits with: counted as joined into it, and nothing else follows.
    case repeated(of: ItemID)
    /// To an operator.
    case hold(ReviewCase)
    /// Out: what it is not a complaint, by a rule a person can overrule.
    case reject(reason: String)
    /// Aside: cannot go on and no retry will mend it.
    case quarantine(reason: String)
    /// Done: filed in the store under a tracking code.
    case filed(TrackingCode)
}

/// A record on its way to a queue.
public struct Parcel: Sendable {
    /// The queue it goes to.
    public let queue: QueueName
    /// The item it is.
    public let item: ItemID
    /// The record itself.
    public let payload: any Codable & Sendable

    /// Addresses a record.
    public init(to queue: QueueName, item: ItemID, payload: any Codable & Sendable) {
        (self.queue, self.item, self.payload) = (queue, item, payload)
    }
}
