import ComplaintModel
import Foundation
import Glibc
import PipelineContract
import Testing

@testable import FolderWatching

@Suite struct ScanWatcherTests {
    @Test func aFinishedFileIsTakenWithItsProvenanceAndMovedAway() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "desk-1/2026-11-22/SCAN0001.pdf")
        let report = try await desk.settle()
        #expect(report.taken == 1 && report.waiting == 0)
        let incoming = try #require(desk.intake.taken.first)
        #expect(incoming.bytes == pdf("a"))
        #expect(incoming.mediaType == .pdf)
        #expect(incoming.provenance.name == "SCAN0001.pdf")
        #expect(incoming.provenance.folder == "desk-1/2026-11-22")
        #expect(incoming.channelKey == "desk-1/2026-11-22/SCAN0001.pdf\u{0}\(ContentDigest(of: pdf("a")))")
        #expect(desk.files == ["taken/1970-01-01/desk-1/2026-11-22/SCAN0001.pdf"])
        #expect(desk.events.names == [.arrivalTaken])
    }

    @Test func aFileIsLeftAloneWhileItGrows() async throws {
        let desk = try Desk()
        try desk.write([], to: "a.pdf")
        for piece in [Array("%PDF-1.4\n".utf8), Array("page one %%EOF ".utf8), Array("page two".utf8)] {
            #expect(try await desk.settle(9).taken == 0)
            try desk.append(piece, to: "a.pdf")
        }
        #expect(try await desk.settle(9).taken == 0)
        try desk.append(Array("\n%%EOF\n".utf8), to: "a.pdf")
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.taken.map(\.bytes.count) == [39])
    }

    @Test func theSameRuleHoldsForWhatLayThereAtTheStart() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "a.pdf")
        let first = try await desk.watcher.sweep()
        #expect(first.taken == 0 && first.waiting == 1 && first.nextLook == 10)
    }

    @Test func aTemporaryNameIsPassedOverUntilTheFileIsRenamed() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "a.pdf.filepart")
        let report = try await desk.settle()
        #expect(report.taken == 0 && report.ignored == 1 && report.waiting == 0)
        let (old, new) = (desk.folder.appending(path: "a.pdf.filepart"), desk.folder.appending(path: "a.pdf"))
        try FileManager.default.moveItem(at: old, to: new)
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.names == ["a.pdf"])
    }

    @Test func aCutOffFileIsWaitedForAndThenTakenAsItIs() async throws {
        let desk = try Desk()
        try desk.write(Array("%PDF-1.4\nhalf a page".utf8), to: "a.pdf")
        let waiting = try await desk.settle(300)
        #expect(waiting.taken == 0 && waiting.nextLook == 300)
        desk.clock.advance(301)
        #expect(try await desk.watcher.sweep().taken == 1)
        #expect(desk.intake.taken.first?.provenance.details["ending"] == "missing")
    }

    @Test func otherBytesUnderTheSameNameAreAnotherArrival() async throws {
        let desk = try Desk()
        for text in ["a", "b"] {
            try desk.write(pdf(text), to: "SCAN0001.pdf")
            try await desk.settle()
        }
        #expect(desk.intake.taken.count == 2)
        #expect(desk.files == ["taken/1970-01-01/SCAN0001 (2).pdf", "taken/1970-01-01/SCAN0001.pdf"])
    }

    @Test func theSameBytesAgainAreARedelivery() async throws {
        let desk = try Desk()
        for _ in 0..<2 {
            try desk.write(pdf("a"), to: "SCAN0001.pdf")
            try await desk.settle()
        }
        #expect(desk.intake.taken.count == 1 && desk.intake.deliveries == 2)
        #expect(desk.events.names == [.arrivalTaken, .deliveryRepeated])
        #expect(desk.files.count == 2)
    }

    @Test func aFileReplacedWhileItIsWatchedStartsAnew() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "a.pdf")
        _ = try await desk.watcher.sweep()
        desk.clock.advance(8)
        try desk.write(pdf("b"), to: "other.tmp")
        let (other, name) = (desk.folder.appending(path: "other.tmp"), desk.folder.appending(path: "a.pdf"))
        #expect(rename(other.path, name.path) == 0)
        #expect(try await desk.settle(8).taken == 0)
        desk.clock.advance(3)
        #expect(try await desk.watcher.sweep().taken == 1)
        #expect(desk.intake.taken.map(\.bytes) == [pdf("b")])
    }

    @Test func aBurstIsTakenWhole() async throws {
        let desk = try Desk()
        for number in 0..<50 { try desk.write(pdf("\(number)"), to: "batch/\(number).pdf") }
        #expect(try await desk.settle().taken == 50)
        #expect(Set(desk.intake.taken.map(\.bytes)).count == 50)
        #expect(desk.files.allSatisfy { $0.hasPrefix("taken/") })
    }

    @Test func whatTheHouseIsToldToDeleteIsDeleted() async throws {
        let desk = try Desk { $0.afterTaking = .delete }
        try desk.write(pdf("a"), to: "a.pdf")
        #expect(try await desk.settle().taken == 1)
        #expect(desk.files.isEmpty)
    }

    @Test func aFileOfUnknownKindIsTakenToo() async throws {
        let desk = try Desk()
        try desk.write(Array("PK\u{3}\u{4}letter".utf8), to: "letter.docx")
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.taken.first?.mediaType == .unknown)
    }

    @Test func whatLiesInTheWatchersOwnFoldersIsLeftThere() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "taken/2026-11-21/a.pdf")
        try desk.write(pdf("a"), to: "refused/a.pdf")
        try desk.write(pdf("b"), to: "desk/taken/b.pdf")
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.names == ["b.pdf"])
    }

    /// A feeder may pause longer than the stability time between two pages: the file goes on growing in `taken/`.
    @Test func aFileThatGrowsAfterItWasTakenIsTakenAgain() async throws {
        let desk = try Desk()
        try desk.write(pdf("page one"), to: "desk/a.pdf")
        try await desk.settle()
        try desk.append(Array("page two\n%%EOF\n".utf8), to: "taken/1970-01-01/desk/a.pdf")
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.taken.count == 2)
        #expect(desk.files == ["taken/1970-01-01/desk/a.pdf"])
        #expect(desk.events.names == [.arrivalTaken, .sourceError, .arrivalTaken])
    }
}
