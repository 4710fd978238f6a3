import ComplaintModel
import Foundation
import PipelineContract
import Synchronization
import Testing

@testable import Spool

/// A spool in a folder of its own, removed with the value.
final class TemporarySpool {
    let path = NSTemporaryDirectory() + "spool-\(UUID().uuidString)"
    let spool: SpoolDirectory
    let watch = Watch()

    init() throws {
        let watch = self.watch
        spool = try SpoolDirectory(path, marks: .none, allowingAnyFileSystem: true, clock: { watch.time })
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func take(_ text: String, key: String? = nil) throws -> Receipt {
        try spool.commit([.scan(text, key: key)])[0]
    }

    /// What a crash before the claim was settled leaves: an entry in `active` that nobody holds.
    @discardableResult func dieHolding(_ queue: QueueName = .unpack) throws -> Envelope {
        try #require(try spool.claim(from: queue, events: Silence())).envelope
    }

    func settle(_ outcome: Outcome, at queue: QueueName = .unpack) throws {
        let claim = try #require(try spool.claim(from: queue, events: Silence()))
        try spool.settle(claim, outcome, seconds: 0, events: Silence())
    }

    func folder(_ queue: QueueName, _ state: EntryState) -> String { "\(path)/queues/\(queue)/\(state)" }

    /// Writes over an entry, so that it is no sound record any more.
    func damage(_ entry: QueueEntry, in queue: QueueName) throws {
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: "\(folder(queue, entry.state))/\(entry.name)"))
    }

    func balance(filed: Set<ItemID> = []) async throws -> Balance {
        try await spool.balance(filed: filed, isFiled: filed.contains, pause: {})
    }
}

/// A clock that tests turn.
final class Watch: Sendable {
    private let milliseconds = Mutex<Int64>(1_795_315_634_000)
    var time: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
    func turn(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}

extension SpaceMarks {
    static var none: SpaceMarks {
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        return marks
    }
}

extension Incoming {
    static func scan(_ text: String, key: String? = nil) -> Incoming {
        Incoming(
            channel: .scan, source: .desk, channelKey: key ?? text, mediaType: .unknown,
            provenance: Provenance(name: "a.tif"), bytes: Array(text.utf8))
    }
}

extension SourceName {
    static var desk: SourceName {
        guard let name = SourceName(rawValue: "desk") else { preconditionFailure("desk is a sound name") }
        return name
    }
}

struct Silence: EventSink {
    func emit(_ event: PipelineEvent) {}
}
