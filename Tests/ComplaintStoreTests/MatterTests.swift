import ComplaintModel
import ComplaintStore
import Testing

@Suite struct MatterTests {
    private let folder: TemporaryFolder
    private let store: ComplaintDatabase
    private let undoing = Complaint.Link.Undoing(operatorName: "op1", at: noon, reason: "another road")

    init() throws {
        folder = try TemporaryFolder()
        store = try ComplaintDatabase(path: folder.database, destinations: ["case-system"])
    }

    /// a; b repeats a; c is another person, linked to b; d repeats c; e merely resembles b.
    private func family() async throws -> [JudgementFixture] {
        let a = JudgementFixture(key: "a")
        var b = JudgementFixture(key: "b", writer: nil)
        b.verdict = (.repeat, a.item, a.item)
        var c = JudgementFixture(key: "c", writer: Person(title: nil, first: "สมใจ", last: "ทดลอง", role: .complainant))
        c.verdict = (.coComplaint, b.item, a.item)
        var d = JudgementFixture(key: "d", writer: nil)
        d.verdict = (.redelivery, c.item, a.item)
        var e = JudgementFixture(key: "e", writer: nil)
        e.verdict = (.related, b.item, e.item)
        for fixture in [a, b, c, d, e] { _ = try await store.upsert(fixture.judgement, trail: [], at: noon) }
        return [a, b, c, d, e]
    }

    @Test func aMatterHasAllItsComplaintsAndCountsPersons() async throws {
        let family = try await family()
        let matter = try #require(try await store.matter(family[0].item))
        #expect(matter.complaints.map(\.id) == family[0..<4].map(\.item))
        #expect(matter.persons == 2 && matter.unknown == 0)
        #expect(matter.complaints[2].links.map(\.of) == [family[1].item])
        let alone = try #require(try await store.matter(family[4].item))
        #expect(alone.complaints.count == 1 && alone.persons == 0 && alone.unknown == 1)
        #expect(try await store.matter(JudgementFixture(key: "nowhere").item) == nil)
    }

    @Test func anUndoneLinkPartsTheMatterAndStaysUndone() async throws {
        let family = try await family()
        let (a, c, d) = (family[0], family[2], family[3])
        try await store.unlink(c.item, from: family[1].item, undoing: undoing)
        #expect(try await store.matter(a.item)?.complaints.count == 2)
        let parted = try #require(try await store.matter(c.item))
        #expect(parted.complaints.map(\.id) == [c.item, d.item])
        #expect(parted.complaints[0].links.first?.undone == undoing)
        #expect(parted.complaints.map(\.version) == [2, 2])
        let deliveries = try await store.record(of: d.item)?.deliveries
        #expect(deliveries?.map(\.version) == [1, 2])

        for fixture in [c, d] { _ = try await store.upsert(fixture.judgement, trail: [], at: noon.adding(seconds: 9)) }
        let again = try #require(try await store.matter(c.item))
        #expect(again == parted)
    }

    @Test func aLaterVerdictFollowsTheMatterAsItIsNow() async throws {
        let family = try await family()
        try await store.unlink(family[2].item, from: family[1].item, undoing: undoing)
        var late = JudgementFixture(key: "late")
        late.verdict = (.repeat, family[3].item, family[0].item)
        _ = try await store.upsert(late.judgement, trail: [], at: noon)
        #expect(try await store.complaint(item: late.item)?.matter == family[2].item)
    }

    @Test func aCorrectedLetterTakesItsFollowersAlong() async throws {
        var family = try await family()
        family[2].verdict = nil
        family[2].body += "\nแก้ไข"
        _ = try await store.upsert(family[2].judgement, trail: [], at: noon)
        #expect(try await store.matter(family[2].item)?.complaints.map(\.id) == [family[2].item, family[3].item])
        #expect(try await store.matter(family[0].item)?.complaints.count == 2)
    }

    @Test func onlyALinkThatStandsCanBeUndone() async throws {
        let family = try await family()
        await #expect(throws: ComplaintStoreError.noSuchLink(item: family[0].item, of: family[1].item)) {
            try await store.unlink(family[0].item, from: family[1].item, undoing: undoing)
        }
        try await store.unlink(family[4].item, from: family[1].item, undoing: undoing)
        #expect(try await store.complaint(item: family[4].item)?.matter == family[4].item)
        await #expect(throws: ComplaintStoreError.noSuchLink(item: family[4].item, of: family[1].item)) {
            try await store.unlink(family[4].item, from: family[1].item, undoing: undoing)
        }
    }
}
