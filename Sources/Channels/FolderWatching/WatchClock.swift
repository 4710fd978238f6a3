public import ComplaintModel
internal import Glibc

/// The time as the watcher sees it; tests bring their own.
public struct WatchClock: Sendable {
    /// The moment by the calendar, which may be set.
    public let now: @Sendable () -> Timestamp
    /// Seconds on a clock that never jumps.
    public let uptime: @Sendable () -> Double
    /// Waits so many seconds.
    public let sleep: @Sendable (Double) async throws -> Void

    /// Puts a clock together.
    public init(
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        (self.now, self.uptime, self.sleep) = (now, uptime, sleep)
    }

    /// The machine's clocks.
    public static let system = WatchClock(
        now: { Timestamp(milliseconds: Int64(seconds(on: CLOCK_REALTIME) * 1000)) },
        uptime: { seconds(on: CLOCK_MONOTONIC) },
        sleep: { try await Task.sleep(for: .seconds($0)) })

    private static func seconds(on clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
