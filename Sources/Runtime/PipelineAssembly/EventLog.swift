internal import ComplaintModel
internal import Foundation
public import PipelineContract
internal import Spool
internal import Synchronization

/// Writes what happens to standard error, one JSON object a line: identities and numbers, never a letter's words.
public final class EventLog: EventSink {
    /// How much is written.
    public enum Level: Sendable {
        /// Only what wants attention: the daemon's life, refusals, quarantine.
        case quiet
        /// Everything.
        case everything
        /// Nothing.
        case silent
    }

    private struct Line: Encodable {
        let at: String
        let event: String
        let queue: String?
        let source: String?
        let item: String?
        let detail: String?
        let seconds: Double?
    }

    private let level: Level
    private let counts = Mutex([PipelineEvent.Name: Int]())
    private let encoder: JSONEncoder

    /// Opens the log.
    public init(_ level: Level) {
        self.level = level
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// How often each thing happened so far.
    public func count(of name: PipelineEvent.Name) -> Int { counts.withLock { $0[name] ?? 0 } }

    /// Takes note.
    public func emit(_ event: PipelineEvent) {
        counts.withLock { $0[event.name, default: 0] += 1 }
        guard level == .everything || (level == .quiet && isNews(event.name)) else { return }
        let line = Line(
            at: Timestamp.now.description, event: event.name.rawValue, queue: event.queue?.rawValue,
            source: event.source?.rawValue, item: event.item, detail: event.detail, seconds: event.seconds)
        guard let data = try? encoder.encode(line) else { return }
        // A log that nobody reads any more, or a full disk below it, must not stop the house.
        try? FileHandle.standardError.write(contentsOf: data + Data("\n".utf8))
    }

    private func isNews(_ name: PipelineEvent.Name) -> Bool {
        switch name {
        case .arrivalTaken, .deliveryRepeated, .itemAdvanced, .itemFiled, .itemHeld, .itemRejected, .itemPostponed,
            .itemStaleDropped, .itemJoined, .sourceStarted, .delivered, .deliverySkipped:
            false
        case .daemonStarted, .daemonStopping, .daemonStopped, .spoolRecovered, .sourceError, .intakeRefusedError,
            .fileRefusedError, .itemQuarantinedError, .queueError, .queueResumed, .deliveryError:
            true
        }
    }
}
