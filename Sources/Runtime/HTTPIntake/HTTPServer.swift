internal import Glibc
public import HTTPContract
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
public import PipelineContract

/// The HTTP server of the house: one for all the ways in that are pushed to it.
public struct HTTPServer: ChannelWatching {
    private let settings: HTTPServerSettings
    private let routes: [HTTPRoute]
    private let events: any EventSink

    /// A server for some routes.
    public init(_ settings: HTTPServerSettings, routes: [HTTPRoute], events: any EventSink) {
        (self.settings, self.routes, self.events) = (settings, routes, events)
    }

    /// How long to wait before a port that cannot be had is tried again.
    private static let retrySeconds = 10
    /// How long requests in hand are waited for when the server is stopped.
    private static let farewellSeconds = 5

    /// Serves until cancelled.
    public func run() async throws { try await run { _ in } }

    /// Serves until cancelled, and says at which port once it listens.
    public func run(whenListening: @Sendable (Int) -> Void) async throws {
        HTTPServer.allowOpenFiles(settings.connections + 1024)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        while !Task.isCancelled {
            do {
                try await serve(on: group, whenListening)
            } catch {
                events.emit(
                    PipelineEvent(
                        .sourceError,
                        detail: "The HTTP server cannot listen on \(settings.address):\(settings.port) (\(error)): "
                            + "stop what uses the port, or choose another in http.port. It is tried again."))
                try? await Task.sleep(for: .seconds(HTTPServer.retrySeconds))
            }
        }
        try await group.shutdownGracefully()
    }

    /// Nothing waits at a server that is not running.
    public func drain() async throws {}

    private func serve(on group: MultiThreadedEventLoopGroup, _ whenListening: @Sendable (Int) -> Void) async throws {
        let book = ConnectionBook(settings)
        let table = RouteTable(routes, trustedProxies: settings.trustedProxies)
        let settings = settings
        let listener = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try HTTPServer.furnish(channel, settings: settings, routes: table, book: book)
                }
            }
            .bind(host: settings.address, port: settings.port).get()
        let port = listener.localAddress?.port ?? settings.port
        events.emit(PipelineEvent(.sourceStarted, detail: "listens for HTTP on \(settings.address):\(port)"))
        whenListening(port)
        await withTaskCancellationHandler {
            try? await listener.closeFuture.get()
        } onCancel: {
            listener.close(promise: nil)
        }
        await Task { await HTTPServer.sayFarewell(book) }.value
    }

    /// The handlers of a new connection.
    private static func furnish(
        _ channel: any Channel, settings: HTTPServerSettings, routes: RouteTable, book: ConnectionBook
    ) throws {
        guard book.enter(channel) else {
            channel.close(promise: nil)
            return
        }
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = settings.headerBytes
        limits.maxHeaderListSize = settings.headerBytes
        limits.maxHeaderFieldCount = settings.headerFields
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: limits)
        try channel.pipeline.syncOperations.addHandler(
            ConnectionHandler(settings: settings, routes: routes, book: book))
    }

    /// Lets requests in hand be answered, then closes every connection.
    private static func sayFarewell(_ book: ConnectionBook) async {
        for _ in 0..<farewellSeconds * 20 where book.requestsWaiting > 0 {
            try? await Task.sleep(for: .milliseconds(50))
        }
        for channel in book.channels { channel.close(promise: nil) }
    }

    /// Raises the process's bound on open files where it may be raised.
    private static func allowOpenFiles(_ count: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < count else {
            return
        }
        limit.rlim_cur = min(limit.rlim_max, rlim_t(count))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
