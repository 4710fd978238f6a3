public import ComplaintModel
internal import DurableSQLite
internal import Foundation
internal import GRDB

/// Remembers every submission and rules on new ones, one after the other.
///
/// Nothing in it is the only copy: it can be made anew from the store with `adopt`.
public actor DuplicateIndex {
    private let queue: DatabaseQueue

    /// Opens or makes the index in `directory`, as the file `duplicates.sqlite`.
    public init(directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        queue = try DurableDatabase.open(directory + "/duplicates.sqlite", migrator: duplicateMigrations())
    }

    /// Makes an index in memory, for the filter.
    public init() throws { queue = try DurableDatabase.inMemory(migrator: duplicateMigrations()) }

    /// Rules on a submission against all earlier ones and remembers it, in one transaction.
    ///
    /// The same submission again gets the same ruling; with another text it is judged anew in its old place, against
    /// those before it only.
    public func judge(_ submission: Submission) throws -> Ruling {
        try queue.write { database in
            let entry = try IndexEntry(submission)
            let known = try KnownEntry.find(submission.id, in: database)
            if let known, known.input == entry.input { return known.ruling }
            let search = CandidateSearch(database: database, before: known?.number ?? .max)
            let ruling = try search.rule(on: entry)
            try entry.write(ruling, number: known?.number, in: database)
            return ruling
        }
    }

    /// Remembers what was judged before, with its verdict: how a lost index is made anew from the store, in the order of
    /// arrival.
    public func adopt(_ judgement: Judgement) throws {
        let verdict = judgement.verdict
        let entry = try IndexEntry(Submission(judgement.draft))
        let ruling = Ruling(
            id: entry.id, kind: verdict.kind, of: verdict.of?.rawValue, matter: verdict.matter.rawValue,
            score: verdict.score, evidence: verdict.evidence)
        try queue.write { database in
            try entry.write(ruling, number: KnownEntry.find(entry.id, in: database)?.number, in: database)
        }
    }

    /// How many submissions are remembered.
    public func count() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entries") ?? 0 }
    }
}

/// What the index has of a submission already.
struct KnownEntry {
    let number: Int64
    let input: String
    let ruling: Ruling

    static func find(_ id: String, in database: Database) throws -> KnownEntry? {
        let sql = "SELECT number, input, ruling FROM entries WHERE id = ?"
        return try Row.fetchOne(database, sql: sql, arguments: [id]).map { row in
            KnownEntry(
                number: row["number"], input: row["input"],
                ruling: try JSONDecoder().decode(Ruling.self, from: row["ruling"] as Data))
        }
    }
}

func duplicateMigrations() -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("001 entries") { database in
        try database.execute(
            sql: """
                CREATE TABLE entries (
                    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, input TEXT NOT NULL,
                    kind TEXT NOT NULL, matter TEXT NOT NULL, ruling BLOB NOT NULL, profile BLOB NOT NULL,
                    skeleton BLOB NOT NULL
                ) STRICT;
                CREATE INDEX entries_by_matter ON entries (matter, kind);
                CREATE TABLE shingles (
                    hash INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (hash, entry)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX shingles_by_entry ON shingles (entry);
                CREATE TABLE keys (
                    key TEXT NOT NULL, entry INTEGER NOT NULL, name TEXT, PRIMARY KEY (key, entry)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX keys_by_entry ON keys (entry);
                """)
    }
    return migrator
}
