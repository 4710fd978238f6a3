public import ComplaintModel
internal import GRDB

extension ComplaintDatabase: OutboxStoring {
    /// Takes the delivery to `destination` that is due first in hand.
    public func beginDelivery(to destination: String, at now: Timestamp) async throws -> DeliveryInHand? {
        try await queue.write { database in
            try database.execute(sql: skipOlder, arguments: [now.description, destination])
            guard
                let row = try Row.fetchOne(database, sql: firstDue, arguments: [destination, now.milliseconds])
            else { return nil }
            let (number, version): (Int64, Int) = (row["complaint"], row["version"])
            try database.execute(
                sql: "UPDATE deliveries SET state = 'sending', at = ?, attempts = attempts + 1 \(thisDelivery)",
                arguments: [now.description, number, version, destination])
            let complaint = try Row.fetchOne(
                database, sql: "SELECT id, complaint FROM complaints WHERE number = ?", arguments: [number])
            return try complaint.map {
                DeliveryInHand(
                    complaint: try Complaint($0), attempts: row["attempts"] + 1, isFirst: row["earlier"] == 0,
                    number: number, version: version, destination: destination)
            }
        }
    }

    /// Notes what became of a delivery.
    public func settle(_ delivery: DeliveryInHand, as outcome: DeliveryOutcome, at now: Timestamp) async throws {
        try await queue.write { database in
            try database.execute(
                sql: "UPDATE deliveries SET state = ?, at = ?, not_before = ?, detail = ? \(thisDelivery)",
                arguments: [
                    outcome.state.rawValue, now.description, outcome.notBefore(now).milliseconds, outcome.detail,
                    delivery.number, delivery.version, delivery.destination,
                ])
        }
    }

    /// Settles what a crash left at `sending`.
    public func recoverDeliveries(to destination: String, sendingAgain: Bool, at now: Timestamp) async throws -> Int {
        try await queue.write { database in
            let detail = sendingAgain ? nil : "The program ended while it was being sent; it is not sent again."
            try database.execute(
                sql: "UPDATE deliveries SET state = ?, at = ?, detail = ? WHERE destination = ? AND state = 'sending'",
                arguments: [
                    (sendingAgain ? Delivery.State.pending : .unsure).rawValue, now.description, detail, destination,
                ])
            return database.changesCount
        }
    }

    /// How many deliveries are in each state, by destination.
    public func deliveryCounts() async throws -> [String: [Delivery.State: Int]] {
        try await queue.read { database in
            let sql = "SELECT destination, state, count(*) AS count FROM deliveries GROUP BY 1, 2"
            return try Row.fetchAll(database, sql: sql).reduce(into: [:]) { counts, row in
                guard let state = Delivery.State(rawValue: row["state"]) else { return }
                counts[row["destination"], default: [:]][state] = row["count"]
            }
        }
    }
}

private let thisDelivery = "WHERE complaint = ? AND version = ? AND destination = ?"

private let skipOlder = """
    UPDATE deliveries SET state = 'skipped', at = ?, detail = 'A newer version is sent instead.'
    WHERE destination = ? AND state = 'pending' AND EXISTS (
        SELECT 1 FROM deliveries AS newer WHERE newer.complaint = deliveries.complaint
        AND newer.destination = deliveries.destination AND newer.version > deliveries.version)
    """

private let firstDue = """
    SELECT complaint, version, attempts, (
        SELECT count(*) FROM deliveries AS other WHERE other.complaint = deliveries.complaint
        AND other.destination = deliveries.destination AND other.version < deliveries.version
        AND other.state <> 'skipped'
    ) AS earlier
    FROM deliveries WHERE destination = ? AND state = 'pending' AND not_before <= ?
    ORDER BY not_before, complaint LIMIT 1
    """

extension DeliveryOutcome {
    fileprivate var state: Delivery.State {
        switch self {
        case .delivered: .delivered
        case .skipped: .skipped
        case .refused: .refused
        case .later: .pending
        case .unsure: .unsure
        }
    }

    fileprivate var detail: String? {
        switch self {
        case .delivered: nil
        case .skipped(let why), .refused(let why), .later(_, let why), .unsure(let why): why
        }
    }

    fileprivate func notBefore(_ now: Timestamp) -> Timestamp {
        if case .later(let seconds, _) = self { now.adding(seconds: seconds) } else { now }
    }
}

extension Delivery {
    static func all(of complaint: Int64, in database: Database) throws -> [Delivery] {
        let sql = "SELECT * FROM deliveries WHERE complaint = ? ORDER BY version, destination"
        return try Row.fetchAll(database, sql: sql, arguments: [complaint]).compactMap { row in
            guard let state = State(rawValue: row["state"]), let at = Timestamp(row["at"] as String) else { return nil }
            return Delivery(
                destination: row["destination"], version: row["version"], state: state, at: at, detail: row["detail"])
        }
    }
}
