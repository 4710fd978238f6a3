internal import ContainerFormats

/// What tells one state of a file from another without reading it.
struct FileFacts: Sendable, Hashable {
    let device: UInt
    let inode: UInt
    let size: Int
    /// Nanoseconds since 1970.
    let modified: Int64
}

/// Decides when a file is finished: a pure machine that is told what was seen, and when.
///
/// A file is finished when nothing about it has changed for a while and it ends as its kind must. The same rule holds
/// for a file that lay there before the watcher started: nobody knows whether its writer still runs.
struct FileStabilityTracker: Sendable {
    enum Verdict: Sendable, Hashable {
        /// Look again in so many seconds.
        case wait(seconds: Double)
        /// Nothing changes any more, and the end is there.
        case finished
        /// Nothing has changed for long, and the end is still missing: it will not come.
        case cutOff
    }

    let stableFor: Double
    let patience: Double
    private var seen: [EntryPath: (facts: FileFacts, since: Double)] = [:]

    init(stableFor: Double, patience: Double) { (self.stableFor, self.patience) = (stableFor, patience) }

    /// Takes note of what a file looks like now; `ending` is asked only once it has been still for long enough.
    mutating func observe(
        _ path: EntryPath, _ facts: FileFacts, at now: Double, ending: () -> FileEnding
    ) -> Verdict {
        guard let before = seen[path], before.facts == facts else {
            seen[path] = (facts, now)
            return .wait(seconds: stableFor)
        }
        let still = now - before.since
        guard still >= stableFor else { return .wait(seconds: stableFor - still) }
        guard ending() == .incomplete else { return .finished }
        return still >= patience ? .cutOff : .wait(seconds: patience - still)
    }

    /// How long a file has looked the same.
    func stillness(of path: EntryPath, at now: Double) -> Double { seen[path].map { now - $0.since } ?? 0 }

    /// Forgets every file but these.
    mutating func keepOnly(_ paths: Set<EntryPath>) { seen = seen.filter { paths.contains($0.key) } }
}
