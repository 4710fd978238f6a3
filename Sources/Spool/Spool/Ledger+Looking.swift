public import ComplaintModel
internal import Foundation
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
}
