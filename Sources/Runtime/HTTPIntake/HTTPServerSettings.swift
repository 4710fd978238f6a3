public import HTTPContract

/// Where the house listens for HTTP, and the bounds on what strangers send.
public struct HTTPServerSettings: Sendable, Hashable {
    /// The address to listen on; without TLS of its own it should be loopback, behind a proxy that has it.
    public var address = "127.0.0.1"
    /// The port; 0 lets the system choose, for tests.
    public var port = 8111
    /// Proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: [AddressRange] = []
    /// The most bytes of a request's first line and header together.
    public var headerBytes = 32 << 10
    /// The most lines of a header.
    public var headerFields = 100
    /// How long the header may take; also how long a kept connection may be idle.
    public var headerSeconds = 10.0
    /// How long a body may take.
    public var bodySeconds = 30.0
    /// How long the house may take to make a thing durable before it says 503.
    public var answerSeconds = 30.0
    /// The most connections; when they are used up, the one that has kept the house waiting longest is closed.
    public var connections = 1000
    /// The most requests that wait for durability at once; more are told 503, but for the first of a peer of whom
    /// nothing waits.
    public var requestsWaiting = 256
    /// How long making a thing durable should take at most: where it takes longer, fewer may wait.
    public var wantedSeconds = 0.4
    /// The most bytes of bodies in memory at once; more are told 503.
    public var bodyBytes = 48 << 20

    /// The defaults.
    public init() {}
}
