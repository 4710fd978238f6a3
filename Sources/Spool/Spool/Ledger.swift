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

    private func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try SpoolError.naming(path) { try database.write(body) }
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
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
        return migrator
    }

    // MARK: Taking in

    /// Records arrivals in one transaction; an arrival that is there already is counted as one more delivery.
    ///
    /// - Returns: for each arrival, whether it had been taken in before.
    func record(_ arrivals: [Arrival]) throws -> [Bool] {
        try write { database in
            try arrivals.map { arrival in
                let known = try Bool.fetchOne(
                    database, sql: "SELECT 1 FROM arrivals WHERE id = ?", arguments: [arrival.id.rawValue])
                if known != nil {
                    try database.execute(
                        sql: "UPDATE arrivals SET deliveries = deliveries + 1 WHERE id = ?",
                        arguments: [arrival.id.rawValue])
                    try Ledger.append("delivered_again", of: arrival.id.rawValue, at: arrival.receivedAt, in: database)
                    return true
                }
                try Ledger.insert(arrival, in: database)
                return false
            }
        }
    }

    private static func insert(_ arrival: Arrival, in database: Database) throws {
        let record = String(decoding: try JSONEncoder().encode(arrival), as: UTF8.self)
        try database.execute(
            sql: """
                INSERT INTO arrivals (id, source, channel, channel_key, sha256, size, received_at, record)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                arrival.id.rawValue, arrival.source.rawValue, arrival.channel.rawValue, arrival.channelKey,
                arrival.artefact.sha256.hex, arrival.artefact.size, arrival.receivedAt.milliseconds, record,
            ])
        try database.execute(
            sql: "INSERT INTO items (id, arrival, state, since) VALUES (?, ?, 'in_flight', ?)",
            arguments: [arrival.id.rawValue, arrival.id.rawValue, arrival.receivedAt.milliseconds])
        try append("received", of: arrival.id.rawValue, at: arrival.receivedAt, in: database)
    }

    // MARK: Changing states

    /// Records that an item came to a state; in an earlier round, or where it is so already, nothing changes.
    public func record(
        _ state: State, of item: ItemID, round: Int, reason: String? = nil, at now: Timestamp
    ) throws {
        try write { database in
            guard let known = try Ledger.item(item, in: database), known.round <= round,
                known.state != state || known.round != round || known.reason != reason
            else { return }
            try database.execute(
                sql: "UPDATE items SET state = ?, round = ?, reason = ?, since = ? WHERE id = ?",
                arguments: [state.rawValue, round, reason, now.milliseconds, item.rawValue])
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

    private static func append(
        _ event: String, of item: String, detail: String? = nil, at now: Timestamp, in database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO events (at, item, event, detail) VALUES (?, ?, ?, ?)",
            arguments: [now.milliseconds, item, event, detail])
    }

    // MARK: Looking

    /// An item, or nil where the ledger does not know it.
    public func item(_ id: ItemID) throws -> Item? { try read { try Ledger.item(id, in: $0) } }

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

    /// How many items of each source are in each state.
    public func counts() throws -> [String: [State: Int]] {
        try read { database in
            var counts: [String: [State: Int]] = [:]
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT arrivals.source, items.state, COUNT(*) AS number FROM items
                    JOIN arrivals ON arrivals.id = items.arrival GROUP BY 1, 2
                    """)
            for row in rows {
                guard let state = State(rawValue: row["state"]) else { continue }
                counts[row["source"], default: [:]][state] = row["number"]
            }
            return counts
        }
    }

    /// How many arrivals each source brought, and how many deliveries in all.
    public func arrivals() throws -> [String: (arrivals: Int, deliveries: Int)] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT source, COUNT(*) AS arrivals, SUM(deliveries) AS deliveries FROM arrivals GROUP BY 1")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row -> (String, (arrivals: Int, deliveries: Int)) in
                    (row["source"], (row["arrivals"], row["deliveries"]))
                })
        }
    }

    /// The arrival as it was recorded, or nil where the ledger does not know it.
    public func arrival(_ id: ArrivalID) throws -> Arrival? {
        try read { database in
            try String.fetchOne(database, sql: "SELECT record FROM arrivals WHERE id = ?", arguments: [id.rawValue])
                .map { try JSONDecoder().decode(Arrival.self, from: Data($0.utf8)) }
        }
    }

    /// The identities of all arrivals, oldest first.
    public func arrivalIDs() throws -> [ArrivalID] {
        try read { database in
            try String.fetchAll(database, sql: "SELECT id FROM arrivals ORDER BY received_at, id")
                .compactMap(ArrivalID.init(rawValue:))
        }
    }

    /// What happened to an arrival and its items, oldest first.
    public func events(of arrival: ArrivalID) throws -> [Event] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT at, item, event, detail FROM events WHERE item = ? OR item LIKE ? ORDER BY seq",
                arguments: [arrival.rawValue, "\(arrival.rawValue)/%"]
            ).map {
                Event(
                    at: Timestamp(milliseconds: $0["at"]), event: $0["event"], item: $0["item"], detail: $0["detail"])
            }
        }
    }

    private static let itemColumns = """
        SELECT items.id, items.state, items.round, items.reason, items.since, arrivals.source FROM items
        JOIN arrivals ON arrivals.id = items.arrival
        """

    private static func item(_ id: ItemID, in database: Database) throws -> Item? {
        try Row.fetchOne(database, sql: "\(itemColumns) WHERE items.id = ?", arguments: [id.rawValue]).flatMap(item)
    }

    private static func item(_ row: Row) -> Item? {
        guard let id = ItemID(rawValue: row["id"]), let state = State(rawValue: row["state"]) else { return nil }
        return Item(
            id: id, state: state, round: row["round"], reason: row["reason"],
            since: Timestamp(milliseconds: row["since"]), source: row["source"])
    }
}
