public import ComplaintModel
internal import Synchronization

/// Counts what happens often, so that a flood of refusals is a line a minute in the log and not one each.
public final class SparseNotes: Sendable {
    private let notes = Mutex<[String: (count: Int, last: Timestamp)]>([:])
    private static let everySeconds = 60.0

    /// Nothing counted yet.
    public init() {}

    /// How often it happened since it was last told; nil where it was told less than a minute ago.
    public func count(_ reason: String, at now: Timestamp) -> Int? {
        notes.withLock { notes in
            let known = notes[reason]
            let isDue = known.map { now.seconds(since: $0.last) >= SparseNotes.everySeconds } ?? true
            let count = (known?.count ?? 0) + 1
            if notes.count > 100 { notes.removeAll() }
            notes[reason] = (isDue ? 0 : count, isDue ? now : known?.last ?? now)
            return isDue ? count : nil
        }
    }
}
