internal import ComplaintModel
internal import Foundation
internal import GRDB

/// Finds the earlier entries that a submission may have to do with, and rules on it.
struct CandidateSearch {
    let database: Database
    /// Only entries with smaller numbers count.
    let before: Int64

    /// The closest relation to an earlier entry, or that there is none.
    func rule(on entry: IndexEntry) throws -> Ruling {
        let shared = try sharedContacts(of: entry.profile)
        let numbers = try numbersWithKeys(of: entry).union(numbersWithShingles(of: entry))
        let related = try numbers.sorted().compactMap(candidate).compactMap { earlier in
            Relation.find(entry, to: earlier, shared: shared).map { (earlier, $0) }
        }
        let closest = related.max { ($0.1.kind.closeness, $0.1.score) < ($1.1.kind.closeness, $1.1.score) }
        guard let (earlier, relation) = closest else {
            return Ruling(id: entry.id, kind: .new, of: nil, matter: entry.id, score: 1, evidence: [])
        }
        return Ruling(
            id: entry.id, kind: relation.kind, of: earlier.id,
            matter: relation.kind.sharesMatter ? earlier.matter : entry.id, score: relation.score,
            evidence: relation.evidence, question: relation.question)
    }

    /// Contacts that three or more names were seen with: the telephone of whoever collects the letters of others.
    private func sharedContacts(of profile: Profile) throws -> Set<String> {
        Set(
            try profile.contactKeys.filter { key in
                let sql = "SELECT count(DISTINCT name) FROM keys WHERE key = ? AND entry < ?"
                return try Int.fetchOne(database, sql: sql, arguments: [key, before]) ?? 0 >= 3
            })
    }

    private func numbersWithKeys(of entry: IndexEntry) throws -> Set<Int64> {
        let sql = "SELECT entry FROM keys WHERE key = ? AND entry < ? ORDER BY entry DESC LIMIT 16"
        let statement = try database.cachedStatement(sql: sql)
        return Set(try entry.keys.flatMap { try Int64.fetchAll(statement, arguments: [$0, before]) })
    }

    /// The sixteen entries that share the most shingles; what too many have (forms, closing phrases) does not count.
    private func numbersWithShingles(of entry: IndexEntry) throws -> Set<Int64> {
        let total = try Int.fetchOne(database, sql: "SELECT max(number) FROM entries") ?? 0
        let common = max(64, min(512, total / 20))
        let sql = "SELECT entry FROM shingles WHERE hash = ? AND entry < ? ORDER BY entry DESC LIMIT ?"
        let statement = try database.cachedStatement(sql: sql)
        var hits: [Int64: Int] = [:]
        for hash in ShingleSample(entry.skeleton).sought {
            let entries = try Int64.fetchAll(statement, arguments: [Int64(hash), before, common])
            guard entries.count < common else { continue }
            for number in entries { hits[number, default: 0] += 1 }
        }
        let most = hits.filter { $0.value >= 2 }.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        return Set(most.prefix(16).map(\.key))
    }

    private func candidate(_ number: Int64) throws -> Candidate? {
        let sql = "SELECT id, matter, profile, skeleton FROM entries WHERE number = ?"
        guard let row = try Row.fetchOne(database, sql: sql, arguments: [number]) else { return nil }
        let matter: String = row["matter"]
        let campaign = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM entries WHERE matter = ? AND kind = ? AND number < ?",
            arguments: [matter, Verdict.Kind.campaign.rawValue, before])
        return Candidate(
            id: row["id"], matter: matter,
            profile: try JSONDecoder().decode(Profile.self, from: row["profile"] as Data),
            skeleton: Skeleton(bytes: Array(row["skeleton"] as Data)), campaignSize: campaign ?? 0)
    }
}
