internal import ComplaintModel
internal import DurableSQLite
internal import Foundation
internal import GRDB
internal import PipelineContract

/// Remembers which message belongs to whom and how far it has come, in digests.
///
/// Nothing in it is the only copy: what went on and what is part of it stands in the ledger, the words in evidence, and
/// a lost memory is made again from those.
public final class PartMemory: Sendable {
    private let database: DatabaseQueue

    /// Opens or makes the memory in `directory`, as the file `parts.sqlite`.
    public init(directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        database = try DurableDatabase.open(directory + "/parts.sqlite", migrator: PartMemory.migrator)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 messages") { database in
            try database.execute(
                sql: """
                    CREATE TABLE messages (
                      item TEXT PRIMARY KEY, conversation TEXT NOT NULL, set_key TEXT, number INTEGER NOT NULL,
                      total INTEGER NOT NULL, content TEXT NOT NULL, sameness TEXT, received_at INTEGER NOT NULL,
                      sent_at INTEGER, has_sender INTEGER NOT NULL, carrier TEXT) STRICT;
                    CREATE INDEX messages_waiting ON messages (conversation) WHERE carrier IS NULL;
                    CREATE INDEX messages_by_carrier ON messages (carrier);
                    CREATE INDEX messages_by_set ON messages (set_key);
                    CREATE INDEX messages_by_sameness ON messages (sameness);
                    CREATE INDEX messages_by_age ON messages (received_at);
                    CREATE TABLE made (at INTEGER NOT NULL) STRICT;
                    """)
        }
        return migrator
    }

    // MARK: Making again

    /// Whether it was made, or made again, to its end.
    func isComplete() throws -> Bool {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM made") ?? 0 } > 0
    }

    /// Fills an empty memory with what is known, each message with the item it went on in.
    func fill(with known: [(facts: MessageFacts, carrier: ItemID?)], at now: Timestamp) throws {
        try database.write { database in
            try database.execute(sql: "DELETE FROM messages")
            for (facts, carrier) in known { try PartMemory.insert(facts, carrier: carrier, in: database) }
            try database.execute(sql: "INSERT INTO made (at) VALUES (?)", arguments: [now.milliseconds])
        }
    }

    // MARK: Remembering

    /// Remembers a message unless it is known; gives the item it went on in, if it did.
    func remember(_ facts: MessageFacts) throws -> ItemID? {
        try database.write { database in
            try PartMemory.insert(facts, carrier: nil, in: database)
            let carrier = try String.fetchOne(
                database, sql: "SELECT carrier FROM messages WHERE item = ?", arguments: [facts.item.rawValue])
            return carrier.flatMap(ItemID.init(rawValue:))
        }
    }

    private static func insert(_ facts: MessageFacts, carrier: ItemID?, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                facts.item.rawValue, facts.conversation, facts.set, facts.number, facts.total, facts.content,
                facts.sameness, facts.receivedAt.milliseconds, facts.sentAt?.milliseconds, facts.hasSender,
                carrier?.rawValue,
            ])
    }

    /// Notes that messages go on in an item, or as one; what went on before `horizon` is forgotten.
    func close(_ items: [ItemID], as carrier: ItemID, forgettingBefore horizon: Timestamp) throws {
        try database.write { database in
            for item in items {
                try database.execute(
                    sql: "UPDATE messages SET carrier = ? WHERE item = ?", arguments: [carrier.rawValue, item.rawValue])
            }
            try database.execute(
                sql: "DELETE FROM messages WHERE received_at < ? AND carrier IS NOT NULL AND carrier <> ?",
                arguments: [horizon.milliseconds, carrier.rawValue])
        }
    }

    /// Forgets a message that only says the same again.
    func forget(_ item: ItemID) throws {
        try database.write { try $0.execute(sql: "DELETE FROM messages WHERE item = ?", arguments: [item.rawValue]) }
    }

    // MARK: Asking

    /// When the latest message that is remembered was taken in.
    func newest() throws -> Timestamp? {
        try database.read { try Int64.fetchOne($0, sql: "SELECT max(received_at) FROM messages") }
            .map(Timestamp.init(milliseconds:))
    }

    /// The earlier message that says the same, if there is one; of two, only the later is ever a repeat.
    func original(of facts: MessageFacts) throws -> ItemID? {
        guard let sameness = facts.sameness else { return nil }
        let earlier = try all(
            "sameness = ? AND (received_at, item) < (?, ?) ORDER BY received_at, item LIMIT 1",
            [sameness, facts.receivedAt.milliseconds, facts.item.rawValue])
        return earlier.first?.facts.item
    }

    /// The messages of a conversation that have not gone on.
    func waiting(in conversation: String) throws -> [MessageFacts] {
        try all("conversation = ? AND carrier IS NULL", [conversation]).map(\.facts)
    }

    /// The messages that go on in an item, itself among them.
    func messages(in carrier: ItemID) throws -> [MessageFacts] {
        try all("carrier = ?", [carrier.rawValue]).map(\.facts)
    }

    /// The item in which the fellows of a part went on without it, if they did so since `time`; the last such.
    func carrier(ofLate facts: MessageFacts, since time: Timestamp) throws -> ItemID? {
        guard let set = facts.set else { return nil }
        let gone = try all("set_key = ? AND carrier IS NOT NULL AND received_at >= ?", [set, time.milliseconds])
        let lacking = Dictionary(grouping: gone) { $0.carrier }.filter { carrier, messages in
            carrier != facts.item && !messages.contains { $0.facts.number == facts.number }
        }
        let latest = lacking.map { (carrier: $0.key, at: $0.value.map(\.facts.receivedAt).max() ?? time) }
            .max { $0.at < $1.at }
        return latest?.carrier
    }

    private typealias Remembered = (facts: MessageFacts, carrier: ItemID?)

    private func all(_ condition: String, _ arguments: StatementArguments) throws -> [Remembered] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM messages WHERE \(condition)", arguments: arguments)
                .compactMap { row in
                    MessageFacts(row).map { ($0, (row["carrier"] as String?).flatMap(ItemID.init(rawValue:))) }
                }
        }
    }
}

extension MessageFacts {
    fileprivate init?(_ row: Row) {
        guard let item = ItemID(rawValue: row["item"]) else { return nil }
        self.init(
            item: item, conversation: row["conversation"], set: row["set_key"], number: row["number"],
            total: row["total"], content: row["content"], sameness: row["sameness"],
            receivedAt: Timestamp(milliseconds: row["received_at"]),
            sentAt: (row["sent_at"] as Int64?).map(Timestamp.init(milliseconds:)), hasSender: row["has_sender"])
    }
}
