internal import ComplaintModel
internal import GRDB
internal import PipelineContract

extension Complaint {
    /// Writes a new row and gives its number.
    func insert(judgement: Judgement, trail: [Step], in database: Database) throws -> Int64 {
        let columns = try columns.merging(Complaint.evidence(judgement, trail)) { $1 }
        let names = columns.keys.sorted()
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        try database.execute(
            sql: "INSERT INTO complaints (\(names.joined(separator: ", "))) VALUES (\(marks))",
            arguments: StatementArguments(names.map { columns[$0] }))
        return database.lastInsertedRowID
    }

    /// Writes a further version over the row `number`; without a judgement, what it was made from stays.
    func update(_ number: Int64, judgement: Judgement? = nil, trail: [Step] = [], in database: Database) throws {
        let evidence = try judgement.map { try Complaint.evidence($0, trail) } ?? [:]
        let columns = try columns.merging(evidence) { $1 }
        let names = columns.keys.sorted()
        let settings = names.map { "\($0) = ?" }.joined(separator: ", ")
        try database.execute(
            sql: "UPDATE complaints SET \(settings) WHERE number = ?",
            arguments: StatementArguments(names.map { columns[$0] }) + [number])
    }

    private static func evidence(_ judgement: Judgement, _ trail: [Step]) throws -> [String: DatabaseValue] {
        [
            "judgement": try JSONText.encode(judgement).databaseValue,
            "trail": try JSONText.encode(trail).databaseValue,
        ]
    }

    private var columns: [String: DatabaseValue] {
        get throws {
            [
                "id": id.rawValue.databaseValue, "tracking_code": trackingCode.rawValue.databaseValue,
                "version": version.databaseValue, "filed_at": filedAt.description.databaseValue,
                "updated_at": updatedAt.description.databaseValue,
                "received_at": receivedAt.description.databaseValue, "channel": channel.rawValue.databaseValue,
                "source": source.rawValue.databaseValue, "language": language.databaseValue,
                "subject": subject.databaseValue, "body": body.databaseValue,
                "raw_text_sha256": rawText.sha256.hex.databaseValue,
                "complainant": complainant.fullName.databaseValue, "citizen_id": complainant.citizenID.databaseValue,
                "anonymous": complainant.isAnonymous.databaseValue, "secrecy": complainant.wantsSecrecy.databaseValue,
                "addressee": addressee.databaseValue, "kind": kind.rawValue.databaseValue,
                "category": category.databaseValue, "first_hop": firstHop.databaseValue,
                "urgent": urgency.isUrgent.databaseValue, "deadline_date": deadline.date.rawValue.databaseValue,
                "deadline_rule": deadline.rule.rawValue.databaseValue, "verdict": verdict.kind.rawValue.databaseValue,
                "matter": matter.rawValue.databaseValue, "complaint": try JSONText.encode(self).databaseValue,
            ]
        }
    }

    /// Writes the rows of the tables beside, in place of those that were there.
    func writeParts(of number: Int64, in database: Database) throws {
        for table in ["persons", "contacts", "agencies", "artefacts"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE complaint = ?", arguments: [number])
        }
        for person in fields.person.map(\.value) {
            try database.execute(
                sql: "INSERT INTO persons (complaint, role, title, first, last) VALUES (?, ?, ?, ?, ?)",
                arguments: [number, person.role.rawValue, person.title, person.first, person.last])
        }
        let contacts =
            complainant.phones.map { ("phone", $0) } + complainant.emails.map { ("email", $0) }
            + complainant.lineIDs.map { ("line_id", $0) }
        for (kind, value) in contacts {
            try database.execute(
                sql: "INSERT INTO contacts (complaint, kind, value) VALUES (?, ?, ?)", arguments: [number, kind, value])
        }
        for (hop, agency) in agencies.enumerated() {
            try database.execute(
                sql: "INSERT INTO agencies (complaint, hop, name, reason) VALUES (?, ?, ?, ?)",
                arguments: [number, hop + 1, agency.name, agency.reason])
        }
        for artefact in artefacts {
            try database.execute(
                sql: "INSERT OR IGNORE INTO artefacts (complaint, sha256, media_type, size) VALUES (?, ?, ?, ?)",
                arguments: [number, artefact.sha256.hex, artefact.mediaType.rawValue, artefact.size])
        }
        try writeLinks(of: number, in: database)
    }

    /// Writes the links in place of those that were there.
    func writeLinks(of number: Int64, in database: Database) throws {
        try database.execute(sql: "DELETE FROM links WHERE complaint = ?", arguments: [number])
        for link in links {
            try database.execute(
                sql: "INSERT INTO links (complaint, of, kind, link, active) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    number, link.of.rawValue, link.kind.rawValue, try JSONText.encode(link), link.undone == nil,
                ])
        }
    }

    /// Puts this version into the outbox.
    func send(to destinations: [String], number: Int64, at now: Timestamp, in database: Database) throws {
        for destination in destinations {
            try database.execute(
                sql: """
                    INSERT OR IGNORE INTO deliveries (complaint, version, destination, state, at)
                    VALUES (?, ?, ?, 'pending', ?)
                    """,
                arguments: [number, version, destination, now.description])
        }
    }
}

extension ReviewRecord {
    func write(complaint number: Int64, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO reviews (complaint, decided_at, operator, decision, review)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [number, decidedAt.description, operatorName, decision.rawValue, try JSONText.encode(self)])
    }
}
