internal import ComplaintModel
public import PipelineContract
internal import Synchronization

/// An intake that remembers what it took, by identity and token, as the spool does.
public final class RememberingIntake: Intake {
    /// How the house is.
    public enum Mood: Sendable { case well, full, broken }
    private struct State {
        /// A house that is well.
        public init() {}

        /// What was taken in, each once.
        public var taken: [Incoming] = []
        var deliveries = 0
        var tokens: [String: ArrivalID] = [:]
        var mood = Mood.well
    }
    private let state = Mutex(State())

    /// A house that is well.
    public init() {}

    /// What was taken in, each once.
    public var taken: [Incoming] { state.withLock { $0.taken } }
    /// How often anything was taken in, repeats too.
    public var deliveries: Int { state.withLock { $0.deliveries } }
    /// Changes how the house is.
    public func set(_ mood: Mood) { state.withLock { $0.mood = mood } }

    /// Takes in, or refuses.
    public func take(_ incoming: Incoming) async throws -> Receipt {
        try state.withLock { state in
            switch state.mood {
            case .well: break
            case .full: throw IntakeRefusal("The disk is full.")
            case .broken: throw HouseFault("The disk is gone.")
            }
            state.deliveries += 1
            let id = ArrivalID(channel: incoming.channel, source: incoming.source, channelKey: incoming.channelKey)
            if let token = incoming.token?.value {
                if let known = state.tokens[token] {
                    return Receipt(arrival: known, delivery: known == id ? .repeated : .conflicting)
                }
                state.tokens[token] = id
            }
            let isKnown = state.taken.contains { $0.channelKey == incoming.channelKey }
            if !isKnown { state.taken.append(incoming) }
            return Receipt(arrival: id, delivery: isKnown ? .again : .first)
        }
    }
}

/// Nobody listens.
public struct Silence: EventSink {
    /// Listens to nothing.
    public init() {}

    /// Takes no note.
    public func emit(_ event: PipelineEvent) {}
}
