public import ComplaintModel
internal import DurableSQLite
internal import GRDB
internal import PipelineContract

/// The central store in one SQLite file.
public struct ComplaintDatabase: ComplaintStoring {
    let queue: DatabaseQueue
    let destinations: [String]

    /// Opens or creates the file at `path` and brings its schema up to date; every version of a complaint gets one row in
    /// the outbox for each of `destinations`.
    ///
    /// - Throws: `DurableDatabaseError` where commits would not be durable; GRDB's `DatabaseError`.
    public init(path: String, destinations: [String] = []) throws {
        queue = try DurableDatabase.open(path, migrator: complaintMigrations())
        self.destinations = destinations
    }

    /// The complaint with a tracking code.
    public func complaint(code: TrackingCode) async throws -> Complaint? {
        try await one("tracking_code", code.rawValue)
    }

    /// The complaint made from an item.
    public func complaint(item: ItemID) async throws -> Complaint? {
        try await one("id", item.rawValue)
    }

    private func one(_ column: String, _ value: String) async throws -> Complaint? {
        try await queue.read { database in
            let sql = "SELECT id, complaint FROM complaints WHERE \(column) = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [value]).map(Complaint.init)
        }
    }

    /// All that is kept of the complaint made from an item.
    public func record(of item: ItemID) async throws -> ComplaintRecord? {
        try await queue.read { database -> ComplaintRecord? in
            let sql = "SELECT * FROM complaints WHERE id = ?"
            guard let row = try Row.fetchOne(database, sql: sql, arguments: [item.rawValue]) else { return nil }
            let number: Int64 = row["number"]
            let reviews = try String.fetchAll(
                database, sql: "SELECT review FROM reviews WHERE complaint = ? ORDER BY decided_at", arguments: [number]
            )
            return ComplaintRecord(
                complaint: try Complaint(row),
                judgement: try JSONText.decode(Judgement.self, from: row["judgement"], of: item.rawValue),
                trail: try JSONText.decode([Step].self, from: row["trail"], of: item.rawValue),
                reviews: try reviews.map { try JSONText.decode(ReviewRecord.self, from: $0, of: item.rawValue) },
                deliveries: try Delivery.all(of: number, in: database))
        }
    }

    /// Every item that is filed.
    public func items() async throws -> Set<ItemID> {
        try await queue.read { database in
            try Set(String.fetchCursor(database, sql: "SELECT id FROM complaints").compactMap(ItemID.init(rawValue:)))
        }
    }
}

extension Complaint {
    /// Reads the columns `id` and `complaint`.
    init(_ row: Row) throws {
        self = try JSONText.decode(Complaint.self, from: row["complaint"], of: row["id"])
    }
}
