public import ComplaintModel
public import HTTPContract
public import PipelineContract

/// A webhook: a gateway hands over one message a request, and is told 200 once it is durable.
public struct Webhook: Sendable {
    private let source: SourceName
    private let configuration: WebhookConfiguration
    private let intake: any Intake
    private let events: any EventSink
    private let clock: @Sendable () -> Timestamp
    private let refusals = SparseNotes()

    /// A webhook that takes in what comes.
    public init(
        source: SourceName, configuration: WebhookConfiguration, intake: any Intake, events: any EventSink,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        (self.source, self.configuration, self.intake) = (source, configuration, intake)
        (self.events, self.clock) = (events, clock)
    }

    /// The way to it.
    public var route: HTTPRoute {
        HTTPRoute(
            ["GET", "POST"], configuration.path, bodyLimit: 64 << 10,
            requestsPerSecond: configuration.requestsPerSecond,
            admit: { request in
                guard !configuration.protection.admits(request) else { return nil }
                note("It comes from an address that may not send, or without its certificate.", .sourceError)
                return HTTPResponse(.forbidden, text: "You may not send here.")
            }, respond: respond)
    }

    @Sendable private func respond(to whole: HTTPRequest) async -> HTTPResponse {
        let request = configuration.protection.signedPart(of: whole)
        let token: DeliveryToken?
        switch configuration.protection.check(request, now: clock()) {
        case .genuine(let value): token = value.map { DeliveryToken($0.signature, keptSeconds: $0.keptSeconds) }
        case .refused(let reason):
            note(reason, .sourceError)
            return HTTPResponse(.unauthorised, text: reason)
        }
        guard !(request.query ?? "").isEmpty || !request.body.isEmpty else {
            return HTTPResponse(.badRequest, text: "There is no message in it.")
        }
        do {
            return answer(to: try await intake.take(try incoming(request, token: token)))
        } catch let refusal as IntakeRefusal {
            note(refusal.description, .intakeRefusedError)
            return .unavailable("The house takes in nothing just now; send it again.", retryAfterSeconds: 30)
        } catch {
            note("\(error)", .intakeRefusedError)
            return .unavailable("It could not be made durable; send it again.", retryAfterSeconds: 5)
        }
    }

    private func incoming(_ request: HTTPRequest, token: DeliveryToken?) throws -> Incoming {
        let record = configuration.dialect.record(of: request)
        var details = ["dialect": record.dialect]
        details["message_id"] = record.messageID
        details["gateway"] = record.gateway
        let provenance = Provenance(sender: record.sender, recipient: record.recipient, details: details)
        return Incoming(
            channel: .sms, source: source, channelKey: record.channelKey, mediaType: .json, provenance: provenance,
            bytes: try record.json(), token: token)
    }

    /// Nothing of an answer may be text: some gateways send it to the citizen.
    private func answer(to receipt: Receipt) -> HTTPResponse {
        guard receipt.delivery == .first || receipt.delivery == .again else {
            return HTTPResponse(.conflict, text: "This request was served before.")
        }
        events.emit(
            PipelineEvent(
                receipt.isRedelivery ? .deliveryRepeated : .arrivalTaken, source: source, item: receipt.arrival.rawValue
            ))
        let type = configuration.dialect.answerType.map { [HTTPField("Content-Type", $0)] } ?? []
        return HTTPResponse(.ok, header: type, body: Array(configuration.dialect.answer.utf8))
    }

    private func note(_ reason: String, _ name: PipelineEvent.Name) {
        // Why the house refuses changes with every byte that is free: one line a minute all the same.
        let kind = name == .intakeRefusedError ? name.rawValue : reason
        guard let count = refusals.count(kind, at: clock()) else { return }
        events.emit(PipelineEvent(name, source: source, detail: "\(count) request(s) refused: \(reason)"))
    }
}

/// What a webhook is told by its site.
public struct WebhookConfiguration: Sendable, Hashable {
    /// The path; where nothing is signed, one that nobody can guess.
    public var path: String
    /// How requests are read.
    public var dialect: WebhookDialect
    /// How a request proves its origin.
    public var protection: WebhookProtection
    /// The most requests a second; nil for no limit but the server's.
    public var requestsPerSecond: Int?

    /// Describes a webhook.
    public init(
        path: String, dialect: WebhookDialect, protection: WebhookProtection, requestsPerSecond: Int? = nil
    ) {
        (self.path, self.dialect, self.protection) = (path, dialect, protection)
        self.requestsPerSecond = requestsPerSecond
    }
}
