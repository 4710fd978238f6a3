internal import ComplaintModel
internal import Synchronization

extension SpoolQueue {
    /// How many names of a listing are kept: few enough that an older entry which comes back is soon seen.
    private static let longestListing = 256

    /// Takes the oldest ready entry, or gives nil where there is none; `setAside` is given those that are no sound
    /// records, and where it fails the entries behind are worked all the same.
    func claim(settingAside setAside: (QueueEntry, SpoolError) throws -> Void) throws -> Claim? {
        var failure: (any Error)?
        // What the last listing has left, then one new listing: an entry that somebody else holds is not waited for.
        for isNew in [false, true] {
            if isNew {
                let fresh = try entries(in: .ready, atMost: SpoolQueue.longestListing)
                listing.withLock { $0 = fresh.reversed() }
            }
            while let entry = listing.withLock({ $0.popLast() }) {
                do {
                    if let claim = try claim(entry) { return claim }
                } catch let error as SpoolError where error.code == .corrupt {
                    do { try setAside(entry, error) } catch { failure = failure ?? error }
                }
            }
        }
        if let failure { throw failure }
        return nil
    }

    private func claim(_ entry: QueueEntry) throws -> Claim? {
        let (ready, active) = (try folder(.ready), try folder(.active))
        guard entry.item != nil else { throw SpoolError(.corrupt, "\(ready.path)/\(entry.name) has a foreign name.") }
        guard let file = try ready.open(entry.name), file.tryLock() else { return nil }
        guard try ready.move(entry.name, to: active, as: entry.name) else { return nil }
        do {
            // Another process may have published a newer file under the name between open and rename: put that back.
            if active.inode(of: entry.name) == file.inode { return try Claim(self, entry, file) }
        } catch {
            _ = try active.move(entry.name, to: ready, as: entry.name)
            throw error
        }
        _ = try active.move(entry.name, to: ready, as: entry.name)
        return nil
    }

    /// Puts a claimed entry back as it was, until `time` where one is given.
    func giveBack(_ entry: QueueEntry, until time: Timestamp? = nil) throws {
        let active = try folder(.active)
        if let time {
            _ = try active.move(entry.name, to: try folder(.deferred), as: entry.deferredName(until: time))
            alarm.withLock { $0.add(time) }
        } else {
            _ = try active.move(entry.name, to: try folder(.ready), as: entry.name)
            doorbell.ring()
        }
    }

    /// Writes a claimed entry anew, with what its last try said, for a later time.
    func postpone(_ claim: Claim, envelope: Envelope, until time: Timestamp) throws {
        let bytes = try RecordFormat.encode(envelope, bodyOf: claim.body, queue: name)
        try publish([try stage(bytes, as: claim.entry.deferredName(until: time), synced: true)], state: .deferred)
        alarm.withLock { $0.add(time) }
        try finish(claim.entry, from: .active)
    }

    // MARK: Waking

    /// Makes deferred entries whose time has come ready; gives the time of the next one.
    ///
    /// One that is put off by more than `longestDelay` seconds was put off by a clock that was wrong: it is due.
    func wake(at now: Timestamp, longestDelay: Double = .infinity) throws -> Timestamp? {
        let known = alarm.withLock { $0 }
        if known.isFresh(at: now) { return known.next }
        var next: Timestamp?
        var isAnyDue = false
        for entry in try entries(in: .deferred) {
            if let time = entry.notBefore, time > now, time.seconds(since: now) <= longestDelay {
                next = min(next ?? time, time)
            } else if try folder(.deferred).move(entry.name, to: try folder(.ready), as: entry.plainName) {
                isAnyDue = true
            }
        }
        alarm.withLock { $0 = Alarm(looked: now, next: next) }
        if isAnyDue { doorbell.ring() }
        return next
    }

    /// Waits until something was put in or the time is over.
    func waitForEntry(atMostSeconds seconds: Double) async { await doorbell.wait(atMostSeconds: seconds) }

    // MARK: Coming back

    /// Makes ready again what a fault of the disk left in `active`; what a live worker holds is locked and stays.
    func free(settingAside setAside: (QueueEntry, SpoolError) throws -> Void) throws -> Int {
        try entries(in: .active).reduce(0) { count, entry in
            let isFree = try withAbandoned(entry, settingAside: setAside) { _ in
                try folder(.active).move(entry.name, to: try folder(.ready), as: entry.name)
            }
            return isFree ? count + 1 : count
        }
    }

    /// Puts off for a short time what a dead program left in its hands: it may have died of it, and would again.
    ///
    /// - Returns: whether it did; what has seen `attempts` tries is set aside instead.
    func recover(
        _ entry: QueueEntry, at now: Timestamp, attempts: Int,
        settingAside setAside: (QueueEntry, SpoolError) throws -> Void
    ) throws -> Bool {
        try withAbandoned(entry, settingAside: setAside) { file in
            let claim = try Claim(self, entry, file)
            var later = claim.envelope
            (later.attempts, later.lastFault) = (later.attempts + 1, "the program ended while working on it")
            guard later.attempts < attempts else {
                throw SpoolError(.corrupt, "Given up after \(later.attempts) tries: \(later.lastFault ?? "").")
            }
            let delay = (1..<max(1, later.attempts)).prefix(4).reduce(1.0) { delay, _ in min(60, delay * 3) }
            try postpone(claim, envelope: later, until: now.adding(seconds: delay))
            return true
        }
    }

    /// Does something with an entry of `active` under its lock, unless somebody holds it; sets aside what is unsound.
    private func withAbandoned(
        _ entry: QueueEntry, settingAside setAside: (QueueEntry, SpoolError) throws -> Void,
        _ body: (OpenFile) throws -> Bool
    ) throws -> Bool {
        do {
            guard let file = try folder(.active).open(entry.name), file.tryLock() else { return false }
            return try body(file)
        } catch let error as SpoolError where error.code == .corrupt {
            try setAside(entry, error)
            return false
        }
    }
}

/// When the deferred entries were last looked at, and when the next one is due.
struct Alarm: Sendable {
    var looked: Timestamp?
    var next: Timestamp?

    /// Whether what is known holds at `now`; other processes' changes are noticed within two seconds.
    func isFresh(at now: Timestamp) -> Bool {
        guard let looked, (0..<2).contains(now.seconds(since: looked)) else { return false }
        return next.map { $0 > now } ?? true
    }

    mutating func add(_ time: Timestamp) { next = min(next ?? time, time) }
}
