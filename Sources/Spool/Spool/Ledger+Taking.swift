internal import ComplaintModel
internal import Foundation
internal import GRDB
internal import PipelineContract

/// Taking in: an arrival and the token of the request that brought it are recorded in one transaction.
extension Ledger {
    /// One thing on its way in.
    struct Offer {
        let arrival: Arrival
        let token: DeliveryToken?

        /// The token as it is kept: one source cannot take another's, and nothing of it can be read.
        fileprivate var key: String? {
            token.map { ContentDigest(of: Array("\(arrival.source.rawValue)\u{0}\($0.value)".utf8)).hex }
        }
    }

    /// Records offers in one transaction; an arrival that is there already is counted as one more delivery.
    func record(_ offers: [Offer]) throws -> [Receipt] {
        try write { database in
            let receipts = try offers.map { try Ledger.record($0, in: database) }
            if offers.contains(where: { $0.token != nil }), let now = offers.first?.arrival.receivedAt {
                try database.execute(sql: "DELETE FROM tokens WHERE until < ?", arguments: [now.milliseconds])
            }
            return receipts
        }
    }

    /// For each offer, what its token belongs to where that is another arrival: it needs no keeping.
    func conflicts(of offers: [Offer]) throws -> [Receipt?] {
        guard offers.contains(where: { $0.token != nil }) else { return offers.map { _ in nil } }
        return try read { database in
            try offers.map { offer in
                let receipt = try Ledger.receipt(byTokenOf: offer, in: database)
                return receipt?.delivery == .conflicting ? receipt : nil
            }
        }
    }

    private static func record(_ offer: Offer, in database: Database) throws -> Receipt {
        if let receipt = try receipt(byTokenOf: offer, in: database) { return receipt }
        let (arrival, id) = (offer.arrival, offer.arrival.id)
        if let key = offer.key, let token = offer.token {
            try database.execute(
                sql: "INSERT OR REPLACE INTO tokens (token, arrival, until) VALUES (?, ?, ?)",
                arguments: [
                    key, id.rawValue, arrival.receivedAt.adding(seconds: Double(token.keptSeconds)).milliseconds,
                ])
        }
        let isKnown = try Bool.fetchOne(
            database, sql: "SELECT 1 FROM arrivals WHERE id = ?", arguments: [id.rawValue])
        guard isKnown != nil else {
            try insert(arrival, in: database)
            return Receipt(arrival: id, delivery: .first)
        }
        try database.execute(
            sql: "UPDATE arrivals SET deliveries = deliveries + 1 WHERE id = ?", arguments: [id.rawValue])
        try append("delivered_again", of: id.rawValue, at: arrival.receivedAt, in: database)
        return Receipt(arrival: id, delivery: .again)
    }

    /// What is known of the request by its token; nil where it is new.
    private static func receipt(byTokenOf offer: Offer, in database: Database) throws -> Receipt? {
        guard let key = offer.key,
            let known = try String.fetchOne(
                database, sql: "SELECT arrival FROM tokens WHERE token = ? AND until >= ?",
                arguments: [key, offer.arrival.receivedAt.milliseconds]
            ).flatMap({ ArrivalID(rawValue: $0) })
        else { return nil }
        return Receipt(arrival: known, delivery: known == offer.arrival.id ? .repeated : .conflicting)
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
}
