public import ComplaintModel
internal import GRDB

extension ComplaintDatabase {
    /// A matter with every complaint in it.
    public func matter(_ id: ItemID) async throws -> Matter? {
        var filter = ComplaintFilter()
        filter.matter = id
        let complaints = try await complaints(filter)
        return complaints.isEmpty ? nil : Matter(id: id, complaints: complaints)
    }

    /// Undoes a link for good, in one transaction.
    ///
    /// - Throws: `ComplaintStoreError.noSuchLink`.
    public func unlink(_ item: ItemID, from of: ItemID, undoing: Complaint.Link.Undoing) async throws {
        try await queue.write { database in
            guard let filed = try FiledRow.find(item, in: database),
                let index = filed.complaint.links.firstIndex(where: { $0.of == of && $0.undone == nil })
            else { throw ComplaintStoreError.noSuchLink(item: item, of: of) }
            let link = filed.complaint.links[index]
            var links = filed.complaint.links
            links[index] = Complaint.Link(
                of: of, kind: link.kind, score: link.score, evidence: link.evidence, undone: undoing)
            let parted = filed.complaint.revised(
                matter: link.kind.sharesMatter ? item : filed.complaint.matter, links: links, at: undoing.at)
            try revise(parted, number: filed.number, in: database)
            if link.kind.sharesMatter { try moveFollowers(of: parted, at: undoing.at, in: database) }
        }
    }

    /// Files a further version of a complaint with another deadline.
    public func setDeadline(of item: ItemID, to deadline: Deadline, at now: Timestamp) async throws {
        try await queue.write { database in
            guard let filed = try FiledRow.find(item, in: database), filed.complaint.deadline != deadline else {
                return
            }
            try revise(filed.complaint.revised(deadline: deadline, at: now), number: filed.number, in: database)
        }
    }

    /// Takes what is linked to `complaint` along into its matter.
    func moveFollowers(of complaint: Complaint, at now: Timestamp, in database: Database) throws {
        for follower in try followers(of: complaint.id, in: database)
        where follower.complaint.matter != complaint.matter {
            let moved = follower.complaint.revised(
                matter: complaint.matter, links: follower.complaint.links, at: now)
            try revise(moved, number: follower.number, in: database)
        }
    }

    private func revise(_ complaint: Complaint, number: Int64, in database: Database) throws {
        try complaint.update(number, in: database)
        try complaint.writeLinks(of: number, in: database)
        try complaint.send(to: destinations, number: number, at: complaint.updatedAt, in: database)
    }

    /// What is linked to `item`, directly or through others, by links that share a matter.
    private func followers(of item: ItemID, in database: Database) throws -> [FiledRow] {
        let sql = """
            WITH RECURSIVE followers (id) AS (
                VALUES (?)
                UNION
                SELECT c.id FROM followers f JOIN links l ON l.of = f.id JOIN complaints c ON c.number = l.complaint
                WHERE l.active AND l.kind IN (\(shared.map { _ in "?" }.joined(separator: ", ")))
            )
            SELECT number, complaints.id, complaint FROM complaints JOIN followers USING (id) WHERE id <> ?
            """
        let arguments = StatementArguments([item.rawValue] + shared.map(\.rawValue) + [item.rawValue])
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map {
            FiledRow(number: $0["number"], json: $0["complaint"], complaint: try Complaint($0))
        }
    }

    private var shared: [Verdict.Kind] { Verdict.Kind.allCases.filter(\.sharesMatter) }
}

extension Matter {
    /// Counts each person once: by citizen id, else by name, number or address; a redelivery, a repeat or a follow-up counts
    /// with the complaint it belongs to.
    fileprivate init(id: ItemID, complaints: [Complaint]) {
        var personOf: [ItemID: String] = [:]
        for complaint in complaints {
            let earlier = complaint.links.first { $0.undone == nil && $0.kind.isBySamePerson }
            personOf[complaint.id] = earlier.flatMap { personOf[$0.of] } ?? complaint.complainant.key
        }
        (self.id, self.complaints) = (id, complaints)
        persons = Set(personOf.values).count
        unknown = complaints.count { personOf[$0.id] == nil }
    }
}

extension Verdict.Kind {
    fileprivate var isBySamePerson: Bool {
        switch self {
        case .redelivery, .repeat, .followUp: true
        case .new, .coComplaint, .campaign, .related: false
        }
    }
}

extension Complainant {
    /// What tells this person from others; nil where nothing does.
    fileprivate var key: String? { citizenID ?? fullName ?? phones.first ?? emails.first }
}
