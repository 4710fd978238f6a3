public import ComplaintModel

/// Something that happened, for the log and the counters: identities and numbers only, never a letter's words.
public struct PipelineEvent: Sendable, Hashable {
    /// The kinds of happenings; those that end in `Error` want somebody's attention.
    public enum Name: String, Codable, Sendable, CaseIterable {
        case daemonStarted, daemonStopping, daemonStopped
        case spoolRecovered
        case sourceStarted, sourceError, intakeRefusedError
        case arrivalTaken, deliveryRepeated, fileRefusedError
        case itemAdvanced, itemFiled, itemHeld, itemRejected, itemQuarantinedError, itemPostponed, itemStaleDropped,
            itemJoined
        case queueError, queueResumed
        case delivered, deliverySkipped, deliveryError
    }
    /// What happened.
    public let name: Name
    /// The queue or stage it happened at.
    public var queue: QueueName?
    /// The watcher it happened at.
    public var source: SourceName?
    /// The item or arrival concerned.
    public var item: String?
    /// What an administrator needs to know, without any of a letter's words, names or numbers.
    public var detail: String?
    /// How long it took, in seconds.
    public var seconds: Double?

    /// Describes a happening.
    public init(
        _ name: Name, queue: QueueName? = nil, source: SourceName? = nil, item: String? = nil, detail: String? = nil,
        seconds: Double? = nil
    ) {
        (self.name, self.queue, self.source, self.item) = (name, queue, source, item)
        (self.detail, self.seconds) = (detail, seconds)
    }
}

/// Takes note of what happens.
public protocol EventSink: Sendable {
    /// Takes note; never blocks for long and never fails.
    func emit(_ event: PipelineEvent)
}
