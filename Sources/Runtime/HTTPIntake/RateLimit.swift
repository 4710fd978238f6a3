internal import NIOCore
internal import Synchronization

/// A bound on the requests a second, over two seconds: a bucket that fills evenly.
final class RateLimit: Sendable {
    private let perSecond: Double
    private let bucket: Mutex<(drops: Double, at: NIODeadline)>

    init(perSecond: Int) {
        self.perSecond = Double(perSecond)
        bucket = Mutex((2 * Double(perSecond), .now()))
    }

    /// Whether one more request fits.
    func allows(at now: NIODeadline = .now()) -> Bool {
        bucket.withLock { bucket in
            let seconds = Double((now - bucket.at).nanoseconds) / 1e9
            bucket = (min(2 * perSecond, bucket.drops + max(0, seconds) * perSecond), now)
            guard bucket.drops >= 1 else { return false }
            bucket.drops -= 1
            return true
        }
    }
}
