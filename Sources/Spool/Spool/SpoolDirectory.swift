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

    /// Whether an entry carries an item on, in the round the ledger knows or a later one; what lies aside or waits for
    /// an operator does not.
    func isCarried(_ item: Ledger.Item) throws -> Bool {
        for name in QueueName.allCases where name != .review {
            let carriers = try self[name].entries { entry in
                entry.item == item.id && entry.state != .quarantine && entry.round.map { $0 >= item.round } == true
            }
            if !carriers.isEmpty { return true }
        }
        return false
    }

    // MARK: One daemon a spool

    /// Takes the lock of the daemon; it goes with the returned value or with the process.
    ///
    /// - Throws: `SpoolError` with code `inUse` where another daemon has it.
    public func lockForDaemon() throws -> DaemonLock {
        let file = try lockFile(".lock")
        guard file.tryLock() else {
            throw SpoolError(
                .inUse, "Another rongthuk works on \(path). Stop it first, or give this one its own spool.")
        }
        return DaemonLock(file)
    }

    /// Does something that begins or takes back a round; of all processes one at a time does so.
    public func oneAtATime<Result>(_ body: () throws -> Result) throws -> Result {
        let file = try lockFile(".by-hand")
        guard file.waitForLock() else { throw SpoolError.system("flock", file.path) }
        return try withExtendedLifetime(file, body)
    }

    private func lockFile(_ name: String) throws -> OpenFile {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SpoolError.system("open", file) }
        return OpenFile(descriptor: descriptor, path: file)
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
