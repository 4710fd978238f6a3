import ComplaintModel
import Deduplication
import Foundation
import Testing

@Suite struct IndexTests {
    private typealias Fixture = SubmissionFixture
    private let folder = NSTemporaryDirectory() + "rongthuk-duplicates-" + UUID().uuidString

    @Test func theSameSubmissionTwiceGetsTheSameRulingAndNeverMatchesItself() async throws {
        let index = try DuplicateIndex(directory: folder)
        let first = try await index.judge(Fixture(bytes: "a").submission)
        let second = try await index.judge(Fixture(id: "2", bytes: "b").submission)
        #expect(second.kind == .repeat)
        for _ in 0..<2 {
            #expect(try await index.judge(Fixture(bytes: "a").submission) == first)
            #expect(try await index.judge(Fixture(id: "2", bytes: "b").submission) == second)
        }
        #expect(try await index.count() == 2)
        let again = try DuplicateIndex(directory: folder)
        #expect(try await again.judge(Fixture(id: "2", bytes: "b").submission) == second)
        #expect(try await again.judge(Fixture(id: "3").submission).matter == "1")
    }

    @Test func aCorrectedTextIsJudgedAnewInItsOldPlace() async throws {
        let index = try DuplicateIndex()
        _ = try await index.judge(Fixture().submission)
        let wrong = Fixture(id: "2", text: waterText, name: nil, place: nil, category: "water")
        #expect(try await index.judge(wrong.submission).kind == .new)
        _ = try await index.judge(Fixture(id: "3").submission)
        let corrected = try await index.judge(Fixture(id: "2").submission)
        #expect(corrected.kind == .repeat && corrected.of == "1")
        #expect(try await index.judge(Fixture(id: "4", text: waterText, name: nil, place: nil).submission).kind == .new)
        #expect(try await index.count() == 4)
    }

    @Test func everySubmissionIsCounted() async throws {
        let index = try DuplicateIndex()
        for number in 0..<60 {
            let fixture = Fixture(id: "\(number)", name: number % 2 == 0 ? nil : ("สมมุติ", "ทดสอบระบบ"), bytes: "x")
            let ruling = try await index.judge(fixture.submission)
            #expect(ruling.id == "\(number)" && ruling.of != ruling.id)
        }
        #expect(try await index.count() == 60)
    }

    @Test func theFilterAnswersInItsDocumentedShape() async throws {
        let all = try await rulings([Fixture(), Fixture(id: "2")])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let lines = try all.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        #expect(lines[0] == #"{"evidence":[],"id":"1","matter":"1","score":1,"verdict":"new"}"#)
        #expect(lines[1].contains(#""of":"1""#) && lines[1].contains(#""verdict":"repeat""#))
    }

    @Test func theFileIsItsOwnersAlone() throws {
        _ = try DuplicateIndex(directory: folder)
        let file = folder + "/duplicates.sqlite"
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }
}
