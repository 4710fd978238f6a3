public import ComplaintModel
internal import Foundation
internal import GRDB

extension Ledger.Item {
    /// The item this one is part of, or says once more what it says; nil where it stands for itself.
    public var carrier: ItemID? {
        guard state == .joined, let reason else { return nil }
        return ItemID(rawValue: String(reason.prefix { $0 != " " }))
    }

    /// Whether it only says once more what another says.
    public var isRepeat: Bool { state == .joined && reason?.hasSuffix(Ledger.again) == true }
}

extension Ledger {
    static let again = " again"

    /// Records in one transaction that items are part of another one from now on, or say the same once more.
    ///
    /// What is settled otherwise stays as it is.
    func join(_ items: [ItemID], into carrier: ItemID, isRepeat: Bool = false, at now: Timestamp) throws {
        try write { database in
            for item in items where item != carrier {
                try Ledger.join(item, into: carrier, isRepeat: isRepeat, at: now, in: database)
            }
        }
    }

    /// Records in one transaction that `item` is part of another one, which begins a new round with it.
    func amend(_ carrier: Item, with item: ItemID, at now: Timestamp) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE items SET state = 'in_flight', round = ?, reason = NULL, since = ? WHERE id = ?",
                arguments: [carrier.round + 1, now.milliseconds, carrier.id.rawValue])
            try Ledger.append("amended", of: carrier.id.rawValue, detail: "with \(item)", at: now, in: database)
            try Ledger.join(item, into: carrier.id, isRepeat: false, at: now, in: database)
        }
    }

    private static func join(
        _ item: ItemID, into carrier: ItemID, isRepeat: Bool, at now: Timestamp, in database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE items SET state = 'joined', reason = ?, since = ? WHERE id = ? AND state = 'in_flight'",
            arguments: [carrier.rawValue + (isRepeat ? again : ""), now.milliseconds, item.rawValue])
        guard database.changesCount > 0 else { return }
        let detail = isRepeat ? "the same as \(carrier)" : "part of \(carrier)"
        try append("joined", of: item.rawValue, detail: detail, at: now, in: database)
    }

    /// The arrivals that are part of an item, or of one that is, oldest first; not those that only say the same again.
    public func arrivals(joinedInto carrier: ItemID) throws -> [Arrival] {
        try read { database in
            let sql = """
                WITH RECURSIVE members(id) AS (
                  SELECT id FROM items WHERE state = 'joined' AND reason = ?
                  UNION SELECT items.id FROM items JOIN members ON items.reason = members.id WHERE state = 'joined')
                SELECT record FROM arrivals WHERE id IN (SELECT id FROM members) AND id <> ? ORDER BY received_at, id
                """
            return try String.fetchAll(database, sql: sql, arguments: [carrier.rawValue, carrier.rawValue])
                .map { try JSONDecoder().decode(Arrival.self, from: Data($0.utf8)) }
        }
    }

    /// The arrivals of a channel taken in since a moment, oldest first, each with what the ledger knows of its item.
    func arrivals(by channel: ChannelKind, since time: Timestamp) throws -> [(arrival: Arrival, item: Item)] {
        let records = try read { database in
            try String.fetchAll(
                database,
                sql: "SELECT record FROM arrivals WHERE channel = ? AND received_at >= ? ORDER BY received_at, id",
                arguments: [channel.rawValue, time.milliseconds])
        }
        return try records.compactMap { record in
            let arrival = try JSONDecoder().decode(Arrival.self, from: Data(record.utf8))
            return try item(ItemID(arrival.id)).map { (arrival, $0) }
        }
    }
}
