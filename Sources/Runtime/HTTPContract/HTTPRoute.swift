/// A path of the house's HTTP server, and who answers there.
public struct HTTPRoute: Sendable {
    /// The methods it answers to.
    public let methods: Set<String>
    /// The path, compared as it was sent.
    public let path: String
    /// The most bytes of a body.
    public let bodyLimit: Int
    /// The most requests a second, on average over a few seconds; nil for no limit of its own.
    public let requestsPerSecond: Int?
    /// Looks at a request before its body is read; an answer refuses it; it must not wait for anything.
    public let admit: @Sendable (HTTPRequest) -> HTTPResponse?
    /// Answers a request; 200 and 201 are promises that what came is durable.
    public let respond: @Sendable (HTTPRequest) async -> HTTPResponse

    /// Describes a route.
    public init(
        _ methods: Set<String>, _ path: String, bodyLimit: Int, requestsPerSecond: Int? = nil,
        admit: @escaping @Sendable (HTTPRequest) -> HTTPResponse? = { _ in nil },
        respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
    ) {
        (self.methods, self.path, self.bodyLimit) = (methods, path, bodyLimit)
        (self.requestsPerSecond, self.admit, self.respond) = (requestsPerSecond, admit, respond)
    }
}
