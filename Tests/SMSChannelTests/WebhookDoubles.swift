import ComplaintModel
import HTTPContract
import PipelineContract
import RememberingIntake
import SMSChannel

let testMoment = Timestamp(milliseconds: 1_795_316_400_000)

/// A webhook with an intake of its own, asked as the server would.
struct Door {
    let intake = RememberingIntake()
    let route: HTTPRoute

    init(_ dialect: WebhookDialect, _ protection: WebhookProtection, now: Timestamp = testMoment) throws {
        guard let source = SourceName(rawValue: "gateway") else { throw HouseFault("no name") }
        route =
            Webhook(
                source: source,
                configuration: WebhookConfiguration(path: "/mo", dialect: dialect, protection: protection),
                intake: intake, events: Silence(), clock: { now }
            ).route
    }

    /// A webhook that trusts loopback.
    init(_ dialect: WebhookDialect) throws {
        try self.init(dialect, .addresses(["127.0.0.1"].compactMap { AddressRange($0) }))
    }

    func ask(_ request: HTTPRequest) async -> HTTPResponse.Status {
        if let refusal = route.admit(request) { return refusal.status }
        return await route.respond(request).status
    }
}

func get(_ query: String, _ header: [HTTPField] = [], peer: String = "127.0.0.1") -> HTTPRequest {
    HTTPRequest(method: "GET", path: "/mo", query: query, header: header, peer: peer)
}

func post(_ type: String, _ body: [UInt8], query: String? = nil, _ header: [HTTPField] = []) -> HTTPRequest {
    HTTPRequest(
        method: "POST", path: "/mo", query: query, header: [HTTPField("Content-Type", type)] + header, body: body)
}

extension RememberingIntake {
    var records: [SMSRecord] { taken.compactMap { try? SMSRecord(json: $0.bytes) } }
}
