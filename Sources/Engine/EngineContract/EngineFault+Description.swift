extension EngineFault: CustomStringConvertible {
    /// What happened, in a sentence; what to do depends on who asks.
    public var description: String {
        switch self {
        case .unreadable(let why): why
        case .tooLarge(let limit, let found): "It passes the limit of \(limit): \(found)."
        case .crashed(let how): "The program that opens and reads pages failed at it (\(how))."
        case .timedOut(let seconds): "It could not be read within \(seconds) seconds."
        case .unavailable(let why): "Pages cannot be read just now: \(why)"
        case .nonsense(let what): "The program that reads pages gave no sensible answer (\(what))."
        }
    }
}
