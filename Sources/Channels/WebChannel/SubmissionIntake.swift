public import ComplaintModel
internal import ContainerFormats
internal import Foundation
public import HTTPContract
public import PipelineContract

/// `POST /submissions`: other systems hand over what citizens and desks typed; 201 means that it is durable.
public struct SubmissionIntake: Sendable {
    private let source: SourceName
    private let configuration: WebConfiguration
    private let intake: any Intake
    private let events: any EventSink
    private let clock: @Sendable () -> Timestamp
    private let refusals = SparseNotes()

    /// How long a request is known by its idempotency key.
    static let keyKeptSeconds = 30 * 86_400

    /// A way in that takes in what systems with a key hand over.
    public init(
        source: SourceName, configuration: WebConfiguration, intake: any Intake, events: any EventSink,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        (self.source, self.configuration, self.intake) = (source, configuration, intake)
        (self.events, self.clock) = (events, clock)
    }

    /// The contract, as OpenAPI 3.1.
    public static var contract: [UInt8] { PackageResources.openapi_yaml }

    /// The ways to it: the submissions, and the contract for whoever writes a client.
    public var routes: [HTTPRoute] {
        let contract = HTTPRoute(["GET"], "/openapi.yaml", bodyLimit: 0) { _ in
            HTTPResponse(.ok, header: [HTTPField("Content-Type", "application/yaml")], body: SubmissionIntake.contract)
        }
        return [
            HTTPRoute(
                ["POST"], "/submissions", bodyLimit: configuration.bodyBytes,
                requestsPerSecond: configuration.requestsPerSecond, admit: admit, respond: respond), contract,
        ]
    }

    // MARK: Before the body

    @Sendable private func admit(_ request: HTTPRequest) -> HTTPResponse? {
        guard key(of: request) != nil else {
            if let count = refusals.count("key", at: clock()) {
                events.emit(
                    PipelineEvent(.sourceError, source: source, detail: "\(count) request(s) came without a valid key.")
                )
            }
            return Problem.response(
                .unauthorised, "No valid key", "Send a key of this house as a bearer token.",
                header: [HTTPField("WWW-Authenticate", "Bearer")])
        }
        guard idempotencyKey(of: request) != nil else {
            return Problem.response(
                .badRequest, "No idempotency key",
                "Send Idempotency-Key with 1 to 128 letters, digits, - or _: the same for every try of one submission.")
        }
        guard request.contentType == "application/json" || request.contentType == MediaType.multipart.rawValue else {
            return Problem.response(
                .unsupportedMediaType, "Unknown media type", "Send application/json or multipart/form-data.")
        }
        return nil
    }

    private func key(of request: HTTPRequest) -> APIKey? {
        guard let value = request.field("Authorization"), value.lowercased().hasPrefix("bearer ") else { return nil }
        let secret = Array(value.dropFirst(7).utf8)
        return configuration.keys.first { $0.holds(secret) }
    }

    private func idempotencyKey(of request: HTTPRequest) -> String? {
        guard let key = request.field("Idempotency-Key"), (1...128).contains(key.utf8.count),
            key.unicodeScalars.allSatisfy({
                $0.isASCII && ($0.properties.isAlphabetic || $0 == "-" || $0 == "_" || ("0"..."9").contains($0))
            })
        else { return nil }
        return key
    }

    // MARK: With the body

    @Sendable private func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let key = key(of: request), let idempotencyKey = idempotencyKey(of: request),
            let contentType = request.field("Content-Type")
        else { return admit(request) ?? Problem.response(.badRequest, "Bad request", "It cannot be read.") }
        let body: SubmissionBody
        do throws(MultipartForm.Fault) {
            body = try SubmissionBody(request.body, contentType: contentType)
        } catch {
            return Problem.response(.badRequest, "No form", error.description)
        }
        switch SubmissionCheck.read(body.json, hasAttachments: !body.attachments.isEmpty) {
        case .failure(let faults):
            return Problem.response(
                .unprocessable, "Not as agreed", "See /openapi.yaml; nothing of it was kept.", faults: faults.all)
        case .success(let submission) where !key.ways.contains(submission.way):
            return Problem.response(.forbidden, "Not allowed", "This key may not hand over what came by this way.")
        case .success(let submission):
            return await take(
                Offer(
                    submission: submission, body: body, key: key, idempotencyKey: idempotencyKey,
                    evidence: SubmissionBody.evidence(request.body, contentType: contentType)))
        }
    }

    private struct Offer {
        let submission: WebSubmission
        let body: SubmissionBody
        let key: APIKey
        let idempotencyKey: String
        let evidence: (bytes: [UInt8], mediaType: MediaType)

        /// The same for the same content, however it is written: a client may choose another boundary when it tries again.
        var contentDigest: ContentDigest {
            let files = body.attachments.map { file in
                file.bytes.withUnsafeBytes { ContentDigest(of: $0).hex } + " " + (file.fileName ?? "")
            }
            return ContentDigest(of: Problem.json(submission) + Array(files.joined(separator: "\n").utf8))
        }

        func incoming(by source: SourceName) -> Incoming {
            let name = "\(key.name) \(idempotencyKey)"
            var details = ["way": submission.way.rawValue, "key": key.name]
            details["reference"] = submission.reference
            details["submitted_at"] = submission.submittedAt?.description
            return Incoming(
                channel: .web, source: source, channelKey: "\(name) \(contentDigest)", mediaType: evidence.mediaType,
                provenance: Provenance(details: details), bytes: evidence.bytes,
                token: DeliveryToken(name, keptSeconds: SubmissionIntake.keyKeptSeconds))
        }
    }

    private func take(_ offer: Offer) async -> HTTPResponse {
        do {
            return answer(to: try await intake.take(offer.incoming(by: source)))
        } catch let refusal as IntakeRefusal {
            note(refusal.description)
            return Problem.response(
                .unavailable, "Try again later", "The house takes in nothing just now.",
                header: [HTTPField("Retry-After", "30")])
        } catch {
            note("\(error)")
            return Problem.response(
                .unavailable, "Try again later", "It could not be made durable.",
                header: [HTTPField("Retry-After", "5")])
        }
    }

    private struct Answer: Encodable {
        let arrival: ArrivalID
        let status: String
    }

    private func answer(to receipt: Receipt) -> HTTPResponse {
        guard receipt.delivery != .conflicting else {
            return Problem.response(
                .unprocessable, "Key used before",
                "This idempotency key belongs to another submission; use a new one for every submission.")
        }
        events.emit(
            PipelineEvent(
                receipt.isRedelivery ? .deliveryRepeated : .arrivalTaken, source: source, item: receipt.arrival.rawValue
            ))
        let answer = Answer(arrival: receipt.arrival, status: receipt.isRedelivery ? "known" : "taken")
        return HTTPResponse(
            receipt.isRedelivery ? .ok : .created, header: [HTTPField("Content-Type", "application/json")],
            body: Problem.json(answer))
    }

    private func note(_ reason: String) {
        guard let count = refusals.count("intake", at: clock()) else { return }
        events.emit(
            PipelineEvent(.intakeRefusedError, source: source, detail: "\(count) request(s) refused: \(reason)"))
    }
}

/// What the way in is told by its site.
public struct WebConfiguration: Sendable, Hashable {
    /// The systems that may hand submissions over.
    public var keys: [APIKey]
    /// The most bytes of one request, attachments and all.
    public var bodyBytes = 24 << 20
    /// The most requests a second; nil for no limit but the server's.
    public var requestsPerSecond: Int?

    /// Lets some systems hand submissions over.
    public init(keys: [APIKey]) { self.keys = keys }
}
