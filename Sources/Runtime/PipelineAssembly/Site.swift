public import ComplaintModel
public import ComplaintStore
internal import Foundation
public import PipelineContract
public import Spool

/// One site: a plan with its spool and its store open.
public struct Site: Sendable {
    /// What the pipeline file says.
    public let plan: PipelinePlan
    /// Evidence, queues and ledger.
    public let spool: SpoolDirectory
    /// Where complaints are filed.
    public let store: any ComplaintStoring & OutboxStoring

    /// Whether a plan's spool has been made.
    public static func exists(_ plan: PipelinePlan) -> Bool {
        FileManager.default.fileExists(atPath: "\(plan.spoolDirectory)/ledger.sqlite")
    }

    /// Opens spool and store, making them where there are none.
    public init(_ plan: PipelinePlan) throws {
        self.plan = plan
        spool = try SpoolDirectory(
            plan.spoolDirectory, marks: plan.marks, allowingAnyFileSystem: plan.allowsAnyFileSystem)
        let folder = URL(fileURLWithPath: plan.storePath).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try ComplaintDatabase(path: plan.storePath, destinations: plan.outbox.map(\.name))
    }

    /// Draws the balance from ledger, queues and store.
    public func balance() async throws -> Balance {
        try await spool.balance(
            filed: try await store.items(),
            isFiled: { try await store.complaint(item: $0) != nil },
            parts: { try await store.complaint(item: $0).map { Set($0.arrivals) } },
            pause: { try? await Task.sleep(for: .milliseconds(200)) })
    }

    /// Finds an item by its own identity, its arrival's, or a tracking code.
    public func item(named name: String) async throws -> ItemID? {
        if let code = TrackingCode(rawValue: name) { return try await store.complaint(code: code)?.id }
        guard let item = ItemID(rawValue: name), try spool.ledger.item(item) != nil else { return nil }
        return item
    }
}

/// How things stand: what `rongthuk status` shows.
public struct SiteStatus: Codable, Sendable {
    /// One queue.
    public struct Queue: Codable, Sendable {
        /// The queue.
        public let queue: QueueName
        /// How many entries are in each state.
        public let entries: [String: Int]
        /// When the arrival of the oldest entry was taken in.
        public let oldest: Timestamp?
    }
    /// The queues, in the order of the way.
    public let queues: [Queue]
    /// What came by each source, and what became of it.
    public let accounts: [Balance.Account]
    /// How many deliveries are in each state, by destination of the outbox.
    public let outbox: [String: [String: Int]]
    /// Whether a daemon works on the spool.
    public let daemonRuns: Bool

    private enum CodingKeys: String, CodingKey {
        case queues, accounts, outbox
        case daemonRuns = "daemon_runs"
    }
}

extension Site {
    /// Looks at queues and ledger.
    public func status() async throws -> SiteStatus {
        let queues = try QueueName.allCases.map { name in
            let entries = try EntryState.allCases.map { ($0, try spool.queue(name).entries(in: $0)) }
            return SiteStatus.Queue(
                queue: name, entries: Dictionary(uniqueKeysWithValues: entries.map { ($0.rawValue, $1.count) }),
                oldest: entries.flatMap(\.1).compactMap(\.receivedAt).min())
        }
        let daemonRuns: Bool
        do {
            _ = try spool.lockForDaemon()
            daemonRuns = false
        } catch let error as SpoolError where error.code == .inUse {
            daemonRuns = true
        }
        let outbox = try await store.deliveryCounts().mapValues { counts in
            Dictionary(uniqueKeysWithValues: counts.map { ($0.rawValue, $1) })
        }
        return SiteStatus(queues: queues, accounts: try spool.accounts(), outbox: outbox, daemonRuns: daemonRuns)
    }
}
