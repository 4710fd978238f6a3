public import ComplaintModel

/// One thing that happened to an item, for `rongthuk explain`.
public struct Step: Codable, Sendable, Hashable {
    /// The queue it happened at.
    public let queue: QueueName
    /// When it was done.
    public let at: Timestamp
    /// How long it took, in seconds.
    public let seconds: Double
    /// How many tries it took.
    public let attempts: Int

    /// Records a step.
    public init(queue: QueueName, at: Timestamp, seconds: Double, attempts: Int) {
        (self.queue, self.at, self.seconds, self.attempts) = (queue, at, seconds, attempts)
    }
}
