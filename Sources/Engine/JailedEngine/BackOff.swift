/// Keeps a pool that cannot start its workers from trying at every call: half a second, doubling to half a minute.
struct BackOff {
    private var delay = Duration.milliseconds(250)
    private var notBefore: ContinuousClock.Instant?
    private var reason: (any Error)?

    /// Throws the last reason while it is too early to try again.
    func check(at now: ContinuousClock.Instant = .now) throws {
        if let notBefore, let reason, now < notBefore { throw reason }
    }

    /// Notes a start that failed.
    mutating func note(_ error: any Error, at now: ContinuousClock.Instant = .now) {
        delay = min(delay * 2, .seconds(30))
        (notBefore, reason) = (now + delay, error)
    }
}
