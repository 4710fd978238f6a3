import ComplaintModel
import Testing

@testable import Deduplication

@Suite struct RulingTests {
    private typealias Fixture = SubmissionFixture

    /// Rules on `later` after `first`, which is always new.
    private func ruling(_ later: SubmissionFixture, after first: SubmissionFixture) async throws -> Ruling {
        let both = try await rulings([first, later])
        #expect(both.first?.kind == .new && both.first?.matter == first.id)
        return try #require(both.last)
    }

    @Test func theSameBytesAreARedelivery() async throws {
        let first = Fixture(name: nil, bytes: "aa/0")
        let again = try await ruling(Fixture(id: "2", name: nil, bytes: "aa/0", day: 400), after: first)
        #expect(again.kind == .redelivery && again.of == "1" && again.matter == "1" && again.question == nil)
        let otherLetter = Fixture(id: "2", text: waterText, name: nil, category: "water", bytes: "aa/1")
        #expect(try await ruling(otherLetter, after: first).kind == .new)
    }

    @Test func theSameShortMessageIsARedeliveryOnlyFromTheSameSenderAtOnce() async throws {
        func message(_ id: String, _ sender: String?, day: Int = 0) -> Fixture {
            Fixture(id: id, channel: .sms, text: "ไฟดับ", name: nil, place: nil, sender: sender, bytes: "bb", day: day)
        }
        let first = message("1", "+66811111111")
        #expect(try await ruling(message("2", "+66811111111"), after: first).kind == .redelivery)
        #expect(try await ruling(message("2", "+66811111111", day: 30), after: first).kind == .repeat)
        #expect(try await ruling(message("2", "+66822222222"), after: first).kind == .new)
        #expect(try await ruling(message("2", nil), after: message("1", nil)).kind == .new)
    }

    @Test func theSameMessageOfTheChannelIsARedelivery() async throws {
        func mail(_ id: String, text: String = roadText) -> Fixture {
            Fixture(
                id: id, channel: .email, text: text, name: nil, sender: "a@example.com", bytes: id, message: "<1@x>")
        }
        #expect(try await ruling(mail("2"), after: mail("1")).kind == .redelivery)
        #expect(try await ruling(mail("2", text: waterText), after: mail("1")).kind != .redelivery)
    }

    @Test(arguments: [
        Fixture(id: "2"), Fixture(id: "2", text: misread(roadText, every: 8)),
        Fixture(id: "2", channel: .email, name: nil, citizenID: "1101700230708"),
        Fixture(id: "2", name: ("สมมติ", "ทดสอบระบบ"), place: nil),
        Fixture(id: "2", text: "ขอติดตามเรื่องถนนที่เคยร้องเรียนไว้ ยังไม่มีใครมาดูแลเลย", citizenID: "1101700230708"),
    ])
    func theSameWriterInTheSameMatterRepeats(later: SubmissionFixture) async throws {
        let ruling = try await ruling(later, after: Fixture(citizenID: "1101700230708"))
        #expect(ruling.kind == .repeat && ruling.of == "1" && ruling.matter == "1" && ruling.question == nil)
    }

    @Test func theSameWriterInAnotherMatterIsOnlyRelated() async throws {
        let other = Fixture(id: "2", text: waterText, place: "800802", category: "water")
        let ruling = try await ruling(other, after: Fixture())
        #expect(ruling.kind == .related && ruling.matter == "2")
    }

    @Test func anotherWriterWithTheSameTextIsACampaign() async throws {
        let other = Fixture(id: "2", name: ("ลำดวน", "แจ่มใสยิ่ง"))
        let ruling = try await ruling(other, after: Fixture())
        #expect(ruling.kind == .campaign && ruling.matter == "1" && ruling.question == nil)
    }

    @Test func anotherCitizenIDOutweighsTheSameName() async throws {
        let other = Fixture(id: "2", citizenID: "3850900158795")
        #expect(try await ruling(other, after: Fixture(citizenID: "1101700230708")).kind == .campaign)
    }

    @Test func aTelephoneNumberDoesNotOutweighAnotherName() async throws {
        let other = Fixture(id: "2", name: ("ลำดวน", "แจ่มใสยิ่ง"), phone: "+66811111111")
        #expect(try await ruling(other, after: Fixture(phone: "+66811111111")).kind == .campaign)
    }

    @Test func aCopyOfAnUnknownWriterIsForAPersonToDecide() async throws {
        let ruling = try await ruling(Fixture(id: "2", name: nil), after: Fixture())
        #expect(ruling.kind == .campaign && ruling.of == "1" && ruling.question != nil)
        #expect(ruling.question?.contains("ถนน") == false)
    }

    @Test func aCopyInAKnownCampaignNeedsNoPerson() async throws {
        let names = [("สมมุติ", "ทดสอบระบบ"), ("ลำดวน", "แจ่มใสยิ่ง"), ("ก้องภพ", "พงษ์ไพรวัลย์")]
        let signed = names.enumerated().map { Fixture(id: "\($0.offset)", name: $0.element) }
        let all = try await rulings(signed + [Fixture(id: "unsigned", name: nil)])
        #expect(all.map(\.kind) == [.new, .campaign, .campaign, .campaign])
        #expect(all.allSatisfy { $0.question == nil && $0.matter == "0" })
    }

    @Test func inACampaignASharedNumberIsNoIdentity() async throws {
        let signed = Fixture(name: ("ลำดวน", "แจ่มใสยิ่ง"), phone: "+66811111111")
        let other = Fixture(id: "2", name: ("ก้องภพ", "พงษ์ไพรวัลย์"), phone: "+66811111111")
        let all = try await rulings([signed, other, Fixture(id: "3", name: nil, phone: "+66811111111")])
        #expect(all.map(\.kind) == [.new, .campaign, .campaign])
    }

    @Test func oneOfACampaignWhoWritesAgainRepeats() async throws {
        let all = try await rulings([
            Fixture(id: "1"), Fixture(id: "2", name: ("ลำดวน", "แจ่มใสยิ่ง")),
            Fixture(id: "3", name: ("ลำดวน", "แจ่มใสยิ่ง")),
        ])
        #expect(all[2].kind == .repeat && all[2].of == "2" && all[2].matter == "1")
    }

    @Test func anotherWriterOfTheSamePlaceWithSimilarWordsIsACoComplaint() async throws {
        let half = roadText.unicodeScalars.count / 2
        let text = String(roadText.unicodeScalars.prefix(half)) + waterText
        var other = Fixture(id: "2", text: text, name: ("ลำดวน", "แจ่มใสยิ่ง"))
        #expect(try await ruling(other, after: Fixture()).kind == .coComplaint)
        other.place = "900101"
        #expect(try await ruling(other, after: Fixture()).kind == .new)
    }

    @Test func strangersWithNothingInCommonAreNew() async throws {
        let other = Fixture(id: "2", text: waterText, name: ("ลำดวน", "แจ่มใสยิ่ง"), category: "water")
        let ruling = try await ruling(other, after: Fixture())
        #expect(ruling.kind == .new && ruling.of == nil && ruling.matter == "2" && ruling.score == 1)
    }

    @Test func evidenceHoldsNothingOfTheLetter() async throws {
        let ruling = try await ruling(
            Fixture(id: "2", citizenID: "1101700230708"), after: Fixture(citizenID: "1101700230708"))
        #expect(ruling.evidence.allSatisfy { line in line.unicodeScalars.allSatisfy(\.isASCII) })
        #expect(!ruling.evidence.joined().contains("1101700230708"))
    }
}
