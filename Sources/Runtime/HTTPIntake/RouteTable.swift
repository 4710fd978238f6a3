internal import HTTPContract
internal import NIOHTTP1

/// The routes, and who of them may answer a request.
struct RouteTable: Sendable {
    private let routes: [(route: HTTPRoute, limit: RateLimit?)]
    private let trustedProxies: [AddressRange]

    init(_ routes: [HTTPRoute], trustedProxies: [AddressRange]) {
        self.routes = routes.map { ($0, $0.requestsPerSecond.map(RateLimit.init)) }
        self.trustedProxies = trustedProxies
    }

    /// The route of a request, or the answer that refuses it before its body was read.
    func find(_ request: HTTPRequest) -> Result<HTTPRoute, Refusal> {
        let here = routes.filter { $0.route.path == request.path }
        guard !here.isEmpty else { return .failure(Refusal(HTTPResponse(.notFound, text: "There is nothing here."))) }
        guard let (route, limit) = here.first(where: { $0.route.methods.contains(request.method) }) else {
            let methods = Set(here.flatMap(\.route.methods)).sorted().joined(separator: ", ")
            return .failure(
                Refusal(
                    HTTPResponse(
                        .methodNotAllowed, header: [HTTPField("Allow", methods)], text: "Use one of: \(methods).")))
        }
        if let response = route.admit(request) { return .failure(Refusal(response)) }
        guard limit?.allows() ?? true else {
            return .failure(
                Refusal(
                    HTTPResponse(
                        .tooManyRequests, header: [HTTPField("Retry-After", "1")],
                        text: "More requests a second than this way in may bring; send it again later.")))
        }
        if let length = request.field("Content-Length").flatMap(Int.init), length > route.bodyLimit {
            return .failure(Refusal(RouteTable.tooLarge(route)))
        }
        return .success(route)
    }

    /// The answer to a body beyond the limit of its route.
    static func tooLarge(_ route: HTTPRoute) -> HTTPResponse {
        HTTPResponse(.lengthTooLarge, text: "A body may have \(route.bodyLimit) bytes here.")
    }

    /// Who sent a request: the nearest address that is no trusted proxy.
    func peer(of connection: String, header: HTTPHeaders) -> String {
        var peer = connection
        var hops = header["X-Forwarded-For"].joined(separator: ",").split(separator: ",").map { hop in
            String(hop.filter { $0 != " " })
        }
        while trustedProxies.contains(where: { $0.contains(peer) }), let hop = hops.popLast() { peer = hop }
        return peer
    }
}

/// An answer that refuses a request.
struct Refusal: Error {
    let response: HTTPResponse

    init(_ response: HTTPResponse) { self.response = response }
}
