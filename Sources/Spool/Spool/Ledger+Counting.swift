internal import ComplaintModel
internal import GRDB

extension Ledger {
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
}
