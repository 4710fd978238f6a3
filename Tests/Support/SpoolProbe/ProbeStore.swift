package import ComplaintModel
internal import DurableSQLite
internal import GRDB

/// The probe's stand-in for the central store: a durable table that would show a letter filed twice.
package struct ProbeStore: Sendable {
    private let database: DatabaseQueue

    package init(path: String) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 letters") { database in
            try database.execute(sql: "CREATE TABLE letters (number INTEGER PRIMARY KEY, item TEXT, words TEXT) STRICT")
        }
        database = try DurableDatabase.open(path, migrator: migrator)
    }

    /// Files a letter unless it is there; gives its number.
    func file(_ item: ItemID, words: String) throws -> Int {
        try database.write { database in
            let known = try Int.fetchOne(
                database, sql: "SELECT number FROM letters WHERE item = ?", arguments: [item.rawValue])
            if let known { return known }
            try database.execute(
                sql: "INSERT INTO letters (item, words) VALUES (?, ?)", arguments: [item.rawValue, words])
            return Int(database.lastInsertedRowID)
        }
    }

    /// Every row, with repeats if there are any.
    package func letters() throws -> [(item: ItemID, words: String)] {
        try database.read { database in
            try Row.fetchAll(database, sql: "SELECT item, words FROM letters ORDER BY item").compactMap { row in
                ItemID(rawValue: row["item"]).map { ($0, row["words"]) }
            }
        }
    }
}
