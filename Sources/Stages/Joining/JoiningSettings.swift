/// How long short messages wait for each other.
public struct JoiningSettings: Sendable, Hashable {
    /// How long after the last message of a sender a further one still belongs to the same complaint.
    public var gatherSeconds = 120.0
    /// How long the missing parts of a long message are waited for.
    public var partTimeoutSeconds = 1800.0
    /// How long after its fellows a part may come and still be added to them; references are used again later.
    public var lateSeconds = 72.0 * 3600

    /// Two minutes for further messages, half an hour for missing parts, three days for late ones.
    public init() {}

    /// However much a sender writes, nothing waits longer than this.
    var longestSeconds: Double { gatherSeconds * 5 + partTimeoutSeconds }

    /// So many messages are not added to.
    static let mostMessages = 100
}
