internal import ComplaintModel
internal import Deduplication
internal import Filing
internal import Foundation
internal import HTTPIntake
internal import JailedEngine
internal import Joining
internal import Normalisation
internal import Outbox
public import PipelineContract
internal import Recognition
internal import Spool
internal import StageRuntime
internal import Structuring
internal import Unpacking

/// A site at work: its watchers and a worker for each stage.
public struct Daemon: Sendable {
    /// How long to work.
    public enum Mode: Sendable, Hashable {
        /// Until stopped.
        case watch
        /// Take in what is there, finish all, end.
        case drain
        /// Only this stage, until stopped.
        case only(QueueName)
    }

    private let site: Site
    private let mode: Mode
    private let events: any EventSink

    /// Prepares a site for work.
    public init(_ site: Site, mode: Mode, events: any EventSink) {
        (self.site, self.mode, self.events) = (site, mode, events)
    }

    /// Works until the mode says so or the task is cancelled; what is in hand then goes back to its queue.
    ///
    /// - Throws: `SpoolError` with code `inUse` where another daemon works on the spool, and what hinders the start.
    public func run() async throws {
        let lock = try await lock()
        events.emit(PipelineEvent(.daemonStarted, detail: "spool \(site.spool.path)"))
        let recovery = try site.spool.recover(givingUpAfter: site.plan.retry.attempts)
        if recovery.mendedSomething { events.emit(PipelineEvent(.spoolRecovered, detail: "\(recovery)")) }
        let engine = JailedEngine(site.plan.workers)
        let staff = try Staff(site, engine: engine, events: events)
        let outbox = mode.watches ? staff.outbox() : []
        let watchers = mode.watches ? try site.plan.sources.map { try staff.watcher($0) } + staff.server() : []
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let threads = ThreadExecutor()
                for worker in staff.workers(for: mode) {
                    group.addTask(executorPreference: threads) { await worker() }
                }
                if mode == .drain {
                    group.addTask(executorPreference: threads) {
                        try await drain(watchers)
                        for worker in outbox { try await worker.drain() }
                    }
                    try await group.next()
                    group.cancelAll()
                } else {
                    for worker in outbox { group.addTask(executorPreference: threads) { await worker.run() } }
                    for watcher in watchers {
                        group.addTask(executorPreference: threads) { try await watcher.run() }
                    }
                }
                try await group.waitForAll()
            }
        } onCancel: {
            events.emit(PipelineEvent(.daemonStopping))
            engine.shutDown()
        }
        engine.shutDown()
        events.emit(PipelineEvent(.daemonStopped))
        withExtendedLifetime(lock) {}
    }

    /// Takes in what the sources hold, then waits until every stage has nothing to do any more.
    private func drain(_ watchers: [any ChannelWatching]) async throws {
        for watcher in watchers { try await watcher.drain() }
        while try !isIdle() { try await Task.sleep(for: .milliseconds(100)) }
        let waiting = try deferred().count
        guard waiting == 0 else { throw DrainIncomplete(waiting: waiting) }
    }

    /// Whether no stage has anything to do, or will have soon: looked at along the way, since items only
    /// move ahead.
    private func isIdle() throws -> Bool {
        let soon = site.spool.clock().adding(seconds: 130)
        return try stages.allSatisfy { name in
            let queue = site.spool.queue(name)
            return try !queue.hasEntries(in: .ready) && !queue.hasEntries(in: .active)
        } && !deferred().contains { $0.notBefore.map { $0 < soon } ?? true }
    }

    private var stages: [QueueName] { QueueName.allCases.filter { $0 != .review } }

    private func deferred() throws -> [QueueEntry] {
        try stages.flatMap { try site.spool.queue($0).entries(in: .deferred) }
    }

    /// Takes the lock; somebody who only looks may have it for an instant.
    private func lock() async throws -> DaemonLock {
        for _ in 0..<5 {
            do {
                return try site.spool.lockForDaemon()
            } catch let error as SpoolError where error.code == .inUse {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        return try site.spool.lockForDaemon()
    }
}

/// A drain ended with letters that wait for a later try.
public struct DrainIncomplete: Error, Sendable, CustomStringConvertible {
    /// How many.
    public let waiting: Int

    /// What happened and what to do.
    public var description: String {
        "\(waiting) letters wait for a later try; `rongthuk queue list --state deferred` says why. Run again later."
    }
}

extension Daemon.Mode {
    fileprivate var watches: Bool {
        if case .only = self { false } else { true }
    }
}

/// Makes the watchers and the workers of a site.
private struct Staff {
    private let site: Site
    private let engine: JailedEngine
    private let events: any EventSink
    private let reference: ReferenceData
    private let index: DuplicateIndex
    private let parts: PartMemory

    init(_ site: Site, engine: JailedEngine, events: any EventSink) throws {
        (self.site, self.engine, self.events) = (site, engine, events)
        reference = try site.plan.referenceData()
        index = try DuplicateIndex(directory: "\(site.spool.path)/index")
        parts = try PartMemory(directory: "\(site.spool.path)/index")
    }

    func watcher(_ source: PipelinePlan.Source) throws -> any ChannelWatching {
        try source.kind.watcher(
            named: source.name, state: "\(site.spool.path)/sources/\(source.name)", intake: site.spool.makeIntake(),
            events: events)
    }

    func outbox() -> [OutboxWorker] {
        site.plan.outbox.map { destination in
            OutboxWorker(
                destination.name, destination.kind.destination(clock: site.spool.clock), outbox: site.store,
                events: events, clock: site.spool.clock)
        }
    }

    /// The one HTTP server, where any source is pushed to.
    func server() throws -> [any ChannelWatching] {
        let intake = site.spool.makeIntake()
        let routes = try site.plan.sources.flatMap { source in
            try (source.kind as? any ServedSourceKind)?
                .routes(named: source.name, intake: intake, events: events) ?? []
        }
        return routes.isEmpty ? [] : [HTTPServer(site.plan.http, routes: routes, events: events)]
    }

    /// The work of every stage the mode wants, `recognise` as often as there are jailed workers.
    func workers(for mode: Daemon.Mode) -> [@Sendable () async -> Void] {
        let limits = site.plan.limits
        let stages: [(QueueName, Int, @Sendable () async -> Void)] = [
            (.unpack, 1, work(UnpackingStage(engine: engine, evidence: site.spool.evidence, limits: limits))),
            (
                .recognise, site.plan.recognition.workers,
                work(
                    RecognitionStage(
                        engine: engine, evidence: site.spool.evidence, settings: site.plan.recognition.settings,
                        policy: site.plan.recognition.policy, limits: limits))
            ),
            (
                .join, 1,
                work(
                    JoiningStage(
                        memory: parts, evidence: site.spool.evidence, account: site.spool, settings: site.plan.joining))
            ),
            (.normalise, 1, work(NormalisationStage())),
            (.structure, 1, work(StructuringStage(reader: ComplaintReader(reference: reference)))),
            (.deduplicate, 1, work(DeduplicationStage(index: index))),
            (.file, 1, work(FilingStage(store: site.store))),
        ]
        return stages.filter { mode == .only($0.0) || mode.watches }
            .flatMap { stage in (0..<stage.1).map { _ in stage.2 } }
    }

    private func work(_ stage: some Stage) -> @Sendable () async -> Void {
        let worker = StageWorker(stage, spool: site.spool, policy: site.plan.retry, events: events)
        return { await worker.run() }
    }
}
