/// A watcher of one source: fetches what came, makes it durable by the intake, and only then acknowledges.
public protocol ChannelWatching: Sendable {
    /// Watches until cancelled; faults of the source are told as events and tried again, never thrown.
    func run() async throws

    /// Takes in what is there now, and ends.
    ///
    /// - Throws: `IntakeRefusal` where the house takes in nothing; what came stays where it is.
    func drain() async throws
}
