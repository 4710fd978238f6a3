internal import ComplaintModel
internal import Foundation
internal import GRDB

/// A submission made ready for the index.
struct IndexEntry: Sendable {
    let id: String
    let profile: Profile
    let skeleton: Skeleton
    /// What the ruling depends on, as a digest.
    let input: String

    private let profileJSON: Data

    init(_ submission: Submission) throws {
        id = submission.id
        profile = Profile(submission)
        skeleton = Skeleton(submission.text)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        profileJSON = try encoder.encode(profile)
        input = ContentDigest(of: Array(profileJSON) + skeleton.bytes).hex
    }

    /// The keys under which exactly the same thing, or the same person, is found again.
    var keys: [String] {
        var keys = profile.personKeys
        if let bytes = profile.bytes { keys.append("bytes \(bytes)") }
        if let message = profile.message { keys.append("message \(message)") }
        if skeleton.isTelling { keys.append("text \(ContentDigest(of: skeleton.bytes).hex)") }
        return keys
    }

    /// Writes the entry, in place of the entry `number` where there is one.
    func write(_ ruling: Ruling, number: Int64?, in database: Database) throws {
        if let number {
            for table in ["shingles", "keys"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE entry = ?", arguments: [number])
            }
        }
        try database.execute(
            sql: """
                INSERT INTO entries (number, id, input, kind, matter, ruling, profile, skeleton)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET input = excluded.input, kind = excluded.kind, matter = excluded.matter,
                    ruling = excluded.ruling, profile = excluded.profile, skeleton = excluded.skeleton
                """,
            arguments: [
                number, id, input, ruling.kind.rawValue, ruling.matter, try JSONEncoder().encode(ruling),
                profileJSON, Data(skeleton.bytes),
            ])
        let entry = number ?? database.lastInsertedRowID
        let name = profile.name.map { ContentDigest(of: $0).hex }
        let keep = try database.cachedStatement(sql: "INSERT OR IGNORE INTO keys (key, entry, name) VALUES (?, ?, ?)")
        for key in keys { try keep.execute(arguments: [key, entry, name]) }
        // A close copy is found through the text it copies; keeping its shingles too would only make lists long.
        guard !(ruling.kind.sharesMatter && ruling.score >= 0.93) else { return }
        let post = try database.cachedStatement(sql: "INSERT OR IGNORE INTO shingles (hash, entry) VALUES (?, ?)")
        for hash in ShingleSample(skeleton).kept { try post.execute(arguments: [Int64(hash), entry]) }
    }
}
