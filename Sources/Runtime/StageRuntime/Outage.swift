internal import Synchronization

/// The time in which the house cannot work: how long its workers wait, and whether it was told already.
final class Outage: Sendable {
    private let seconds = Mutex<Double>(0)

    /// How long to wait now, in seconds.
    var pause: Double { seconds.withLock { $0 } }

    /// How long to wait after the next fault: twice as long as now, from a second to a minute.
    var nextPause: Double { min(60, max(1, pause * 2)) }

    /// Notes a fault; gives whether it is the first.
    func meet() -> Bool {
        seconds.withLock { seconds in
            defer { seconds = min(60, max(1, seconds * 2)) }
            return seconds == 0
        }
    }

    /// Notes that work went well; gives whether an outage ends with it.
    func end() -> Bool {
        seconds.withLock { seconds in
            defer { seconds = 0 }
            return seconds > 0
        }
    }
}
