import ComplaintModel
import FolderWatching
import Foundation
import Glibc
import PipelineContract
import RememberingIntake
import Synchronization
import Testing

@testable import FaxChannel

@Suite struct HylaFAXTests {
    private let tiff: [UInt8] = [0x49, 0x49, 0x2A, 0x00, 1, 2, 3, 4]

    @Test func aFaxIsTakenOnceTheLogTellsOfIt() async throws {
        let server = try FaxServer()
        try server.write(tiff, to: "fax000000001.tif")
        try server.write(Array("2".utf8), to: "seqf")
        #expect(try await server.settle(300) == 0, "the call may still go on, though nothing moves")
        try server.log(file: "fax000000001.tif", seconds: 63)
        #expect(try await server.settle() == 1)
        let incoming = try #require(server.intake.taken.first)
        #expect(incoming.channel == .fax && incoming.bytes == tiff && incoming.mediaType == .tiff)
        #expect(incoming.provenance.sender == "021111111" && incoming.provenance.recipient == "+66.2.222.2222")
        let details = incoming.provenance.details
        #expect(details[FaxDetail.commid] == "000000001" && details[FaxDetail.device] == "pts_0")
        #expect(details[FaxDetail.station] == "+66 2 111 1111" && details[FaxDetail.pages] == "3")
        #expect(details[FaxDetail.error] == nil && details[FaxDetail.unwitnessed] == nil)
        #expect(server.names == ["seqf", "taken"])
    }

    /// The tags of a file that was cut off call it clean: the log alone knows better.
    @Test func aFaxThatWasCutOffIsMarked() async throws {
        let server = try FaxServer()
        try server.write(tiff, to: "fax000000002.tif")
        try server.log(
            file: "fax000000002.tif", error: "V.21 signal reception timeout; expected page possibly not received")
        #expect(try await server.settle() == 1)
        #expect(server.intake.taken[0].provenance.details[FaxDetail.error]?.hasPrefix("V.21") == true)
    }

    @Test func aFaxThatNobodyTellsOfIsTakenInTheEndAndMarked() async throws {
        let server = try FaxServer()
        try server.write(tiff, to: "fax000000003.tif")
        #expect(try await server.settle(3500) == 0)
        #expect(try await server.settle(200) == 1)
        #expect(server.intake.taken[0].provenance.details[FaxDetail.unwitnessed] == "true")
    }

    /// A server set up anew counts from 1 again: the line of another year is not this file's.
    @Test func aLineOfAnotherTimeVouchesForNothing() async throws {
        let server = try FaxServer()
        try server.log(file: "fax000000001.tif", ago: 400 * 86_400)
        try server.write(tiff, to: "fax000000001.tif")
        #expect(try await server.settle(60) == 0)
        try server.log(file: "fax000000001.tif")
        #expect(try await server.settle() == 1)
    }

    @Test func theLogIsReadOnWhereItIsTurnedOverOrHalfWritten() async throws {
        let server = try FaxServer()
        try server.write(tiff, to: "fax000000001.tif")
        let line = try server.line(file: "fax000000001.tif")
        try server.append(String(line.prefix(70)))
        #expect(try await server.settle() == 0)
        try server.append(String(line.dropFirst(70)))
        #expect(try await server.settle() == 1)
        try FileManager.default.removeItem(atPath: server.logPath)
        try server.write(tiff + [9], to: "fax000000002.tif")
        #expect(try await server.settle() == 0)
        try server.log(file: "fax000000002.tif")
        #expect(try await server.settle() == 1)
    }

    /// Hook and watcher may both bring a fax: they name it alike.
    @Test func theHooksKeyIsTheWatchers() async throws {
        let server = try FaxServer()
        try server.write(tiff, to: "fax000000001.tif")
        try server.log(file: "fax000000001.tif")
        _ = try await server.settle()
        #expect(server.intake.taken.map(\.channelKey) == ["fax000000001.tif\u{0}\(ContentDigest(of: tiff))"])
    }

    @Test(arguments: [
        "", "11/22/26 03:20", "11/22/26 03:20\tSEND\ta", "99/99/99 99:99\tRECV", "\t\t\t\tRECV\t\t\t\t\t\t\t\t\t",
    ])
    func linesThatTellOfNothing(_ line: String) { #expect(Reception(line: line) == nil) }
}

/// A spool of HylaFAX as far as the channel sees it, with a clock that tests turn.
final class FaxServer {
    let spool = NSTemporaryDirectory() + "hylafax-\(UUID().uuidString)"
    let intake = RememberingIntake()
    private let clock = FaxClock()
    private let watcher: FolderWatcher

    var logPath: String { "\(spool)/log/xferfaxlog" }

    init() throws {
        for folder in ["recvq", "log"] {
            try FileManager.default.createDirectory(atPath: "\(spool)/\(folder)", withIntermediateDirectories: true)
        }
        var configuration = FolderConfiguration(directory: "\(spool)/recvq")
        (configuration.stableForSeconds, configuration.patienceSeconds) = (3, 3600)
        watcher = FolderWatcher(
            source: try #require(SourceName(rawValue: "fax-line")), configuration: configuration,
            kind: HylaFAXFiles(logPath: "\(spool)/log/xferfaxlog"), intake: intake, events: Silence(),
            clock: clock.clock)
    }

    deinit { try? FileManager.default.removeItem(atPath: spool) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(spool)/recvq/\(name)"))
    }

    /// A line of the log, of a call that ended just now or some seconds `ago`.
    func line(file: String, error: String = "", seconds: Int = 63, ago: Int = 0) throws -> String {
        var began = time(nil) - ago - seconds
        var local = tm()
        localtime_r(&began, &local)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(two(local.tm_mon + 1))/\(two(local.tm_mday))/\(two(local.tm_year % 100))"
        let commid = file.filter(\.isNumber)
        let length = "0:\(two(Int32(seconds / 60))):\(two(Int32(seconds % 60)))"
        return [
            "\(date) \(two(local.tm_hour)):\(two(local.tm_min))", "RECV", commid, "pts_0", "recvq/\(file)", "\"\"",
            "fax",
            "\"+66.2.222.2222\"", "\"+66 2 111 1111\"", "2121769", "3", length, length, "\"\(error)\"", "\"SOMCHAI\"",
            "\"021111111\"", "\"\"", "\"\"", "\"00 47 1E\"",
        ].joined(separator: "\t") + "\n"
    }

    func log(file: String, error: String = "", seconds: Int = 63, ago: Int = 0) throws {
        try append(try line(file: file, error: error, seconds: seconds, ago: ago))
    }

    func append(_ text: String) throws {
        if !FileManager.default.fileExists(atPath: logPath) {
            _ = FileManager.default.createFile(atPath: logPath, contents: nil)
        }
        let handle = try #require(FileHandle(forWritingAtPath: logPath))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    /// Looks, lets `wait` seconds go by, and looks again; gives how many faxes were taken.
    @discardableResult func settle(_ wait: Double = 4) async throws -> Int {
        let first = try await watcher.sweep()
        clock.advance(wait)
        return first.taken + (try await watcher.sweep()).taken
    }

    var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(spool)/recvq").sorted()) ?? []
    }
}

/// A clock that stands still until a test, or a sleeper, moves it.
final class FaxClock: Sendable {
    private let seconds = Mutex(1000.0)

    func advance(_ by: Double) { seconds.withLock { $0 += by } }

    var clock: WatchClock {
        WatchClock(
            now: { Timestamp(milliseconds: Int64(self.seconds.withLock { $0 } * 1000)) },
            uptime: { self.seconds.withLock { $0 } }, sleep: { self.advance($0) })
    }
}
