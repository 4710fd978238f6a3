public import ComplaintModel
internal import GRDB

extension ComplaintDatabase {
    /// The complaints that `filter` lets through.
    public func complaints(_ filter: ComplaintFilter) async throws -> [Complaint] {
        try await queue.read { try Query(filter).rows(in: $0).map(Complaint.init) }
    }

    /// How many complaints `filter` lets through; its limit does not count.
    public func count(_ filter: ComplaintFilter) async throws -> Int {
        try await queue.read { try Query(filter).count(in: $0) }
    }

    /// Hands out the complaints that `filter` lets through as JSON, one a line.
    ///
    /// Reads some hundreds at a time, so that a slow reader does not keep the daemon from filing.
    public func export(_ filter: ComplaintFilter, line: @Sendable (String) throws -> Void) async throws {
        var query = Query(filter)
        var left = filter.limit ?? .max
        while left > 0 {
            let page = min(left, 200)
            let rows = try await queue.read { [query] database in
                try query.rows(in: database, limit: page).map { ($0["number"] as Int64, $0["complaint"] as String) }
            }
            for (_, json) in rows { try line(json) }
            guard let last = rows.last, rows.count == page else { return }
            query.resume(after: last.0, newestFirst: filter.newestFirst)
            left -= page
        }
    }
}

/// A filter as SQL; values only ever enter as bound arguments.
private struct Query: Sendable {
    private var conditions: [String] = []
    private var arguments: [DatabaseValue] = []
    private let order: String
    private let limit: Int?

    init(_ filter: ComplaintFilter) {
        order = filter.newestFirst ? "DESC" : "ASC"
        limit = filter.limit
        require("received_at >= ?", filter.since?.description)
        require("received_at < ?", filter.until?.description)
        require("channel = ?", filter.channel?.rawValue)
        require("source = ?", filter.source?.rawValue)
        require("category = ?", filter.category)
        require("number IN (SELECT complaint FROM agencies WHERE name = ?)", filter.agency)
        require("verdict = ?", filter.verdict?.rawValue)
        require("matter = ?", filter.matter?.rawValue)
        if let text = filter.text { search(text) }
    }

    private mutating func require(_ condition: String, _ value: String?) {
        guard let value else { return }
        conditions.append(condition)
        arguments.append(value.databaseValue)
    }

    /// Text of three scalars or more goes to the trigram index, quoted, so that nothing in it is taken for an operator.
    private mutating func search(_ text: String) {
        if text.unicodeScalars.count >= 3 {
            let phrase = String(text.unicodeScalars.flatMap { $0 == "\"" ? ["\"", "\""] : [Character($0)] })
            require("number IN (SELECT rowid FROM complaints_text WHERE complaints_text MATCH ?)", "\"\(phrase)\"")
        } else if !text.isEmpty {
            let columns = ["subject", "body", "addressee", "complainant"].map { "coalesce(\($0), '')" }
                .joined(separator: " || ' ' || ")
            require("instr(\(columns), ?) > 0", text)
        }
    }

    mutating func resume(after number: Int64, newestFirst: Bool) {
        conditions.append(newestFirst ? "number < ?" : "number > ?")
        arguments.append(number.databaseValue)
    }

    private var selection: String {
        conditions.isEmpty ? "FROM complaints" : "FROM complaints WHERE " + conditions.joined(separator: " AND ")
    }

    func rows(in database: Database, limit page: Int? = nil) throws -> [Row] {
        try Row.fetchAll(
            database, sql: "SELECT number, id, complaint \(selection) ORDER BY number \(order) LIMIT ?",
            arguments: StatementArguments(arguments + [(page ?? limit ?? -1).databaseValue]))
    }

    func count(in database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) \(selection)", arguments: StatementArguments(arguments)) ?? 0
    }
}
