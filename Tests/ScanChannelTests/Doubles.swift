import ComplaintModel
import Foundation
import PipelineContract
import ScanChannel
import Synchronization
import Testing

@testable import FolderWatching

/// An intake in memory that can be told to refuse.
final class MemoryIntake: Intake {
    struct State {
        var taken: [String: Incoming] = [:]
        var deliveries = 0
        var refusal: (any Error)?
        /// What happens in the folder while the house is busy with a thing.
        var meanwhile: (@Sendable () throws -> Void)?
    }
    private let state = Mutex(State())

    func take(_ incoming: Incoming) async throws -> Receipt {
        try state.withLock { $0.meanwhile }?()
        return try state.withLock { state in
            if let refusal = state.refusal { throw refusal }
            state.deliveries += 1
            let isKnown = state.taken.updateValue(incoming, forKey: incoming.channelKey) != nil
            let id = ArrivalID(channel: incoming.channel, source: incoming.source, channelKey: incoming.channelKey)
            return Receipt(arrival: id, isRedelivery: isKnown)
        }
    }

    var taken: [Incoming] { state.withLock { $0.taken.sorted { $0.key < $1.key }.map(\.value) } }
    var names: [String] { taken.compactMap(\.provenance.name) }
    var deliveries: Int { state.withLock { $0.deliveries } }
    func meanwhile(_ action: (@Sendable () throws -> Void)?) { state.withLock { $0.meanwhile = action } }
    func refuse(_ error: (any Error)?) { state.withLock { $0.refusal = error } }
}

final class EventLog: EventSink {
    private let events = Mutex<[PipelineEvent]>([])
    func emit(_ event: PipelineEvent) { events.withLock { $0.append(event) } }
    var names: [PipelineEvent.Name] { events.withLock { $0.map(\.name) } }
}

/// A clock that stands still until a test, or a sleeper, moves it.
final class ManualClock: Sendable {
    private let seconds = Mutex(1000.0)
    /// What happens at each sleep, before the clock moves.
    private let onSleep = Mutex<(@Sendable (Int) throws -> Void)?>(nil)
    private let sleeps = Mutex(0)

    func advance(_ by: Double) { seconds.withLock { $0 += by } }
    func whenSleeping(_ action: @escaping @Sendable (Int) throws -> Void) { onSleep.withLock { $0 = action } }

    var clock: WatchClock {
        WatchClock(
            now: { Timestamp(milliseconds: Int64(self.seconds.withLock { $0 } * 1000)) },
            uptime: { self.seconds.withLock { $0 } },
            sleep: { seconds in
                try Task.checkCancellation()
                let count = self.sleeps.withLock { count in
                    count += 1
                    return count
                }
                try self.onSleep.withLock { $0 }?(count)
                self.advance(seconds)
            })
    }
}

/// A scan folder of its own, with a watcher, a clock and an intake.
final class Desk {
    let folder: URL
    let intake = MemoryIntake()
    let events = EventLog()
    let clock = ManualClock()
    private(set) var watcher: FolderWatcher
    private let source: SourceName
    private let configuration: FolderConfiguration

    init(_ change: (inout FolderConfiguration) -> Void = { _ in }) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var configuration = FolderConfiguration(directory: folder.path)
        configuration.stableForSeconds = 10
        configuration.patienceSeconds = 600
        change(&configuration)
        self.configuration = configuration
        source = try #require(SourceName(rawValue: "po-box-1111"))
        watcher = FolderWatcher(
            source: source, configuration: configuration, kind: ScanFiles(), intake: intake, events: events,
            clock: clock.clock)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a new process would do: a watcher that remembers nothing.
    func restart() {
        watcher = FolderWatcher(
            source: source, configuration: configuration, kind: ScanFiles(), intake: intake, events: events,
            clock: clock.clock)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        if let handle = FileHandle(forWritingAtPath: file.path) {
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: Data(bytes))
            try handle.close()
        } else {
            try Data(bytes).write(to: file)
        }
    }

    func append(_ bytes: [UInt8], to name: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: folder.appending(path: name).path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    /// Looks, lets `seconds` go by, and looks again.
    @discardableResult func settle(_ seconds: Double = 11) async throws -> SweepReport {
        _ = try await watcher.sweep()
        clock.advance(seconds)
        return try await watcher.sweep()
    }

    /// Every file below the folder, by its relative path.
    var files: [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
        return all.filter { path in
            var isFolder = ObjCBool(false)
            return FileManager.default.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}

func pdf(_ text: String) -> [UInt8] { Array("%PDF-1.4\n\(text)\n%%EOF\n".utf8) }
