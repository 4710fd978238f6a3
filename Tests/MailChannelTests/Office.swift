import ComplaintModel
import Dispatch
import FaultInjection
import PipelineContract
import Secrets
import Synchronization
import Testing

@testable import MailChannel

/// Threads of their own for watchers, which block.
final class TestThreads: TaskExecutor {
    static let shared = TestThreads()
    private let queue = DispatchQueue(label: "tests.mail", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// An intake in memory that can be told to refuse, or to die once a mail is safe.
final class MemoryIntake: Intake {
    struct Lost: Error {}
    private struct State {
        var taken: [String: Incoming] = [:]
        var deliveries = 0
        var refusals = 0
        var deaths = 0
    }
    private let state = Mutex(State())

    func take(_ incoming: Incoming) async throws -> Receipt {
        try state.withLock { state in
            if state.refusals > 0 {
                state.refusals -= 1
                throw IntakeRefusal("The disk is full.")
            }
            state.deliveries += 1
            let isKnown = state.taken.updateValue(incoming, forKey: incoming.channelKey) != nil
            if state.deaths > 0 {
                state.deaths -= 1
                throw Lost()
            }
            let id = ArrivalID(channel: incoming.channel, source: incoming.source, channelKey: incoming.channelKey)
            return Receipt(arrival: id, isRedelivery: isKnown)
        }
    }

    var taken: [Incoming] { state.withLock { $0.taken.sorted { $0.key < $1.key }.map(\.value) } }
    var bodies: [[UInt8]] { taken.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) } }
    var deliveries: Int { state.withLock { $0.deliveries } }
    func refuse(times: Int) { state.withLock { $0.refusals = times } }
    func dieAfterTaking(times: Int) { state.withLock { $0.deaths = times } }
}

final class EventLog: EventSink {
    private let events = Mutex<[PipelineEvent]>([])
    func emit(_ event: PipelineEvent) { events.withLock { $0.append(event) } }
    func details(of name: PipelineEvent.Name) -> [String] {
        events.withLock { $0.filter { $0.name == name }.compactMap(\.detail) }
    }
    func count(of name: PipelineEvent.Name) -> Int { events.withLock { $0.count { $0.name == name } } }
}

/// A house with one mailbox: what it remembers lies in a folder of its own.
final class Office {
    let server: FakeMailServer
    let intake = MemoryIntake()
    let events = EventLog()
    let folder: ScratchFolder
    var configuration: MailConfiguration
    private let source: SourceName
    private let faults = Mutex<[FakeChannel.Fault]>([])
    private let longestPause: Double

    init(
        _ server: FakeMailServer, longestPause: Double = 0, _ change: (inout MailConfiguration) -> Void = { _ in }
    ) throws {
        self.server = server
        self.longestPause = longestPause
        folder = try ScratchFolder()
        source = try #require(SourceName(rawValue: "mailbox-1111"))
        configuration = MailConfiguration(
            account: MailAccount(host: "mail.example.go.th", port: 993, user: "complaints", secret: .file("/none")))
        configuration.patience = Patience(
            connectSeconds: 5, silenceSeconds: 0.2, answerSeconds: 0.5, leastBytesPerSecond: 10_000)
        change(&configuration)
    }

    /// Says what is wrong with the connections, in their order; the later ones are sound.
    func fail(_ faults: [FakeChannel.Fault]) { self.faults.withLock { $0 = faults } }

    /// A watcher as a new process would make it: it knows only what lies in the folder.
    func watcher() -> MailWatcher {
        let (server, longestPause) = (self.server, self.longestPause)
        return MailWatcher(
            source: source, configuration: configuration, state: folder.path, intake: intake, events: events,
            pause: { try await Task.sleep(for: .seconds(min($0, longestPause))) },
            dial: { [self] interrupt in
                let fault = faults.withLock { $0.isEmpty ? .none : $0.removeFirst() }
                return FakeChannel(server.open(), fault, interrupt)
            })
    }

    /// Drains with a new watcher; where it gives up, once more with another one, as somebody would.
    func drain() async throws {
        let first = watcher()
        try await on(TestThreads.shared) {
            do { try await first.drain() } catch let fault as MailFault where fault.kind != .login {
                try await first.drain()
            }
        }
    }

    func on(_ threads: TestThreads, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await Task(executorPreference: threads, operation: body).value
    }
}

extension Office: @unchecked Sendable {}

func mail(_ number: Int, padding: Int = 0) -> [UInt8] {
    let text = """
        From: u\(number)@example.th
        Subject: complaint \(number)

        น้ำท่วม {5}
        \(number)\(String(repeating: "x", count: padding))

        """
    return Array(text.replacing("\n", with: "\r\n").utf8)
}
