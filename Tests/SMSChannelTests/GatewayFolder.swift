import ComplaintModel
import FolderWatching
import Foundation
import PipelineContract
import RememberingIntake
import Synchronization
import Testing

final class GatewayEvents: EventSink {
    private let events = Mutex<[PipelineEvent]>([])
    func emit(_ event: PipelineEvent) { events.withLock { $0.append(event) } }
    var all: [PipelineEvent] { events.withLock { $0 } }
}

/// A folder that a gateway writes into, with a watcher and a clock that tests turn.
final class GatewayFolder {
    let path = NSTemporaryDirectory() + "gateway-\(UUID().uuidString)"
    let intake = RememberingIntake()
    private let clock = GatewayClock()
    private(set) var watcher: FolderWatcher
    private let kind: any FileKind
    private let configuration: FolderConfiguration

    init(_ kind: any FileKind, deleting: Bool = false) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var configuration = FolderConfiguration(directory: path)
        (configuration.stableForSeconds, configuration.patienceSeconds) = (2, 60)
        configuration.afterTaking = deleting ? .delete : .move
        (self.kind, self.configuration) = (kind, configuration)
        watcher = FolderWatcher(
            source: try .named("line"), configuration: configuration, kind: kind, intake: intake,
            events: GatewayEvents(), clock: clock.clock)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    /// Looks, lets `wait` seconds go by, and looks again.
    @discardableResult func settle(_ wait: Double = 3) async throws -> SweepReport {
        _ = try await watcher.sweep()
        clock.advance(wait)
        return try await watcher.sweep()
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

extension SourceName {
    static func named(_ name: String) throws -> SourceName { try #require(SourceName(rawValue: name)) }
}

extension String {
    /// UTF-16BE, as gateways carry Thai.
    var bigEndian: [UInt8] { utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
    var scalars: [Unicode.Scalar] { Array(unicodeScalars) }
}

/// A clock that stands still until a test, or a sleeper, moves it.
final class GatewayClock: Sendable {
    private let seconds = Mutex(1000.0)

    func advance(_ by: Double) { seconds.withLock { $0 += by } }

    var clock: WatchClock {
        WatchClock(
            now: { Timestamp(milliseconds: Int64(self.seconds.withLock { $0 } * 1000)) },
            uptime: { self.seconds.withLock { $0 } }, sleep: { self.advance($0) })
    }
}
