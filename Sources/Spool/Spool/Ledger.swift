public import ComplaintModel
internal import DurableSQLite
internal import Foundation
internal import GRDB

/// The account of everything that came: one row an arrival, one row an item, and what happened, only ever appended.
///
/// The state of an item changes here after what it says is durable elsewhere (a held entry in the review queue, a
/// complaint in the store) and before the queue entry that led to it is removed; so the ledger never claims too much,
/// and a crash in between is mended by running the step again.
public final class Ledger: Sendable {
    /// What is known of an item's whereabouts.
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
        /// Somewhere in the queues.
        case inFlight = "in_flight"
        /// Waits for an operator.
        case held
        /// In the store.
        case filed
        /// Decided to be no complaint, with its reason.
        case rejected
        /// Put aside because it cannot go on.
        case quarantined
        /// Stands for the several letters that were in it.
        case split
        /// Part of another item, which its reason names: `<item>`, or `<item> again` where it says the same once more.
        case joined
    }

    /// An item as the ledger knows it.
    public struct Item: Sendable, Hashable {
        /// The item.
        public let id: ItemID
        /// Its state.
        public let state: State
        /// How often an operator sent it round again.
        public let round: Int
        /// Why it is in this state, where a reason is due.
        public let reason: String?
        /// When it came to this state.
        public let since: Timestamp
        /// The watcher it came by.
        public let source: String
        /// The tracking code under which a reading of it was filed, whatever became of later ones.
        public let filedAs: String?
    }

    /// One thing that happened.
    public struct Event: Codable, Sendable, Hashable {
        /// When.
        public let at: Timestamp
        /// What: `received`, `delivered_again`, a state, or an operator's act.
        public let event: String
        /// The item or arrival.
        public let item: String
        /// Further words, never any of a letter.
        public let detail: String?
    }

    private let path: String
    private let database: DatabaseQueue

    /// Opens or makes the ledger at `path`.
    public init(path: String) throws {
        self.path = path
        database = try SpoolError.naming(path) { try DurableDatabase.open(path, migrator: Ledger.migrator) }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try SpoolError.naming(path) { try database.write(body) }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try SpoolError.naming(path) { try database.read(body) }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 arrivals, items, events") { database in
            try database.execute(
                sql: """
                    CREATE TABLE arrivals (
                      id TEXT PRIMARY KEY, source TEXT NOT NULL, channel TEXT NOT NULL, channel_key TEXT NOT NULL,
                      sha256 TEXT NOT NULL, size INTEGER NOT NULL, received_at INTEGER NOT NULL,
                      deliveries INTEGER NOT NULL DEFAULT 1, record TEXT NOT NULL) STRICT;
                    CREATE TABLE items (
                      id TEXT PRIMARY KEY, arrival TEXT NOT NULL REFERENCES arrivals(id), state TEXT NOT NULL,
                      round INTEGER NOT NULL DEFAULT 0, reason TEXT, since INTEGER NOT NULL) STRICT;
                    CREATE INDEX items_by_state ON items(state);
                    CREATE INDEX items_by_arrival ON items(arrival);
                    CREATE TABLE events (
                      seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, item TEXT NOT NULL, event TEXT NOT NULL,
                      detail TEXT) STRICT;
                    CREATE INDEX events_by_item ON events(item);
                    """)
        }
        migrator.registerMigration("2 what was filed stays filed") { database in
            try database.execute(
                sql: """
                    ALTER TABLE items ADD COLUMN filed_as TEXT;
                    UPDATE items SET filed_as = (
                      SELECT detail FROM events WHERE events.item = items.id AND event = 'filed'
                      ORDER BY seq DESC LIMIT 1);
                    """)
        }
        migrator.registerMigration("3 items that are part of others") { database in
            try database.execute(
                sql: """
                    CREATE INDEX items_joined ON items(reason) WHERE state = 'joined';
                    CREATE INDEX arrivals_by_channel ON arrivals(channel, received_at);
                    """)
        }
        migrator.registerMigration("4 tokens of requests") { database in
            try database.execute(
                sql: """
                    CREATE TABLE tokens (
                      token TEXT PRIMARY KEY, arrival TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE INDEX tokens_by_age ON tokens(until);
                    """)
        }
        return migrator
    }

    // MARK: Changing states

    /// Records that an item came to a state; in an earlier round, or where it is so already, nothing changes.
    ///
    /// What was filed stays filed: where a later reading of it is rejected, put aside or parted, the complaint in the
    /// store stands, and the item is filed as before. Only a reading that is itself filed takes its place.
    public func record(
        _ state: State, of item: ItemID, round: Int, reason: String? = nil, at now: Timestamp
    ) throws {
        try write { database in
            guard let known = try Ledger.item(item, in: database) else { return }
            if state == .filed, known.filedAs != reason {
                try database.execute(
                    sql: "UPDATE items SET filed_as = ? WHERE id = ?", arguments: [reason, item.rawValue])
            }
            let earlier = state.isEndWithoutFiling ? known.filedAs : nil
            let (end, words) = earlier.map { (.filed, $0) } ?? (state, reason)
            guard known.round <= round, known.state != end || known.round != round || known.reason != words else {
                return
            }
            try database.execute(
                sql: "UPDATE items SET state = ?, round = ?, reason = ?, since = ? WHERE id = ?",
                arguments: [end.rawValue, round, words, now.milliseconds, item.rawValue])
            try Ledger.append(state.rawValue, of: item.rawValue, detail: reason, at: now, in: database)
        }
    }

    /// Adds the letters that an arrival turned out to hold; letters known already keep their state.
    func add(_ parts: [ItemID], of arrival: ArrivalID, round: Int, at now: Timestamp) throws {
        try write { database in
            for part in parts {
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO items (id, arrival, state, round, since)
                        VALUES (?, ?, 'in_flight', ?, ?)
                        """,
                    arguments: [part.rawValue, arrival.rawValue, round, now.milliseconds])
            }
        }
    }

    /// Appends something that happened to an item without changing its state.
    public func append(_ event: String, of item: ItemID, detail: String?, at now: Timestamp) throws {
        try write { database in
            try Ledger.append(event, of: item.rawValue, detail: detail, at: now, in: database)
        }
    }

    static func append(
        _ event: String, of item: String, detail: String? = nil, at now: Timestamp, in database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO events (at, item, event, detail) VALUES (?, ?, ?, ?)",
            arguments: [now.milliseconds, item, event, detail])
    }

    // MARK: Looking

    /// An item, or nil where the ledger does not know it.
    public func item(_ id: ItemID) throws -> Item? { try read { try Ledger.item(id, in: $0) } }

    /// The items of an arrival, itself the first.
    func items(of arrival: ArrivalID) throws -> [Item] {
        try read { database in
            try Row.fetchAll(
                database, sql: "\(Ledger.itemColumns) WHERE items.arrival = ? ORDER BY items.id",
                arguments: [arrival.rawValue]
            ).compactMap(Ledger.item)
        }
    }

    /// The items in any of `states`, oldest arrival first.
    public func items(in states: [State]) throws -> [Item] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    \(Ledger.itemColumns) WHERE items.state IN (\(states.map { _ in "?" }.joined(separator: ", ")))
                    ORDER BY arrivals.received_at, items.id
                    """, arguments: StatementArguments(states.map(\.rawValue))
            ).compactMap(Ledger.item)
        }
    }

    private static let itemColumns = """
        SELECT items.id, items.state, items.round, items.reason, items.since, items.filed_as, arrivals.source FROM items
        JOIN arrivals ON arrivals.id = items.arrival
        """

    static func item(_ id: ItemID, in database: Database) throws -> Item? {
        try Row.fetchOne(database, sql: "\(itemColumns) WHERE items.id = ?", arguments: [id.rawValue]).flatMap(item)
    }

    private static func item(_ row: Row) -> Item? {
        guard let id = ItemID(rawValue: row["id"]), let state = State(rawValue: row["state"]) else { return nil }
        return Item(
            id: id, state: state, round: row["round"], reason: row["reason"],
            since: Timestamp(milliseconds: row["since"]), source: row["source"], filedAs: row["filed_as"])
    }
}

extension Ledger.State {
    /// Whether an item ends here without being filed.
    fileprivate var isEndWithoutFiling: Bool { [.rejected, .quarantined, .split, .joined].contains(self) }
}
