internal import HTTPContract
internal import NIOCore
internal import NIOHTTP1

/// One connection: reads a request within its limits, has it answered, and reads the next.
///
/// A request that is refused before it was read whole is answered at once and the connection closed, unless the rest is
/// small enough to be read and thrown away. Every wait has a deadline, so that no client can hold a place for long.
/// While a request is being answered nothing is read; what came along with it already is kept for later.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    enum State {
        /// Waits for the first line and the header.
        case header
        /// Reads the body of a request.
        case body(HTTPRequest, HTTPRoute, keepAlive: Bool)
        /// Reads and forgets the body of a request that is refused.
        case skipping(HTTPResponse, keepAlive: Bool)
        /// The house works on a request.
        case answering(keepAlive: Bool)
        /// Only waits until the client has read the last answer.
        case closing
    }

    let settings: HTTPServerSettings
    let routes: RouteTable
    let book: ConnectionBook
    var state = State.header
    private var deadline: Scheduled<Void>?
    /// The body of the request at hand; its bytes are entered in the book.
    private var body: [UInt8] = []
    private var requestNumber = 0
    /// Requests that came while another was being answered.
    private var kept: CircularBuffer<HTTPServerRequestPart> = []
    private var wantsToRead = false
    private var isInputClosed = false
    private var isGoingOn = false

    /// The longest body that is read to its end only to keep the connection.
    private static let skippedBytes = 64 << 10
    /// How long a client may take to read the last answer.
    private static let lingerSeconds = 2.0

    init(settings: HTTPServerSettings, routes: RouteTable, book: ConnectionBook) {
        (self.settings, self.routes, self.book) = (settings, routes, book)
    }

    func channelActive(context: ChannelHandlerContext) {
        setDeadline(settings.headerSeconds, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        state = .closing
        forgetBody()
        book.leave(context.channel)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .answering = state {
            kept.append(unwrapInboundIn(data))
        } else {
            take(unwrapInboundIn(data), context)
        }
    }

    func read(context: ChannelHandlerContext) {
        if case .answering = state { wantsToRead = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch (error as? HTTPParserError, state) {
        case (nil, _), (_, .closing): context.close(promise: nil)
        case (_, .answering): state = .answering(keepAlive: false)
        case (.invalidEOFState, _): context.close(promise: nil)
        case (.headerOverflow, _):
            refuse(HTTPResponse(.headerTooLarge, text: "The header is too large."), context)
        default: refuse(HTTPResponse(.badRequest, text: "This is no HTTP request."), context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            if case .answering = state {} else { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (part, state) {
        case (.head(let head), .header): begin(head, context)
        case (.body(let buffer), .body(_, let route, _)): append(buffer, of: route, context)
        case (.end, .body(let request, let route, let keepAlive)):
            work(request.with(body: body), route, keepAlive: keepAlive, context)
        case (.end, .skipping(let response, let keepAlive)):
            state = .answering(keepAlive: keepAlive)
            send(response, context)
        default: break
        }
    }

    /// Goes on with what came while a request was being answered, then reads again.
    private func goOn(_ context: ChannelHandlerContext) {
        guard !isGoingOn else { return }
        isGoingOn = true
        defer { isGoingOn = false }
        while !kept.isEmpty {
            if case .answering = state { return }
            take(kept.removeFirst(), context)
        }
        if case .answering = state { return }
        if isInputClosed, case .header = state { return context.close(promise: nil) }
        if wantsToRead {
            wantsToRead = false
            context.read()
        }
    }

    // MARK: Reading

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let connection = context.channel.remoteAddress?.ipAddress ?? ""
        let request = HTTPRequest(head, peer: routes.peer(of: connection, header: head.headers))
        requestNumber += 1
        book.note(context.channel, isWaitedFor: true)
        setDeadline(settings.bodySeconds, context)
        switch routes.find(request) {
        case .success(let route):
            state = .body(request, route, keepAlive: head.isKeepAlive)
            if request.field("Expect")?.lowercased() == "100-continue" {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
            }
        case .failure(let refusal):
            let isShort = !head.headers.contains(name: "Transfer-Encoding") && !head.headers.contains(name: "Expect")
            let length = request.field("Content-Length").flatMap(Int.init) ?? 0
            if isShort, length <= ConnectionHandler.skippedBytes {
                state = .skipping(refusal.response, keepAlive: head.isKeepAlive)
            } else {
                refuse(refusal.response, context)
            }
        }
    }

    private func append(_ buffer: ByteBuffer, of route: HTTPRoute, _ context: ChannelHandlerContext) {
        let count = buffer.readableBytes
        guard body.count + count <= route.bodyLimit else { return refuse(RouteTable.tooLarge(route), context) }
        guard book.reserve(bytes: count) else { return refuse(.busy, context) }
        body.append(contentsOf: buffer.readableBytesView)
    }

    // MARK: Answering

    private func work(_ request: HTTPRequest, _ route: HTTPRoute, keepAlive: Bool, _ context: ChannelHandlerContext) {
        state = .answering(keepAlive: keepAlive)
        guard book.beginRequest(by: request.peer) else {
            forgetBody()
            return send(.busy, context)
        }
        book.note(context.channel, isWaitedFor: false)
        setDeadline(settings.answerSeconds, context)
        let (book, number, bytes, began) = (book, requestNumber, body.count, NIODeadline.now())
        body = []
        let here = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        Task {
            let response = await route.respond(request)
            // A refusal never waited for the disk, and tells nothing of it.
            let waited = [.ok, .created, .unavailable].contains(response.status)
            book.endRequest(by: request.peer, since: waited ? began : nil)
            book.release(bytes: bytes)
            loop.execute {
                let (handler, context) = here.value
                guard handler.requestNumber == number, case .answering = handler.state else { return }
                handler.send(response, context)
            }
        }
    }

    /// Sends the answer to a request that was read whole, and waits for the next.
    private func send(_ response: HTTPResponse, _ context: ChannelHandlerContext) {
        guard case .answering(keepAlive: true) = state else { return refuse(response, context) }
        book.note(context.channel, isWaitedFor: true)
        setDeadline(settings.headerSeconds, context)
        state = .header
        write(response, closing: false, context)
        goOn(context)
    }

    /// Answers, reads nothing more, and closes once the client has had time to read the answer.
    func refuse(_ response: HTTPResponse, _ context: ChannelHandlerContext) {
        forgetBody()
        kept.removeAll()
        state = .closing
        book.note(context.channel, isWaitedFor: true)
        write(response, closing: true, context)
        context.close(mode: .output, promise: nil)
        setDeadline(ConnectionHandler.lingerSeconds, context)
        if isInputClosed { context.close(promise: nil) } else { context.read() }
    }

    private func write(_ response: HTTPResponse, closing: Bool, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders(response.header.map { ($0.name, $0.value) })
        headers.add(name: "Content-Length", value: "\(response.body.count)")
        if closing { headers.add(name: "Connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: response.status.rawValue)
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func forgetBody() {
        book.release(bytes: body.count)
        body = []
    }

    // MARK: Deadlines

    private func setDeadline(_ seconds: Double, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let here = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: .milliseconds(Int64(seconds * 1000))) {
            let (handler, context) = here.value
            handler.passDeadline(context)
        }
    }

    private func passDeadline(_ context: ChannelHandlerContext) {
        switch state {
        case .header where requestNumber > 0, .closing: context.close(promise: nil)
        case .header, .body, .skipping:
            refuse(HTTPResponse(.requestTimeout, text: "The request took too long to come."), context)
        case .answering: refuse(.undecided, context)
        }
    }
}

extension HTTPResponse {
    /// More than can be made durable at once: come back in a moment.
    fileprivate static let busy = HTTPResponse.unavailable(
        "The house is busy and has kept nothing of this; send it again.", retryAfterSeconds: 2)

    /// It may become durable yet.
    fileprivate static let undecided = HTTPResponse.unavailable(
        "The house cannot say in time whether this is kept; send the same again, it is kept once.",
        retryAfterSeconds: 10)
}

extension HTTPRequest {
    fileprivate init(_ head: HTTPRequestHead, peer: String) {
        let halves = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method: head.method.rawValue, path: String(halves.first ?? ""),
            query: halves.count > 1 ? String(halves[1]) : nil,
            header: head.headers.map { HTTPField($0.name, $0.value) }, peer: peer)
    }

    fileprivate func with(body: [UInt8]) -> HTTPRequest {
        HTTPRequest(method: method, path: path, query: query, header: header, body: body, peer: peer)
    }
}
