/// When a failed item is tried again, and when no more.
public struct RetryPolicy: Codable, Sendable, Hashable {
    /// How many tries before the item goes to quarantine.
    public var attempts = 20
    /// Seconds before the second try; each further wait is three times as long.
    public var firstDelaySeconds: Double = 5
    /// The longest wait in seconds.
    public var longestDelaySeconds: Double = 3600

    /// Twenty tries, from five seconds to an hour apart: most of a day.
    public init() {}

    /// How long to wait after `attempts` failed tries.
    public func delay(afterAttempts attempts: Int) -> Double {
        var delay = firstDelaySeconds
        for _ in 1..<max(1, attempts) where delay < longestDelaySeconds { delay *= 3 }
        return min(delay, longestDelaySeconds)
    }

    private enum CodingKeys: String, CodingKey {
        case attempts
        case firstDelaySeconds = "first_delay_secs"
        case longestDelaySeconds = "longest_delay_secs"
    }
}
