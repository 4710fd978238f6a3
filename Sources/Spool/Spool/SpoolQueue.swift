public import ComplaintModel
internal import Glibc
public import PipelineContract
internal import Synchronization

/// The states an entry of a queue can be in, each a folder.
public enum EntryState: String, Codable, Sendable, Hashable, CaseIterable {
    /// Waits for a worker.
    case ready
    /// Is in the hands of a live worker, which holds a lock on it.
    case active
    /// Is tried again at a time.
    case deferred
    /// Waits for an operator or for `rongthuk queue release`.
    case held
    /// Cannot go on; kept with its reason.
    case quarantine
}

/// One entry of a queue, by its name alone.
public struct QueueEntry: Sendable, Hashable {
    /// The file's name.
    public let name: String
    /// The state it is in.
    public let state: EntryState
    /// The item, where the name is one of ours.
    public let item: ItemID?
    /// When the item's arrival was taken in, where the name is one of ours.
    public let receivedAt: Timestamp?
    /// Not before this time, where it is deferred.
    public let notBefore: Timestamp?

    /// Reads a file's name: `<received>.<item>.<round>.record`, with `<not-before>@` before it in `deferred`.
    init(name: String, state: EntryState) {
        (self.name, self.state) = (name, state)
        let parts = name.split(separator: "@", maxSplits: 1)
        notBefore = parts.count == 2 ? Int64(parts[0]).map(Timestamp.init(milliseconds:)) : nil
        let words = (parts.last ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 4, words[3] == "record", let received = Int64(words[0]),
            let item = ItemID(rawValue: String(words[1])), Int(words[2]) != nil
        else {
            (self.item, receivedAt) = (nil, nil)
            return
        }
        (self.item, receivedAt) = (item, Timestamp(milliseconds: received))
    }

    /// The name an item has in every queue, so that a second run writes over the first; one of an earlier round, that a
    /// crash brought back, never does.
    static func name(of envelope: Envelope) -> String {
        let digits = String(envelope.receivedAt.milliseconds)
        let padding = String(repeating: "0", count: max(0, 13 - digits.utf8.count))
        return "\(padding)\(digits).\(envelope.item.fileName).\(envelope.round).record"
    }
}

/// A durable queue: a folder with a folder for each state; every step is one rename.
///
/// Enqueue = write under `tmp/` → fsync → rename into `ready/` → fsync `ready/`. Claim = lock the file, rename it into
/// `active/`; the lock dies with the process, so `recover()` finds what a dead worker left. Nothing is removed before
/// what follows from it is durable elsewhere, so a crash can only make a step run twice.
public final class SpoolQueue: Sendable {
    /// The queue's name.
    public let name: QueueName
    private let temporary: Directory
    private let folders: [EntryState: Directory]
    private let doorbell: Doorbell
    /// Ready names of the last listing, youngest first, so that a burst is not listed anew for each of its items; a name
    /// that is gone by now is passed over by the claim itself.
    private let listing = Mutex<[QueueEntry]>([])

    /// The largest record, in bytes: a letter of 500 dense pages with every cluster's box stays below it.
    static let largestRecord = 256 << 20

    init(_ name: QueueName, in root: String) throws {
        self.name = name
        temporary = try Directory("\(root)/\(name.rawValue)/tmp", creating: true)
        folders = Dictionary(
            uniqueKeysWithValues: try EntryState.allCases.map {
                ($0, try Directory("\(root)/\(name.rawValue)/\($0.rawValue)", creating: true))
            })
        doorbell = Doorbell()
    }

    private func folder(_ state: EntryState) throws -> Directory {
        guard let folder = folders[state] else { throw SpoolError(.missing, "The folder of \(state) is not open.") }
        return folder
    }

    // MARK: Putting in

    /// Puts a record in durably; the same item again takes the place of the entry before.
    public func enqueue(_ envelope: Envelope, _ payload: any Encodable, state: EntryState = .ready) throws {
        let staged = try stage(envelope, payload, synced: true)
        try publish([staged], state: state)
    }

    /// Writes a record under a temporary name; durable only where `synced` is set.
    func stage(_ envelope: Envelope, _ payload: any Encodable, synced: Bool) throws -> StagedEntry {
        let bytes = try RecordFormat.encode(envelope, payload, queue: name)
        let staged = StagedEntry(temporaryName: uniqueName(), name: QueueEntry.name(of: envelope))
        try temporary.write(bytes, to: staged.temporaryName, synced: synced)
        return staged
    }

    /// Makes staged records, whose bytes are durable, visible and durable under their names with one directory sync.
    func publish(_ staged: [StagedEntry], state: EntryState = .ready) throws {
        let target = try folder(state)
        for entry in staged where try !temporary.move(entry.temporaryName, to: target, as: entry.name) {
            throw SpoolError(.missing, "\(temporary.path)/\(entry.temporaryName) vanished before it was published.")
        }
        try target.sync()
        doorbell.ring()
    }

    /// Removes staged records that will not be published.
    func discard(_ staged: [StagedEntry]) {
        for entry in staged { try? temporary.remove(entry.temporaryName) }
    }

    // MARK: Taking out

    /// Takes the oldest ready entry, or gives nil where there is none; `setAside` is given those that are no sound
    /// records.
    func claim(settingAside setAside: (QueueEntry, SpoolError) throws -> Void) throws -> Claim? {
        // What the last listing has left, then one new listing: an entry that somebody else holds is not waited for.
        for isNew in [false, true] {
            if isNew {
                let fresh = try entries(in: .ready)
                listing.withLock { $0 = fresh.reversed() }
            }
            while let entry = listing.withLock({ $0.popLast() }) {
                do {
                    if let claim = try claim(entry) { return claim }
                } catch let error as SpoolError where error.code == .corrupt {
                    try setAside(entry, error)
                }
            }
        }
        return nil
    }

    private func claim(_ entry: QueueEntry) throws -> Claim? {
        let (ready, active) = (try folder(.ready), try folder(.active))
        guard entry.item != nil else { throw SpoolError(.corrupt, "\(ready.path)/\(entry.name) has a foreign name.") }
        guard let file = try ready.open(entry.name), file.tryLock() else { return nil }
        guard try ready.move(entry.name, to: active, as: entry.name) else { return nil }
        // Another process may have published a newer file under the name between open and rename: put that back.
        guard active.inode(of: entry.name) == file.inode else {
            _ = try active.move(entry.name, to: ready, as: entry.name)
            return nil
        }
        do {
            let body = try RecordFormat.body(of: try file.readAll(limit: SpoolQueue.largestRecord), path: file.path)
            let envelope = try RecordFormat.envelope(from: body)
            return Claim(queue: self, entry: entry, envelope: envelope, body: body, lock: file)
        } catch let error as SpoolError where error.isTemporary {
            _ = try active.move(entry.name, to: ready, as: entry.name)
            throw error
        } catch {
            _ = try active.move(entry.name, to: ready, as: entry.name)
            throw SpoolError(.corrupt, "\(ready.path)/\(entry.name): \(error)")
        }
    }

    /// Removes an entry of which everything that follows is durable.
    public func finish(_ entry: QueueEntry, from state: EntryState) throws { try folder(state).remove(entry.name) }

    /// Puts a claimed entry back as it was.
    func giveBack(_ entry: QueueEntry) throws {
        _ = try folder(.active).move(entry.name, to: try folder(.ready), as: entry.name)
        doorbell.ring()
    }

    /// Writes a claimed entry anew, with what its last try said, for a later time.
    func postpone(_ claim: Claim, envelope: Envelope, until: Timestamp) throws {
        let bytes = try RecordFormat.encode(envelope, bodyOf: claim.body, queue: name)
        let staged = StagedEntry(
            temporaryName: uniqueName(), name: "\(until.milliseconds)@\(QueueEntry.name(of: envelope))")
        try temporary.write(bytes, to: staged.temporaryName, synced: true)
        try publish([staged], state: .deferred)
        try finish(claim.entry, from: .active)
    }

    /// Makes deferred entries whose time has come ready; gives the time of the next one.
    func wake(at now: Timestamp) throws -> Timestamp? {
        var next: Timestamp?
        for entry in try entries(in: .deferred) {
            guard let time = entry.notBefore, time > now else {
                _ = try folder(.deferred).move(
                    entry.name, to: try folder(.ready), as: entry.name.split(separator: "@").last.map(String.init) ?? ""
                )
                doorbell.ring()
                continue
            }
            next = min(next ?? time, time)
        }
        return next
    }

    /// Makes ready again what a dead worker left in its hands; what a live one holds is locked and stays.
    func recover() throws -> Int {
        let (active, ready) = (try folder(.active), try folder(.ready))
        var count = 0
        for entry in try entries(in: .active) {
            let file: OpenFile?
            do {
                file = try active.open(entry.name)
            } catch let error as SpoolError where error.code == .corrupt {
                _ = try quarantine(entry, from: .active, reason: error.description)
                continue
            }
            guard let file, file.tryLock() else { continue }
            if try active.move(entry.name, to: ready, as: entry.name) { count += 1 }
        }
        return count
    }

    /// Puts an entry aside with its reason beside it, and says where it is then.
    func quarantine(_ entry: QueueEntry, from state: EntryState, reason: String) throws -> QueueEntry {
        let target = try folder(.quarantine)
        let name = entry.item == nil ? "\(uniqueName()).foreign" : entry.name
        let note = "\(name).reason.txt"
        try target.remove(note)
        try target.write(Array("\(reason)\n".utf8), to: note, synced: true)
        _ = try folder(state).move(entry.name, to: target, as: name)
        try target.sync()
        try folder(state).sync()
        return QueueEntry(name: name, state: .quarantine)
    }

    /// Moves an entry between states, durably; false where it is not there (any more).
    public func move(_ entry: QueueEntry, to state: EntryState) throws -> Bool {
        let target = try folder(state)
        let name = entry.name.split(separator: "@").last.map(String.init) ?? entry.name
        guard try folder(entry.state).move(entry.name, to: target, as: name) else { return false }
        try target.sync()
        if state == .ready { doorbell.ring() }
        return true
    }

    // MARK: Looking

    /// The entries of a state, oldest arrival first (deferred: soonest first); notes of reasons are left out.
    public func entries(in state: EntryState) throws -> [QueueEntry] {
        try folder(state).names().filter { !$0.hasSuffix(".reason.txt") }.sorted()
            .map { QueueEntry(name: $0, state: state) }
    }

    /// The entry of an item, in whatever state it is.
    public func entry(of item: ItemID) throws -> QueueEntry? {
        for state in EntryState.allCases {
            if let entry = try entries(in: state).first(where: { $0.item == item }) { return entry }
        }
        return nil
    }

    /// The envelope and payload of an entry, checked.
    public func read<Payload: Decodable>(_ type: Payload.Type, of entry: QueueEntry) throws -> (Envelope, Payload) {
        let body = try self.body(of: entry)
        return (try RecordFormat.envelope(from: body), try RecordFormat.decode(Payload.self, from: body))
    }

    /// The envelope of an entry, checked.
    public func envelope(of entry: QueueEntry) throws -> Envelope {
        try RecordFormat.envelope(from: try body(of: entry))
    }

    /// The JSON of an entry, checked: what `rongthuk queue cat` shows.
    public func body(of entry: QueueEntry) throws -> ArraySlice<UInt8> {
        guard let file = try folder(entry.state).open(entry.name) else {
            throw SpoolError(.missing, "\(entry.name) is not in \(name.rawValue)/\(entry.state.rawValue) any more.")
        }
        return try RecordFormat.body(of: try file.readAll(limit: SpoolQueue.largestRecord), path: file.path)
    }

    /// Why an entry lies in quarantine, if a note says so.
    public func quarantineReason(of entry: QueueEntry) throws -> String? {
        guard let file = try folder(.quarantine).open("\(entry.name).reason.txt") else { return nil }
        return String(decoding: try file.readAll(limit: 1 << 16), as: UTF8.self).trimmingNewlines
    }

    /// Waits until something was put in or the time is over.
    func waitForEntry(atMostSeconds seconds: Double) async { await doorbell.wait(atMostSeconds: seconds) }

    /// Removes temporary files older than `milliseconds`: what a crash left half written, never acknowledged.
    func removeLeftovers(olderThan milliseconds: Int64, now: Timestamp) throws {
        for name in try temporary.names() {
            guard let facts = temporary.attributes(of: name), now.milliseconds - facts.modified > milliseconds else {
                continue
            }
            try temporary.remove(name)
        }
    }
}

/// A record written under a temporary name and not yet visible.
struct StagedEntry {
    let temporaryName: String
    let name: String
}

/// An entry in the hands of this process; the lock goes when the value goes.
final class Claim: Sendable {
    let queue: SpoolQueue
    let entry: QueueEntry
    let envelope: Envelope
    let body: ArraySlice<UInt8>
    private let lock: OpenFile

    init(queue: SpoolQueue, entry: QueueEntry, envelope: Envelope, body: ArraySlice<UInt8>, lock: OpenFile) {
        (self.queue, self.entry, self.envelope, self.body, self.lock) = (queue, entry, envelope, body, lock)
    }

    func payload<Payload: Decodable>(as type: Payload.Type) throws -> Payload {
        try RecordFormat.decode(type, from: body)
    }
}

/// A name no other process or thread uses.
func uniqueName() -> String { "\(getpid())-\(UInt64.random(in: .min ... .max))" }

extension String {
    fileprivate var trimmingNewlines: String {
        var text = Substring(self)
        while text.last == "\n" { text = text.dropLast() }
        return String(text)
    }
}
