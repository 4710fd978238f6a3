import ComplaintModel
import GRDB
import Testing

@testable import ComplaintStore

@Suite struct DurabilityTests {
    private let folder: TemporaryFolder
    private let store: ComplaintDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try ComplaintDatabase(path: folder.database)
    }

    @Test func aCommitIsSynced() throws {
        let settings = try store.queue.inDatabase { database in
            try ["journal_mode", "synchronous", "foreign_keys"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == ["wal", "2", "1"])
    }

    @Test func aFullDiskFilesNothingByHalves() async throws {
        var fixture = JudgementFixture()
        fixture.body = String(repeating: "ถนนเป็นหลุม ", count: 20_000)
        try await store.queue.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 3)")
        }
        let error = await #expect(throws: DatabaseError.self) {
            try await store.upsert(fixture.judgement, trail: [], at: noon)
        }
        #expect(error?.resultCode == .SQLITE_FULL)
        #expect(error?.description.contains("ถนน") == false)
        #expect(try await store.items().isEmpty)
        try await store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        let code = try await store.upsert(fixture.judgement, trail: [], at: noon)
        #expect(code == TrackingCode(buddhistYear: 2569, number: 1))
        let isSound = try await store.queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") == "ok" }
        #expect(isSound)
    }

    @Test func migrationsAreOnlyAdded() throws {
        #expect(
            complaintMigrations().migrations.prefix(3) == [
                "001 complaints", "002 what complaints consist of", "003 text search",
            ])
    }

    @Test func theSearchIndexFollowsEveryChange() async throws {
        var fixture = JudgementFixture()
        _ = try await store.upsert(fixture.judgement, trail: [], at: noon)
        fixture.body = "เรื่องใหม่ทั้งหมด"
        _ = try await store.upsert(fixture.judgement, trail: [], at: noon)
        try await store.queue.write {
            try $0.execute(sql: "INSERT INTO complaints_text (complaints_text, rank) VALUES ('integrity-check', 1)")
        }
        var filter = ComplaintFilter()
        filter.text = "หลุมเป็นบ่อ"
        #expect(try await store.count(filter) == 0)
        filter.text = "ใหม่ทั้ง"
        #expect(try await store.count(filter) == 1)
    }
}
