internal import CLinux
public import ComplaintModel
internal import Glibc
public import PipelineContract

/// One directory on a local disk that holds everything: evidence, queues and ledger.
public final class SpoolDirectory: Sendable {
    /// The directory.
    public let path: String
    /// Raw bytes.
    public let evidence: EvidenceStore
    /// The account of everything that came.
    public let ledger: Ledger
    /// Watches the disk.
    public let space: SpaceWatch
    /// The time, given from outside so that tests can turn it.
    public let clock: @Sendable () -> Timestamp
    private let queues: [QueueName: SpoolQueue]

    /// Opens a spool, making it where there is none.
    ///
    /// - Throws: `SpoolError` where the folder cannot be written or lies on a network or overlay file system, whose
    ///   renames and syncs do not hold what the spool promises (`allowingAnyFileSystem` overrules that).
    public init(
        _ path: String, marks: SpaceMarks = SpaceMarks(), allowingAnyFileSystem: Bool = false,
        clock: @escaping @Sendable () -> Timestamp = { .now }
    ) throws {
        self.path = path
        self.clock = clock
        let root = try Directory(path, creating: true)
        if !allowingAnyFileSystem { try SpoolDirectory.refuseRemoteFileSystem(path) }
        evidence = try EvidenceStore("\(path)/evidence")
        queues = Dictionary(
            uniqueKeysWithValues: try QueueName.allCases.map { ($0, try SpoolQueue($0, in: "\(path)/queues")) })
        ledger = try Ledger(path: "\(path)/ledger.sqlite")
        // SQLite does not look whether its own sync of the folder that names its files went well.
        try root.sync()
        space = SpaceWatch(path: path, marks: marks)
    }

    /// The queue of a name.
    public subscript(_ name: QueueName) -> SpoolQueue {
        guard let queue = queues[name] else { preconditionFailure("every queue is opened with the spool") }
        return queue
    }

    /// The door by which channels bring things in.
    public func makeIntake() -> SpoolIntake { SpoolIntake(self) }

    /// File systems whose rename or sync does not hold what the spool promises, by their magic numbers
    /// (`linux/magic.h`): NFS, SMB, CIFS, FUSE.
    private static let remoteFileSystems: Set<Int> = [0x6969, 0x517B, 0xFE53_4D42, 0xFF53_4D42, 0x6573_5546]

    private static func refuseRemoteFileSystem(_ path: String) throws {
        let type = clinux_statfs_type(path)
        guard type >= 0 else { throw SpoolError.system("statfs", path) }
        guard !remoteFileSystems.contains(Int(type) & 0xFFFF_FFFF) else {
            throw SpoolError(
                .unfit,
                """
                \(path) lies on a network file system, which may lose acknowledged letters. Use a local disk, or set \
                allow_any_file_system.
                """)
        }
    }

    /// Where an item is: the first entry of it along the way through the house.
    ///
    /// An item is published ahead before it is removed behind, so looking in the order of the way cannot miss it.
    public func find(_ item: ItemID) throws -> (queue: QueueName, entry: QueueEntry)? {
        for name in QueueName.allCases {
            if let entry = try self[name].entry(of: item) { return (name, entry) }
        }
        return nil
    }

    // MARK: One daemon a spool

    /// Takes the lock of the daemon; it goes with the returned value or with the process.
    ///
    /// - Throws: `SpoolError` with code `inUse` where another daemon has it.
    public func lockForDaemon() throws -> DaemonLock {
        let name = "\(path)/.lock"
        let descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SpoolError.system("open", name) }
        let file = OpenFile(descriptor: descriptor, path: name)
        guard file.tryLock() else {
            throw SpoolError(
                .inUse, "Another rongthuk works on \(path). Stop it first, or give this one its own spool.")
        }
        return DaemonLock(file)
    }

    // MARK: Coming back after a crash

    /// What `recover()` found and mended.
    public struct Recovery: Codable, Sendable, Hashable {
        /// Entries that a dead worker had in its hands.
        public var freed = 0
        /// Items of the ledger that were in no queue and went back to `unpack`.
        public var restored = 0
        /// Entries that an earlier life had finished but not removed.
        public var stale = 0

        /// Whether there was anything to mend.
        public var mendedSomething: Bool { freed + restored + stale > 0 }
    }

    /// Makes whole what a crash left, whatever its moment; called at the start of a daemon, which holds the lock.
    public func recover() throws -> Recovery {
        // A killed life may have left what can be seen and yet is not durable: nothing may rest on it before it is.
        try evidence.syncFileSystem()
        var recovery = Recovery()
        let hour: Int64 = 3_600_000
        try evidence.removeLeftovers(olderThan: hour, now: clock())
        var present: Set<ItemID> = []
        for name in QueueName.allCases {
            let queue = self[name]
            try queue.removeLeftovers(olderThan: hour, now: clock())
            recovery.freed += try queue.recover()
            for entry in try EntryState.allCases.flatMap({ try queue.entries(in: $0) }) {
                guard let item = entry.item else { continue }
                if try removeIfStale(entry, in: queue) {
                    recovery.stale += 1
                } else {
                    present.insert(item)
                    if entry.state == .quarantine { try noteQuarantine(entry, in: queue) }
                }
            }
        }
        for item in try ledger.items(in: [.inFlight]) where !present.contains(item.id) {
            // A letter of several is found again by unpacking its arrival once more.
            if item.id.part != nil, present.contains(ItemID(item.id.arrival)) { continue }
            try restore(item, present: &present)
            recovery.restored += 1
        }
        return recovery
    }

    /// Writes into the ledger that an entry lies in quarantine, where a crash came between the two.
    private func noteQuarantine(_ entry: QueueEntry, in queue: SpoolQueue) throws {
        guard let item = entry.item, let known = try ledger.item(item), known.state == .inFlight else { return }
        let round = (try? queue.envelope(of: entry))?.round ?? known.round
        let reason = try queue.quarantineReason(of: entry)
        try ledger.record(.quarantined, of: item, round: round, reason: reason, at: clock())
    }

    private func restore(_ item: Ledger.Item, present: inout Set<ItemID>) throws {
        guard let arrival = try ledger.arrival(item.id.arrival) else { return }
        let whole = ItemID(arrival.id)
        // The round of the letter, if that can be: the letters beside it then keep what was decided of them.
        let round = max(item.round, try ledger.item(whole)?.round ?? 0)
        if item.id != whole { try ledger.record(.inFlight, of: whole, round: round, at: clock()) }
        try self[.unpack].enqueue(Envelope(item: whole, receivedAt: arrival.receivedAt, round: round), arrival)
        present.insert(whole)
    }

    /// Removes an entry whose item the ledger knows to have been settled, or sent round again, since.
    func removeIfStale(_ entry: QueueEntry, in queue: SpoolQueue) throws -> Bool {
        guard let item = entry.item, entry.state != .quarantine, let known = try ledger.item(item) else { return false }
        guard known.state != .inFlight || known.round > 0 else { return false }
        guard let envelope = try? queue.envelope(of: entry), isStale(envelope, in: queue.name, known: known) else {
            return false
        }
        try queue.finish(entry, from: entry.state)
        return true
    }

    /// Whether the ledger says that what this entry would lead to has been done.
    func isStale(_ envelope: Envelope, in queue: QueueName, known: Ledger.Item) -> Bool {
        if envelope.round != known.round { return envelope.round < known.round }
        switch known.state {
        case .inFlight: return false
        case .held: return queue != .review
        case .filed, .rejected, .quarantined, .split: return true
        }
    }
}

/// The lock of the one daemon of a spool; it goes when the value goes.
public final class DaemonLock: Sendable {
    private let file: OpenFile
    init(_ file: OpenFile) { self.file = file }
}

extension Timestamp {
    /// The moment by the machine's clock.
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
