public import ComplaintModel
internal import Glibc
public import PipelineContract
internal import Synchronization

/// A durable queue: a folder with a folder for each state; every step is one rename.
///
/// Enqueue = write under `tmp/` → fsync → rename into `ready/` → fsync `ready/`. Claim = lock the file, rename it into
/// `active/`; the lock dies with the process, so `recover()` finds what a dead worker left. Nothing is removed before
/// what follows from it is durable elsewhere, so a crash can only make a step run twice.
public final class SpoolQueue: Sendable {
    /// The queue's name.
    public let name: QueueName
    let doorbell = Doorbell()
    private let temporary: Directory
    private let folders: [EntryState: Directory]
    /// The oldest ready names of the last listing, youngest first, so that a burst is not listed anew for each of its
    /// items; a name that is gone by now is passed over by the claim itself.
    let listing = Mutex<[QueueEntry]>([])
    let alarm = Mutex(Alarm())

    /// The largest record, in bytes: a letter of 500 dense pages with every cluster's box stays below it.
    static let largestRecord = 256 << 20

    init(_ name: QueueName, in root: String) throws {
        self.name = name
        temporary = try Directory("\(root)/\(name.rawValue)/tmp", creating: true)
        folders = Dictionary(
            uniqueKeysWithValues: try EntryState.allCases.map {
                ($0, try Directory("\(root)/\(name.rawValue)/\($0.rawValue)", creating: true))
            })
    }

    func folder(_ state: EntryState) throws -> Directory {
        guard let folder = folders[state] else { throw SpoolError(.missing, "The folder of \(state) is not open.") }
        return folder
    }

    // MARK: Putting in

    /// Puts a record in durably; the same item again takes the place of the entry before.
    public func enqueue(_ envelope: Envelope, _ payload: any Encodable, state: EntryState = .ready) throws {
        try publish([try stage(envelope, payload, synced: true)], state: state)
    }

    /// Writes a record under a temporary name; durable only where `synced` is set.
    func stage(_ envelope: Envelope, _ payload: any Encodable, synced: Bool) throws -> StagedEntry {
        let bytes = try RecordFormat.encode(envelope, payload, queue: name)
        return try stage(bytes, as: QueueEntry.name(of: envelope), synced: synced)
    }

    func stage(_ bytes: [UInt8], as name: String, synced: Bool) throws -> StagedEntry {
        let staged = StagedEntry(temporaryName: uniqueName(), name: name)
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

    /// Removes an entry of which everything that follows is durable, and the note beside it.
    public func finish(_ entry: QueueEntry, from state: EntryState) throws {
        try folder(state).remove(entry.name)
        if state == .quarantine { try folder(state).remove(entry.noteName) }
    }

    // MARK: Moving

    /// Moves an entry between states, durably; false where it is not there (any more).
    public func move(_ entry: QueueEntry, to state: EntryState) throws -> Bool {
        let target = try folder(state)
        guard try folder(entry.state).move(entry.name, to: target, as: entry.plainName) else { return false }
        try target.sync()
        if state == .ready { doorbell.ring() }
        return true
    }

    /// Puts an entry aside with its reason beside it, and says where it is then; nil where it is gone.
    func quarantine(_ entry: QueueEntry, from state: EntryState, reason: String) throws -> QueueEntry? {
        let target = try folder(.quarantine)
        let name = entry.item == nil ? "\(uniqueName()).foreign" : entry.plainName
        let aside = QueueEntry(name: name, state: .quarantine)
        try target.remove(aside.noteName)
        try target.write(Array("\(reason)\n".utf8), to: aside.noteName, synced: true)
        guard try folder(state).move(entry.name, to: target, as: name) else {
            try target.remove(aside.noteName)
            return nil
        }
        do {
            try target.sync()
            try folder(state).sync()
        } catch {
            // It may not lie there where nobody is told so.
            _ = try target.move(name, to: try folder(state), as: entry.name)
            throw error
        }
        return aside
    }

    // MARK: Looking

    /// The entries of a state, oldest arrival first (deferred: soonest first); notes of reasons are left out.
    public func entries(in state: EntryState) throws -> [QueueEntry] { try entries(in: state, atMost: .max) }

    func entries(in state: EntryState, atMost limit: Int) throws -> [QueueEntry] {
        try folder(state).names { !$0.hasSuffix(QueueEntry.noteEnding) }.sorted().prefix(limit)
            .map { QueueEntry(name: $0, state: state) }
    }

    /// Whether a state has any entry; never reads the whole folder where it has.
    public func hasEntries(in state: EntryState) throws -> Bool {
        try !folder(state).names(atMost: 1) { !$0.hasSuffix(QueueEntry.noteEnding) }.isEmpty
    }

    /// The entry of an item, in whatever state it is.
    public func entry(of item: ItemID) throws -> QueueEntry? { try entries { $0.item == item }.first }

    /// The entries that are wanted, in whatever state they are.
    ///
    /// Deferred entries are looked at before and after the others: round those three states an entry may go while it is
    /// looked for, but not within two looks.
    func entries(where isWanted: (QueueEntry) -> Bool) throws -> [QueueEntry] {
        let circle: [EntryState] = [.deferred, .ready, .active, .deferred, .held, .quarantine]
        var found: [QueueEntry] = []
        for entry in try circle.flatMap({ try self.entries(in: $0) }) where isWanted(entry) && !found.contains(entry) {
            found.append(entry)
        }
        return found
    }

    /// Whether an entry has this very name, in whatever state; only deferred ones have to be listed.
    func holds(_ name: String) throws -> Bool {
        for state in [EntryState.ready, .active, .held, .quarantine] where try folder(state).inode(of: name) != nil {
            return true
        }
        return try entries(in: .deferred).contains { $0.plainName == name }
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
        guard let file = try folder(.quarantine).open(entry.noteName) else { return nil }
        return String(decoding: try file.readAll(limit: 1 << 16), as: UTF8.self).trimmingNewlines
    }

    // MARK: Clearing up

    /// Removes temporary files older than `milliseconds`: what a crash left half written, never acknowledged.
    func removeLeftovers(olderThan milliseconds: Int64, now: Timestamp) throws {
        for name in try temporary.names() {
            guard let facts = temporary.attributes(of: name), now.milliseconds - facts.modified > milliseconds else {
                continue
            }
            try temporary.remove(name)
        }
    }

    /// Removes notes whose entry never came, or went; `isOurs` chooses by the entry they were written for.
    func removeLoneNotes(where isOurs: (QueueEntry) -> Bool = { _ in true }) throws {
        let quarantine = try folder(.quarantine)
        for note in try quarantine.names(where: { $0.hasSuffix(QueueEntry.noteEnding) }) {
            let entry = QueueEntry(name: String(note.dropLast(QueueEntry.noteEnding.count)), state: .quarantine)
            if isOurs(entry), quarantine.inode(of: entry.name) == nil { try quarantine.remove(note) }
        }
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
