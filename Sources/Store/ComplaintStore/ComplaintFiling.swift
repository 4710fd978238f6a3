public import ComplaintModel
internal import GRDB
public import PipelineContract

extension ComplaintDatabase {
    /// Files a judgement in one transaction, once however often it is called.
    public func upsert(_ judgement: Judgement, trail: [Step], at now: Timestamp) async throws -> TrackingCode {
        let judgement = judgement.withoutClusters
        return try await queue.write { database in
            let filed = try FiledRow.find(judgement.draft.item, in: database)
            let relation = try Relation(of: judgement, filed: filed, in: database)
            var filing = try filed?.filing ?? Complaint.Filing.new(judgement, at: now, in: database)
            (filing.matter, filing.links) = (relation.matter, relation.links)
            if let filed {
                // Compared as JSON: equality of strings would not see marks in another order.
                let unchanged = try JSONText.encode(Complaint(judgement, filing: filing))
                guard unchanged != filed.json else { return filing.trackingCode }
                filing.version += 1
                filing.updatedAt = now
            }
            let complaint = Complaint(judgement, filing: filing)
            if let filed { try complaint.update(filed.number, judgement: judgement, trail: trail, in: database) }
            let number = try filed?.number ?? complaint.insert(judgement: judgement, trail: trail, in: database)
            try complaint.writeParts(of: number, in: database)
            try complaint.send(to: destinations, number: number, at: now, in: database)
            if let review = judgement.review { try review.write(complaint: number, in: database) }
            if let filed, filed.complaint.matter != complaint.matter {
                try moveFollowers(of: complaint, at: now, in: database)
            }
            return filing.trackingCode
        }
    }
}

/// What the store has of an item already.
struct FiledRow {
    let number: Int64
    let json: String
    let complaint: Complaint

    var filing: Complaint.Filing {
        Complaint.Filing(
            trackingCode: complaint.trackingCode, version: complaint.version, filedAt: complaint.filedAt,
            updatedAt: complaint.updatedAt, matter: complaint.matter, links: complaint.links)
    }

    static func find(_ item: ItemID, in database: Database) throws -> FiledRow? {
        let sql = "SELECT number, id, complaint FROM complaints WHERE id = ?"
        return try Row.fetchOne(database, sql: sql, arguments: [item.rawValue]).map { row in
            FiledRow(number: row["number"], json: row["complaint"], complaint: try Complaint(row))
        }
    }
}

/// To which matter an item belongs, and its links, as far as operators have not decided otherwise.
private struct Relation {
    let matter: ItemID
    let links: [Complaint.Link]

    init(of judgement: Judgement, filed: FiledRow?, in database: Database) throws {
        let verdict = judgement.verdict
        let undone = filed?.complaint.links.filter { $0.undone != nil } ?? []
        guard let of = verdict.of, !undone.contains(where: { $0.of == of }) else {
            (matter, links) = (verdict.of == nil ? verdict.matter : judgement.draft.item, undone)
            return
        }
        links = undone + [Complaint.Link(of: of, kind: verdict.kind, score: verdict.score, evidence: verdict.evidence)]
        guard verdict.kind.sharesMatter else {
            matter = verdict.matter
            return
        }
        // An operator may have parted the earlier complaint from its matter since the verdict was given.
        let sql = "SELECT matter FROM complaints WHERE id = ?"
        let current = try String.fetchOne(database, sql: sql, arguments: [of.rawValue])
        matter = current.flatMap(ItemID.init(rawValue:)) ?? verdict.matter
    }
}

extension Complaint.Filing {
    /// The first filing of an item: the next tracking code of the Buddhist year in which it was received.
    fileprivate static func new(_ judgement: Judgement, at now: Timestamp, in database: Database) throws -> Self {
        let year = judgement.draft.arrival.receivedAt.thaiDate.buddhistYear
        let sql = """
            INSERT INTO counters (buddhist_year, last_number) VALUES (?, 1)
            ON CONFLICT (buddhist_year) DO UPDATE SET last_number = last_number + 1 RETURNING last_number
            """
        guard let number = try Int.fetchOne(database, sql: sql, arguments: [year]) else {
            throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "The counter of tracking codes gave no number.")
        }
        return Self(
            trackingCode: TrackingCode(buddhistYear: year, number: number), version: 1, filedAt: now, updatedAt: now,
            matter: judgement.verdict.matter, links: [])
    }
}

extension Judgement {
    /// The judgement without the clusters of its readings, which are most of its bulk and serve only while a line is
    /// still to be reviewed.
    fileprivate var withoutClusters: Judgement {
        let transcript = draft.normalised.transcript
        let readings = transcript.readings.map { page in
            let lines = page.lines.map {
                Line(text: $0.text, confidence: $0.confidence, risk: $0.risk, box: $0.box, clusters: [])
            }
            return PageReading(
                page: page.page, origin: page.origin, lines: lines, confidence: page.confidence,
                warnings: page.warnings, reader: page.reader)
        }
        let lean = NormalisedTranscript(
            transcript: Transcript(
                document: transcript.document, readings: readings, review: transcript.review,
                doubts: transcript.doubts),
            text: draft.normalised.text, edits: draft.normalised.edits, flags: draft.normalised.flags)
        return Judgement(
            draft: Draft(normalised: lean, structure: draft.structure, doubts: draft.doubts), verdict: verdict,
            doubts: doubts, review: review)
    }
}
