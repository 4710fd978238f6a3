public import ComplaintModel
public import PipelineContract

/// Watches a mailbox: takes every mail whole and as it is, and marks or moves it once it is in the house.
///
/// It blocks its thread while it waits for the server, so it wants to run where threads may block.
public actor MailWatcher: ChannelWatching {
    let source: SourceName
    let configuration: MailConfiguration
    let intake: any Intake
    private let events: any EventSink
    private let state: String
    private let dial: @Sendable (Interrupt) throws -> any ByteChannel
    private let pause: @Sendable (Double) async throws -> Void
    private var pace = RetryPace()
    /// What was told and still lasts.
    private var lasting: [Topic: String] = [:]
    /// When what was put aside is tried next; for the first time at once.
    private var nextMending = ContinuousClock.now
    /// What is known of messages that made trouble; see `MailWatcher+Taking`.
    var trouble = FetchTrouble()

    /// A watcher of one mailbox that remembers in the folder `state` how far it came.
    public init(
        source: SourceName, configuration: MailConfiguration, state: String, intake: any Intake, events: any EventSink
    ) {
        self.init(source: source, configuration: configuration, state: state, intake: intake, events: events) {
            let account = configuration.account
            return try CurlConnection(
                account, secret: account.fetchSecret(), patience: configuration.patience, interrupt: $0)
        }
    }

    init(
        source: SourceName, configuration: MailConfiguration, state: String, intake: any Intake,
        events: any EventSink,
        pause: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
        dial: @escaping @Sendable (Interrupt) throws -> any ByteChannel
    ) {
        (self.source, self.configuration, self.intake, self.events) = (source, configuration, intake, events)
        let name = MailboxName.encoded(configuration.account.folder).split(separator: "/").joined(separator: "|")
        self.state = "\(state)/\(name).mailbox"
        (self.dial, self.pause) = (dial, pause)
    }

    /// Watches until cancelled; a server that cannot be reached is called again after a growing while.
    public func run() async throws {
        while !Task.isCancelled {
            do {
                try await visit(staying: true)
            } catch is CancellationError {
                return
            } catch {
                report(error)
                try? await pause(pace.next())
            }
        }
    }

    /// Takes what is in the mailbox now, and ends.
    ///
    /// - Throws: `IntakeRefusal` where the house takes in nothing; what hinders after three tries.
    public func drain() async throws {
        for attempt in 1... {
            do {
                return try await visit(staying: false)
            } catch let error where attempt == 3 || error is IntakeRefusal || error is CancellationError {
                throw error
            } catch {
                report(error)
                try await pause(pace.next())
            }
        }
    }

    /// One session: from login to goodbye, or to a fault.
    private func visit(staying: Bool) async throws {
        let interrupt = Interrupt()
        try await withTaskCancellationHandler {
            let session = try IMAPSession(dial(interrupt), patience: configuration.patience)
            let mailbox = try session.select(configuration.account.folder)
            let memory = try MailboxMemory(state, account: configuration.account.identity)
            if try memory.meet(mailbox, of: configuration.account.identity) == .renumbered {
                tell(
                    .sourceError, "The server has renumbered the mailbox; it is looked through, known mails stay known."
                )
            }
            repeat {
                try await takeAll(session, memory)
                if ContinuousClock.now >= nextMending {
                    nextMending = .now + .seconds(900)
                    try await mend(session, memory)
                }
                report(nil, about: .session)
                pace = RetryPace()
                if staying { try await wait(session) }
            } while staying
            try session.logout()
        } onCancel: {
            interrupt.fire()
        }
    }

    /// Waits for news: told by the server where it can, else asked for.
    private func wait(_ session: IMAPSession) async throws {
        guard !session.hasNews else { return }
        if session.capabilities.contains("IDLE") {
            do { return try session.idle(atMost: configuration.idleSeconds) } catch let fault as MailFault
                where fault.isRefusal
            {}
        }
        try await pause(configuration.pollSeconds)
        try session.poll()
    }

    // MARK: Events

    func tell(_ name: PipelineEvent.Name, _ detail: String? = nil, item: String? = nil) {
        events.emit(PipelineEvent(name, source: source, item: item, detail: detail))
    }

    /// What lasting faults can be about.
    enum Topic { case session, dealing }

    /// Tells a fault once for as long as it lasts; nil where it is over.
    func report(_ fault: String?, about topic: Topic, as name: PipelineEvent.Name = .sourceError) {
        if let fault, lasting[topic] != fault { tell(name, fault) }
        lasting[topic] = fault
    }

    private func report(_ error: any Error) {
        report("\(error)", about: .session, as: error is IntakeRefusal ? .intakeRefusedError : .sourceError)
    }
}

/// How long to wait before the next try: one second, then twice as long each time, a minute at the most.
struct RetryPace: Sendable {
    private var seconds = 1.0

    mutating func next() -> Double {
        defer { seconds = min(2 * seconds, 60) }
        return seconds
    }
}

extension MailAccount {
    /// What tells this mailbox from every other one.
    public var identity: String { "\(user)@\(host):\(port)/\(folder)" }
}
