package import ComplaintModel
internal import DurableSQLite
internal import GRDB

/// The probe's stand-in for the central store: a durable table that would show a letter filed twice.
package struct ProbeStore: Sendable {
    private let database: DatabaseQueue

    package init(path: String) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 letters") { database in
            try database.execute(
                sql: "CREATE TABLE letters (number INTEGER PRIMARY KEY, item TEXT, words TEXT, arrivals TEXT) STRICT")
        }
        database = try DurableDatabase.open(path, migrator: migrator)
    }

    /// Files a letter, in place of an earlier reading of it; gives its number.
    func file(_ transcript: Transcript) throws -> Int {
        let document = transcript.document
        let arrivals = ([document.arrival] + document.joined).map(\.id.rawValue).joined(separator: " ")
        return try database.write { database in
            let known = try Int.fetchOne(
                database, sql: "SELECT number FROM letters WHERE item = ?", arguments: [document.item.rawValue])
            if let known {
                try database.execute(
                    sql: "UPDATE letters SET words = ?, arrivals = ? WHERE number = ?",
                    arguments: [transcript.text, arrivals, known])
                return known
            }
            try database.execute(
                sql: "INSERT INTO letters (item, words, arrivals) VALUES (?, ?, ?)",
                arguments: [document.item.rawValue, transcript.text, arrivals])
            return Int(database.lastInsertedRowID)
        }
    }

    /// The arrivals that a filed letter holds; nil where it is not filed.
    func arrivals(in item: ItemID) throws -> Set<ArrivalID>? {
        try database.read { database in
            try String.fetchOne(
                database, sql: "SELECT arrivals FROM letters WHERE item = ?", arguments: [item.rawValue])
        }.map { Set($0.split(separator: " ").compactMap { ArrivalID(rawValue: String($0)) }) }
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
