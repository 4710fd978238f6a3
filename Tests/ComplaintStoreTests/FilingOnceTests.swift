import ComplaintModel
import ComplaintStore
import Foundation
import PipelineContract
import Testing

@Suite struct FilingOnceTests {
    private let folder: TemporaryFolder
    private let store: ComplaintDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try ComplaintDatabase(path: folder.database, destinations: ["case-system", "archive"])
    }

    @Test func theSameItemTwiceIsOneComplaint() async throws {
        let fixture = JudgementFixture()
        let first = try await store.upsert(fixture.judgement, trail: [], at: noon)
        let second = try await store.upsert(fixture.judgement, trail: [], at: noon.adding(seconds: 60))
        #expect(first == second)
        #expect(first.rawValue.hasPrefix("RT69-000001-"))
        #expect(try await store.count(ComplaintFilter()) == 1)
        let complaint = try #require(try await store.complaint(code: first))
        #expect(complaint.version == 1 && complaint.updatedAt == noon)
        #expect(try await store.record(of: fixture.item)?.deliveries.count == 2)
    }

    @Test func anotherDeadlineIsANewVersion() async throws {
        let fixture = JudgementFixture()
        let code = try await store.upsert(fixture.judgement, trail: [], at: noon)
        let day = try #require(CalendarDate(year: 2026, month: 12, day: 21))
        let deadline = Deadline(date: day, rule: .general, workingDays: 15, calendar: "2026.2")
        for minute in 1...2 {
            try await store.setDeadline(of: fixture.item, to: deadline, at: noon.adding(seconds: Double(minute) * 60))
        }
        let complaint = try #require(try await store.complaint(code: code))
        #expect(complaint.deadline == deadline)
        #expect(complaint.version == 2 && complaint.updatedAt == noon.adding(seconds: 60))
        #expect(try await store.record(of: fixture.item)?.deliveries.count == 4)
    }

    @Test func aChangeIsANewVersionUnderTheSameCode() async throws {
        var fixture = JudgementFixture()
        let first = try await store.upsert(fixture.judgement, trail: [], at: noon)
        fixture.body += "\nเพิ่มเติม"
        fixture.review = ReviewRecord(operatorName: "op1", decidedAt: noon, decision: .accepted)
        let later = noon.adding(seconds: 60)
        #expect(try await store.upsert(fixture.judgement, trail: [], at: later) == first)
        let record = try #require(try await store.record(of: fixture.item))
        #expect(record.complaint.version == 2 && record.complaint.filedAt == noon)
        #expect(record.complaint.updatedAt == later)
        #expect(record.deliveries.map(\.version) == [1, 1, 2, 2])
        #expect(record.deliveries.allSatisfy { $0.state == .pending })
        #expect(record.reviews.map(\.operatorName) == ["op1"])
    }

    @Test func marksInAnotherOrderAreAChange() async throws {
        var fixture = JudgementFixture()
        fixture.body = "น\u{0E38}\u{0E48}ม"
        _ = try await store.upsert(fixture.judgement, trail: [], at: noon)
        fixture.body = "น\u{0E48}\u{0E38}ม"
        _ = try await store.upsert(fixture.judgement, trail: [], at: noon)
        #expect(try await store.complaint(item: fixture.item)?.version == 2)
    }

    @Test func filingAtTheSameTimeGivesEachItemItsOwnNumber() async throws {
        let codes = try await withThrowingTaskGroup(of: TrackingCode.self) { group in
            for number in 0..<40 {
                let fixture = JudgementFixture(key: "desk-1/\(number % 20).tif")
                group.addTask { [store] in try await store.upsert(fixture.judgement, trail: [], at: noon) }
            }
            return try await group.reduce(into: Set<TrackingCode>()) { $0.insert($1) }
        }
        #expect(codes.count == 20)
        #expect(try await store.items().count == 20)
        let next = try await store.upsert(JudgementFixture(key: "next").judgement, trail: [], at: noon)
        #expect(next == TrackingCode(buddhistYear: 2569, number: 21))
    }

    @Test func numbersBeginAnewEachBuddhistYear() async throws {
        let old = JudgementFixture(key: "old", receivedAt: "2026-12-31T16:59:59.000Z")
        let new = JudgementFixture(key: "new", receivedAt: "2026-12-31T17:00:00.000Z")
        let codes = [
            try await store.upsert(old.judgement, trail: [], at: noon),
            try await store.upsert(new.judgement, trail: [], at: noon),
        ]
        #expect(codes == [2569, 2570].map { TrackingCode(buddhistYear: $0, number: 1) })
    }

    @Test func lettersOfOneArrivalAreComplaintsOfTheirOwn() async throws {
        for part in 1...3 {
            _ = try await store.upsert(JudgementFixture(part: part).judgement, trail: [], at: noon)
        }
        #expect(try await store.items() == Set((1...3).map { JudgementFixture(part: $0).item }))
    }

    @Test func theRecordTellsTheLife() async throws {
        let fixture = JudgementFixture()
        let trail = [Step(queue: .recognise, at: noon, seconds: 1.5, attempts: 2)]
        _ = try await store.upsert(fixture.judgement, trail: trail, at: noon)
        let record = try #require(try await store.record(of: fixture.item))
        #expect(record.trail == trail)
        let transcript = record.judgement.draft.normalised.transcript
        #expect(transcript.text == fixture.body)
        #expect(transcript.readings.flatMap(\.lines).allSatisfy { $0.clusters.isEmpty && $0.risk == 0.1 })
        #expect(record.judgement.draft.normalised.edits.map(\.rule) == ["N08"])
        #expect(record.complaint.rawText.sha256 == ContentDigest(of: Array(transcript.text.utf8)))
    }

    @Test func whatIsFiledIsThereAfterReopening() async throws {
        let code = try await store.upsert(JudgementFixture().judgement, trail: [], at: noon)
        let again = try ComplaintDatabase(path: folder.database)
        #expect(try await again.complaint(code: code)?.id == JudgementFixture().item)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.database)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }
}
