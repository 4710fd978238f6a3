import Foundation
import Glibc
import PipelineContract
import Testing

@testable import FolderWatching

/// What cannot be taken is put aside with a reason a clerk understands, never dropped.
@Suite struct ScanRefusalTests {
    private func reason(_ desk: Desk, _ name: String) throws -> String {
        String(decoding: try Data(contentsOf: desk.folder.appending(path: "refused/\(name).reason.txt")), as: UTF8.self)
    }

    @Test func aFileThatIsTooLargeIsPutBesideItsReason() async throws {
        let desk = try Desk { $0.maximumFileMebibytes = 1 }
        try desk.write([UInt8](repeating: 0x20, count: 1 << 20 + 1), to: "desk/large.bin")
        #expect(try await desk.settle().refused == 1)
        #expect(desk.files == ["refused/desk/large.bin", "refused/desk/large.bin.reason.txt"])
        let text = try reason(desk, "desk/large.bin")
        #expect(text.contains("larger than 1 MiB") && text.contains("ไฟล์ใหญ่เกิน 1 MiB") && text.contains("\r\n"))
        #expect(desk.intake.deliveries == 0)
        #expect(desk.events.names == [.fileRefusedError])
    }

    @Test func anEmptyFileIsWaitedForAndThenRefused() async throws {
        let desk = try Desk()
        try desk.write([], to: "a.pdf")
        #expect(try await desk.settle(590).refused == 0)
        desk.clock.advance(20)
        #expect(try await desk.watcher.sweep().refused == 1)
        #expect(try reason(desk, "a.pdf").contains("The file is empty."))
    }

    @Test func linksAndPipesAreRefusedAndNeverFollowed() async throws {
        let desk = try Desk()
        let secret = desk.folder.deletingLastPathComponent().appending(path: "secret-\(UUID())")
        try Data(pdf("secret")).write(to: secret)
        defer { try? FileManager.default.removeItem(at: secret) }
        let links = ["file-link.pdf": secret.path, "folder-link": "/etc", "loop": "."]
        for (name, target) in links {
            try FileManager.default.createSymbolicLink(
                atPath: desk.folder.appending(path: name).path, withDestinationPath: target)
        }
        #expect(mkfifo(desk.folder.appending(path: "pipe.tif").path, 0o600) == 0)
        #expect(try await desk.settle().refused == 4)
        #expect(desk.intake.deliveries == 0)
        #expect(FileManager.default.fileExists(atPath: secret.path))
        #expect(try reason(desk, "file-link.pdf").contains("links are not followed"))
    }

    /// A link in place of the watcher's own folder must not lead a file out of the house.
    @Test func aLinkInPlaceOfTheTakenFolderIsNotFollowed() async throws {
        let desk = try Desk()
        let elsewhere = desk.folder.deletingLastPathComponent().appending(path: "elsewhere-\(UUID())")
        try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: elsewhere) }
        try FileManager.default.createSymbolicLink(
            at: desk.folder.appending(path: "taken"), withDestinationURL: elsewhere)
        try desk.write(pdf("a"), to: "a.pdf")
        let report = try await desk.settle()
        #expect(report.taken == 1 && report.unmoved == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).isEmpty)
    }

    @Test func aNameThatIsNoUTF8IsRefusedUnderARepairedName() async throws {
        let desk = try Desk()
        let name = EntryName(Array("\(desk.folder.path)/a".utf8) + [0xFF, 0xFE] + Array(".tif".utf8))
        let file = name.withCString { open($0, O_CREAT | O_WRONLY, 0o600) }
        #expect(file >= 0)
        #expect(Glibc.write(file, "data", 4) == 4)
        close(file)
        #expect(try await desk.settle().refused == 1)
        #expect(desk.files == ["refused/a\u{FFFD}\u{FFFD}.tif", "refused/a\u{FFFD}\u{FFFD}.tif.reason.txt"])
        #expect(desk.intake.deliveries == 0)
    }

    @Test(arguments: [
        "a\nb.pdf", "a b\t'\"\\.pdf", String(repeating: "ก", count: 83) + "ab.pdf", "ไม่มีนามสกุล", "a%s%n.pdf", "-rf",
    ])
    func oddButReadableNamesAreTaken(_ name: String) async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: name)
        #expect(try await desk.settle().taken == 1)
        try desk.write(pdf("b"), to: name)
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.names == [name, name])
        #expect(desk.files.count == 2 && desk.files.allSatisfy { $0.hasPrefix("taken/") })
    }

    @Test func refusingTheSameNameTwiceOverwritesNothing() async throws {
        let desk = try Desk { $0.maximumFileMebibytes = 1 }
        for length in 1...2 {
            try desk.write([UInt8](repeating: 1, count: 1 << 20 + length), to: "a.bin")
            #expect(try await desk.settle().refused == 1)
        }
        #expect(
            desk.files == [
                "refused/a (2).bin", "refused/a (2).bin.reason.txt", "refused/a.bin", "refused/a.bin.reason.txt",
            ])
    }

    @Test func everyReasonIsInBothLanguagesWithARemedy() {
        for reason in [RefusalReason.tooLarge(mebibytes: 200), .empty, .special, .name, .unreadable] {
            for keeper in [FolderKeeper.clerk, .administrator] {
                let text = String(decoding: reason.letter(about: EntryName("a.pdf"), to: keeper), as: UTF8.self)
                #expect(text.contains("วิธีแก้ไข: ") && text.contains("What to do: ") && text.contains("a.pdf"))
                #expect(text.contains("สแกน") == (keeper == .clerk))
            }
        }
    }
}
