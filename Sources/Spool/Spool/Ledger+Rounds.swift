internal import ComplaintModel
internal import GRDB

extension Ledger {
    /// Begins a round of an item, unless somebody else began one meanwhile: only one of two who saw the same round can.
    ///
    /// - Returns: whether it was begun.
    func begin(_ round: Int, of known: Item, event: String, at now: Timestamp) throws -> Bool {
        try write { try Ledger.begin(round, of: known, event: event, at: now, in: $0) }
    }

    /// Begins a round of a whole arrival: its letters will be found anew, so those not settled are forgotten.
    ///
    /// - Returns: whether it was begun.
    func beginAgain(_ round: Int, of known: Item, at now: Timestamp) throws -> Bool {
        try write { database in
            guard try Ledger.begin(round, of: known, event: "started again", at: now, in: database) else {
                return false
            }
            let unsettled = "arrival = ? AND id <> ? AND state IN ('in_flight', 'held', 'quarantined')"
            let names: StatementArguments = [known.id.arrival.rawValue, known.id.rawValue]
            try database.execute(
                sql: "UPDATE items SET state = 'filed', reason = filed_as WHERE \(unsettled) AND filed_as IS NOT NULL",
                arguments: names)
            try database.execute(sql: "DELETE FROM items WHERE \(unsettled)", arguments: names)
            return true
        }
    }

    private static func begin(
        _ round: Int, of known: Item, event: String, at now: Timestamp, in database: Database
    ) throws -> Bool {
        try database.execute(
            sql: """
                UPDATE items SET state = 'in_flight', round = ?, reason = NULL, since = ? WHERE id = ? AND round = ?
                """,
            arguments: [round, now.milliseconds, known.id.rawValue, known.round])
        guard database.changesCount > 0 else { return false }
        try append(event, of: known.id.rawValue, at: now, in: database)
        return true
    }

    /// Takes back a round of which nothing came: the item waits for an operator as before.
    func takeBack(_ known: Item, reason: String?, at now: Timestamp) throws {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE items SET state = 'held', round = round - 1, reason = ?, since = ?
                    WHERE id = ? AND round = ? AND state = 'in_flight'
                    """,
                arguments: [reason, now.milliseconds, known.id.rawValue, known.round])
            try Ledger.append("open again", of: known.id.rawValue, at: now, in: database)
        }
    }

    private static let overruling = "rejection overruled"

    /// Notes that a person has overruled the rejection of an item.
    func overrule(_ item: ItemID, at now: Timestamp) throws {
        try append(Ledger.overruling, of: item, detail: nil, at: now)
    }

    /// The arrival as the `unpack` queue carries it: with the note that its rejection was overruled, where one was.
    func arrivalToUnpack(_ id: ArrivalID) throws -> Arrival? {
        guard let arrival = try arrival(id) else { return nil }
        guard try events(of: id).contains(where: { $0.event == Ledger.overruling }) else { return arrival }
        var provenance = arrival.provenance
        provenance.details[Provenance.overruled] = "yes"
        return Arrival(
            channel: arrival.channel, source: arrival.source, channelKey: arrival.channelKey,
            receivedAt: arrival.receivedAt, artefact: arrival.artefact, provenance: provenance)
    }
}
