package import ComplaintModel
internal import Joining
internal import PipelineContract
internal import Review
package import Spool
internal import StageRuntime
internal import Synchronization

/// One life of a small daemon on a spool: recovers, takes letters in, works them through a true pipeline of three
/// stages, lets an operator decide, and works on until nothing is left.
package struct ProbeLife: Sendable {
    package let spool: SpoolDirectory
    package let store: ProbeStore
    private let say: @Sendable (String) -> Void
    private let complain: @Sendable (String) -> Void
    private let desk: ReviewDesk
    private let steps: [@Sendable () async throws -> Bool]
    private let runs: [@Sendable () async -> Void]
    /// Turned on where messages have to wait for each other.
    private let hand: ClockHand
    private let isJoining: Bool

    /// The moment at which a life is lived, unless it is said to be another one.
    package static let start = Timestamp(milliseconds: 1_795_315_634_000)

    /// Opens what lies at `root`; `say` hears what was acknowledged, `complain` what failed and is tried again.
    package init(
        _ root: String, at now: Timestamp = start, marks: SpaceMarks = .none, joining: Bool = false,
        say: @escaping @Sendable (String) -> Void = { _ in },
        complain: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        (self.say, self.complain) = (say, complain)
        let hand = ClockHand(now)
        (self.hand, isJoining) = (hand, joining)
        let events = News(say: say, complain: complain)
        spool = try SpoolDirectory("\(root)/spool", marks: marks, clock: { [hand] in hand.time })
        store = try ProbeStore(path: "\(root)/store.sqlite")
        desk = try ReviewDesk(spool, events: events)
        var policy = RetryPolicy()
        policy.attempts = 4
        let unpacking = StageWorker(
            ProbeUnpacking(evidence: spool.evidence), spool: spool, policy: policy, events: events)
        let normalisation = StageWorker(ProbeNormalisation(), spool: spool, policy: policy, events: events)
        let filing = StageWorker(ProbeFiling(store: store), spool: spool, policy: policy, events: events)
        var steps: [@Sendable () async throws -> Bool] = [
            { try await unpacking.step() }, { try await normalisation.step() }, { try await filing.step() },
        ]
        if joining {
            let stage = JoiningStage(
                memory: try PartMemory(directory: "\(root)/spool/index"), evidence: spool.evidence, account: spool)
            let worker = StageWorker(stage, spool: spool, policy: policy, events: events)
            steps.insert({ try await worker.step() }, at: 1)
        }
        self.steps = steps
        runs = [{ await unpacking.run() }, { await normalisation.run() }, { await filing.run() }]
    }

    /// Works in the background, as a daemon does, and offers what it hears as letters until nothing more is heard.
    ///
    /// Each is offered once; what became of it is said.
    package func serve(_ letters: AsyncStream<String>) async throws {
        let lock = try spool.lockForDaemon()
        _ = try spool.recover()
        let intake = spool.makeIntake()
        await withTaskGroup(of: Void.self) { tasks in
            for run in runs { tasks.addTask { await run() } }
            say("READY")
            for await words in letters {
                do {
                    _ = try await intake.take(ProbeLetter(key: words, words: words).incoming)
                    say("ACK \(words)")
                } catch let refusal as IntakeRefusal {
                    say("REFUSED \(words) \(refusal)")
                } catch {
                    say("FAILED \(words) \(error)")
                }
            }
            tasks.cancelAll()
        }
        try await drain()
        withExtendedLifetime(lock) {}
    }

    /// Lives from recovery to rest.
    package func live(offering letters: [ProbeLetter], operatorName: String, acknowledgingEarly: Bool = false)
        async throws
    {
        let lock = try spool.lockForDaemon()
        _ = try await persistently { try spool.recover() }
        try await take(letters, early: acknowledgingEarly)
        try await drain()
        try await decide(operatorName)
        try await drain()
        withExtendedLifetime(lock) {}
    }

    /// Lives from recovery to rest, with messages that wait for each other and some that come when their fellows have
    /// gone on.
    package func liveJoining(offering letters: [ProbeLetter]) async throws {
        let lock = try spool.lockForDaemon()
        _ = try await persistently { try spool.recover() }
        for group in [letters.filter { !$0.isLate }, letters.filter(\.isLate)] {
            try await take(group, early: false)
            try await drain()
        }
        withExtendedLifetime(lock) {}
    }

    // MARK: Taking in

    /// Offers the first letter alone and the rest at once: a lone commit and a group commit.
    private func take(_ letters: [ProbeLetter], early: Bool) async throws {
        let intake = spool.makeIntake()
        for group in [letters.prefix(1), letters.dropFirst()] {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for letter in group { tasks.addTask { try await take(letter, by: intake, early: early) } }
                try await tasks.waitForAll()
            }
        }
    }

    private func take(_ letter: ProbeLetter, by intake: SpoolIntake, early: Bool) async throws {
        if early { say("ACK \(letter.key)") }
        _ = try await persistently { try await intake.take(letter.incoming) }
        if !early { say("ACK \(letter.key)") }
    }

    // MARK: Working

    /// Works until no stage has anything to do, deferred items included.
    private func drain() async throws {
        var worked = true
        while worked {
            worked = false
            for step in steps {
                while try await persistently(step) { worked = true }
            }
            for name in QueueName.allCases {
                let queue = spool.queue(name)
                _ = try await persistently { try queue.wakeDeferred(at: .distantFuture) }
                if try !queue.entries(in: .ready).isEmpty { worked = true }
            }
            if isJoining { hand.turn(seconds: 600) }
        }
    }

    /// Decides on everything that waits.
    private func decide(_ operatorName: String) async throws {
        for waiting in try desk.waiting() {
            let item = waiting.item
            let words = try desk.reviewCase(of: item).text
            _ = try await persistently { try desk.take(item, by: operatorName) }
            try await persistently {
                if words.isRefused {
                    try desk.reject(item, by: operatorName, reason: "refused")
                } else {
                    try desk.correct(item, by: operatorName) { $0.text.corrected(by: operatorName) }
                }
            }
            say("DECIDED \(item) \(operatorName)")
        }
    }

    /// Does something and, where it fails, again, as a daemon does; a third failure is final.
    private func persistently<Result>(_ body: () async throws -> Result) async throws -> Result {
        for _ in 0..<2 {
            do { return try await body() } catch { complain("\(error)") }
        }
        return try await body()
    }
}

extension ProbeLetter {
    /// The letter as a channel offers it.
    var incoming: Incoming {
        if let record = message, let bytes = try? record.json() {
            return Incoming(
                channel: .sms, source: .probe, channelKey: key, mediaType: .json,
                provenance: Provenance(sender: record.sender), bytes: bytes)
        }
        return Incoming(
            channel: .scan, source: .probe, channelKey: key, mediaType: .unknown, provenance: Provenance(name: key),
            bytes: Array(words.utf8))
    }

    /// The message that it is, where its key is that of one.
    private var message: SMSRecord? {
        let facts = key.split(separator: ".").map(String.init)
        guard facts.count == 4, let number = Int(facts[1]), let total = Int(facts[2]) else { return nil }
        return SMSRecord(
            dialect: "probe", messageID: key, sender: facts[3], recipient: nil,
            sentAt: total == 1 ? ProbeLife.start : nil, text: nil, payload: SMSRecord.Payload(.utf8, Array(words.utf8)),
            part: total == 1 ? nil : SMSRecord.Part(reference: 1, referenceBits: 8, total: total, number: number),
            originals: [])
    }

    /// The arrival it becomes.
    package var arrival: ArrivalID { ArrivalID(channel: .scan, source: .probe, channelKey: key) }
}

extension SourceName {
    static var probe: SourceName {
        guard let name = SourceName(rawValue: "probe") else { preconditionFailure("probe is a sound name") }
        return name
    }
}

extension Timestamp {
    /// Later than anything is put off to.
    static let distantFuture = Timestamp(milliseconds: .max)
}

extension SpaceMarks {
    /// No marks: whatever the disk gives.
    package static var none: SpaceMarks {
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        return marks
    }
}

/// Passes on what was filed, and why something was put off: the faults that a stage met.
private struct News: EventSink {
    let say: @Sendable (String) -> Void
    let complain: @Sendable (String) -> Void

    func emit(_ event: PipelineEvent) {
        if event.name == .itemFiled { say("FILED \(event.item ?? "")") }
        if event.name == .itemPostponed { complain(event.detail ?? "") }
    }
}

/// A clock that stands still until it is turned.
private final class ClockHand: Sendable {
    private let now: Mutex<Timestamp>
    init(_ now: Timestamp) { self.now = Mutex(now) }
    var time: Timestamp { now.withLock { $0 } }
    func turn(seconds: Double) { now.withLock { $0 = $0.adding(seconds: seconds) } }
}
