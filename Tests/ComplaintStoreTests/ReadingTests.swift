import ComplaintModel
import ComplaintStore
import Synchronization
import Testing

@Suite struct ReadingTests {
    private let folder: TemporaryFolder
    private let store: ComplaintDatabase
    private let fixtures = [
        JudgementFixture(key: "a", receivedAt: "2026-11-01T00:00:00.000Z"),
        JudgementFixture(
            key: "b", channel: .fax, source: "fax-line-2", receivedAt: "2026-11-02T00:00:00.000Z",
            subject: "น้ำประปาไม่ไหล", body: "น้ำไม่ไหล 100% \"มานาน\" OR นาน'; DROP TABLE complaints", writer: nil,
            category: "water", agencies: [AgencyProposal(name: "การประปาส่วนภูมิภาค", reason: "ประปา")]),
        JudgementFixture(key: "c", receivedAt: "2026-11-03T00:00:00.000Z", category: "water"),
    ]

    init() async throws {
        folder = try TemporaryFolder()
        store = try ComplaintDatabase(path: folder.database)
        for fixture in fixtures { _ = try await store.upsert(fixture.judgement, trail: [], at: noon) }
    }

    private func found(_ change: (inout ComplaintFilter) -> Void) async throws -> String {
        var filter = ComplaintFilter()
        change(&filter)
        let complaints = try await store.complaints(filter)
        if filter.limit == nil { #expect(try await store.count(filter) == complaints.count) }
        return complaints.compactMap { complaint in
            fixtures.first { $0.item == complaint.id }?.key
        }.joined()
    }

    @Test func filters() async throws {
        #expect(try await found { _ in } == "abc")
        #expect(try await found { $0.since = Timestamp("2026-11-02T00:00:00Z") } == "bc")
        #expect(try await found { $0.until = Timestamp("2026-11-02T00:00:00Z") } == "a")
        #expect(try await found { $0.channel = .fax } == "b")
        #expect(try await found { $0.source = SourceName(rawValue: "desk-1") } == "ac")
        #expect(try await found { $0.category = "water" } == "bc")
        #expect(try await found { $0.agency = "การประปาส่วนภูมิภาค" } == "b")
        #expect(try await found { $0.verdict = .new } == "abc")
        #expect(try await found { $0.verdict = .campaign } == "")
        #expect(try await found { $0.matter = fixtures[2].item } == "c")
        #expect(try await found { ($0.newestFirst, $0.limit) = (true, 2) } == "cb")
        #expect(try await found { ($0.channel, $0.category) = (.scan, "water") } == "c")
    }

    @Test(arguments: [
        ("หลุมเป็นบ่อ", "ac"), ("ประปา", "b"), ("ทดสอบ", "ac"), ("\"มานาน\"", "b"), ("100%", "b"), ("นาน OR", ""),
        ("OR นาน", "b"), ("'; DROP TABLE", "b"), ("น้", "abc"), ("ปร", "b"), ("\"", "b"), ("*", ""), ("", "abc"),
        ("a\" OR \"ถนน", ""),
    ])
    func textIsSoughtAsItStands(text: String, keys: String) async throws {
        #expect(try await found { $0.text = text } == keys)
    }

    @Test func exportGivesEveryLineOnce() async throws {
        for number in 0..<450 {
            _ = try await store.upsert(JudgementFixture(key: "many \(number)").judgement, trail: [], at: noon)
        }
        for (newestFirst, limit) in [(false, nil), (true, nil), (true, 401)] as [(Bool, Int?)] {
            var filter = ComplaintFilter()
            (filter.newestFirst, filter.limit) = (newestFirst, limit)
            let lines = Mutex<[String]>([])
            try await store.export(filter) { line in lines.withLock { $0.append(line) } }
            let all = lines.withLock { $0 }
            #expect(all.count == limit ?? 453 && Set(all).count == all.count)
            #expect(all.allSatisfy { !$0.contains("\n") && $0.hasPrefix("{") })
            #expect(all.first?.contains(newestFirst ? "RT69-000453" : "RT69-000001") == true)
        }
    }
}
