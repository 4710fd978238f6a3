import ComplaintModel
import Foundation
import Glibc
import PipelineContract
import Testing

@testable import FolderWatching

/// Full disks, crashes and missing folders: nothing is lost, nothing is taken for two.
@Suite struct ScanRecoveryTests {
    struct Trouble: Error {}

    @Test(arguments: [IntakeRefusal("The disk is nearly full.") as any Error, Trouble()])
    func whatTheHouseRefusesStaysWhereItIs(_ refusal: any Error) async throws {
        let desk = try Desk()
        for number in 0..<20 { try desk.write(pdf("\(number)"), to: "\(number).pdf") }
        desk.intake.refuse(refusal)
        for _ in 0..<3 {
            let report = try await desk.settle()
            #expect(report.taken == 0 && report.waiting == 20)
        }
        #expect(desk.files.count == 20)
        #expect(desk.events.names == [.intakeRefusedError])
        desk.intake.refuse(nil)
        #expect(try await desk.watcher.sweep().taken == 20)
    }

    /// Stops between the intake's receipt and the move: the next process offers the file again under the same key.
    @Test func aStopBetweenTakingAndMovingMakesNoSecondArrival() async throws {
        let desk = try Desk()
        let blocker = desk.folder.appending(path: "taken")
        try Data().write(to: blocker)
        try desk.write(pdf("a"), to: "a.pdf")
        let report = try await desk.settle()
        #expect(report.taken == 1 && report.unmoved == 1)
        // The same process only tries the move again.
        #expect(try await desk.settle().unmoved == 1)
        #expect(desk.intake.deliveries == 1)
        desk.restart()
        try FileManager.default.removeItem(at: blocker)
        #expect(try await desk.settle().repeated == 1)
        #expect(desk.intake.taken.count == 1)
        #expect(desk.files == ["taken/1970-01-01/a.pdf"])
    }

    @Test func aMoveThatFailedIsMadeGoodWithoutTakingAgain() async throws {
        let desk = try Desk()
        let blocker = desk.folder.appending(path: "taken")
        try Data().write(to: blocker)
        try desk.write(pdf("a"), to: "a.pdf")
        try await desk.settle()
        try FileManager.default.removeItem(at: blocker)
        #expect(try await desk.watcher.sweep().unmoved == 0)
        #expect(desk.intake.deliveries == 1)
        #expect(desk.files == ["taken/1970-01-01/a.pdf"])
        #expect(desk.events.names == [.arrivalTaken, .sourceError])
    }

    @Test func otherBytesInPlaceOfAnUnmovedFileAreTaken() async throws {
        let desk = try Desk()
        let blocker = desk.folder.appending(path: "taken")
        try Data().write(to: blocker)
        try desk.write(pdf("a"), to: "a.pdf")
        try await desk.settle()
        try desk.write(pdf("another"), to: "a.pdf")
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.taken.count == 2)
    }

    /// A scanner that reuses a name while the house is busy with the file before.
    @Test func aFileThatTakesTheNameMeanwhileStaysAndIsTakenInItsTurn() async throws {
        let desk = try Desk()
        try desk.write(pdf("first"), to: "SCAN.pdf")
        let (new, name) = (desk.folder.appending(path: "new.tmp"), desk.folder.appending(path: "SCAN.pdf"))
        desk.intake.meanwhile {
            try Data(pdf("second")).write(to: new)
            guard rename(new.path, name.path) == 0 else { throw Trouble() }
        }
        #expect(try await desk.settle().taken == 1)
        #expect(desk.files == ["SCAN.pdf"])
        desk.intake.meanwhile(nil)
        #expect(try await desk.settle().taken == 1)
        #expect(desk.intake.taken.count == 2)
        #expect(desk.files == ["taken/1970-01-01/SCAN.pdf"])
    }

    @Test func aFolderThatIsMissingIsWaitedFor() async throws {
        let desk = try Desk()
        try FileManager.default.removeItem(at: desk.folder)
        for _ in 0..<3 { #expect(try await desk.watcher.sweep().folderFault != nil) }
        #expect(desk.events.names == [.sourceError])
        try desk.write(pdf("a"), to: "a.pdf")
        #expect(try await desk.settle().taken == 1)
    }

    @Test func drainingWaitsUntilAllIsFinishedAndEnds() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "a.pdf")
        try desk.write(Array("%PDF-1.4 cut off".utf8), to: "cut.pdf")
        try desk.write([], to: "empty.pdf")
        try desk.write(pdf("x"), to: "x.part")
        let report = try await desk.watcher.drain()
        #expect(report.taken == 2 && report.refused == 1 && report.waiting == 0)
    }

    @Test func drainingEndsThoughAFileGrowsForEver() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "a.pdf")
        try desk.write([1], to: "log.bin")
        let log = desk.folder.appending(path: "log.bin")
        desk.clock.whenSleeping { count in
            try Data([UInt8](repeating: 1, count: count + 1)).write(to: log)
        }
        let report = try await desk.watcher.drain()
        #expect(report.taken == 1 && report.waiting == 1)
    }

    @Test func drainingSaysSoWhenTheHouseRefuses() async throws {
        let desk = try Desk()
        try desk.write(pdf("a"), to: "a.pdf")
        desk.intake.refuse(IntakeRefusal("The disk is nearly full."))
        await #expect(throws: IntakeRefusal("The disk is nearly full.")) { try await desk.watcher.drain() }
        #expect(desk.files == ["a.pdf"])
    }

    @Test func watchingTakesWhatAppearsInNewFoldersAndEndsWhenCancelled() async throws {
        let desk = try Desk()
        let (watcher, folder) = (desk.watcher, desk.folder)
        try await confirmation { cancelled in
            let task = Task { try await watcher.run() }
            desk.clock.whenSleeping { count in
                if count == 3 {
                    try FileManager.default.createDirectory(
                        at: folder.appending(path: "desk/day"), withIntermediateDirectories: true)
                    try Data(pdf("a")).write(to: folder.appending(path: "desk/day/a.pdf"))
                }
                if count > 500 { task.cancel() }
            }
            try await task.value
            cancelled()
        }
        #expect(desk.intake.taken.map(\.provenance.folder) == ["desk/day"])
    }

    /// The kernel tells of files in folders that were made after the watch began.
    @Test func newsIsHeardFromFoldersOldAndNew() throws {
        let desk = try Desk()
        let watch = FolderWatch()
        let rules = IgnoreRules([])
        let root = try #require(Folder(path: desk.folder.path))
        _ = FolderWalk(root, rules: rules, watch: watch)
        #expect(!watch.hasNews())
        try desk.write(pdf("a"), to: "new/a.pdf")
        #expect(watch.hasNews())
        #expect(FolderWalk(root, rules: rules, watch: watch).files.count == 1)
        try desk.write(pdf("b"), to: "new/b.pdf")
        #expect(watch.hasNews())
        #expect(!watch.hasNews())
    }
}
