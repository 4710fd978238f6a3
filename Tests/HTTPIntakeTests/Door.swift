import Foundation
import HTTPContract
import HTTPIntake
import PipelineContract
import Synchronization

struct NoEvents: EventSink {
    func emit(_ event: PipelineEvent) {}
}

/// Serves some routes on a port of its own for as long as `body` runs.
func withServer(
    _ settings: HTTPServerSettings, _ routes: [HTTPRoute],
    _ body: (Int) async throws -> Void
) async throws {
    var settings = settings
    settings.port = 0
    let server = HTTPServer(settings, routes: routes, events: NoEvents())
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let serving = Task { try await server.run { found.yield($0) } }
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else { return }
    let result: Result<Void, any Error>
    do {
        result = .success(try await body(port))
    } catch {
        result = .failure(error)
    }
    serving.cancel()
    try await serving.value
    try result.get()
}

/// Says what was sent to it: method, query, and how many bytes of body with which sum.
func echo(bodyLimit: Int = 1000, perSecond: Int? = nil) -> HTTPRoute {
    HTTPRoute(["GET", "POST"], "/echo", bodyLimit: bodyLimit, requestsPerSecond: perSecond) { request in
        let sum = request.body.reduce(0) { $0 &+ Int($1) }
        return HTTPResponse(.ok, text: "\(request.method) \(request.query ?? "-") \(request.body.count) \(sum)")
    }
}

/// A route that keeps every request waiting until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var arrived = 0
    }
    private let state = Mutex(State())

    var arrived: Int { state.withLock { $0.arrived } }

    var route: HTTPRoute {
        HTTPRoute(["POST"], "/gate", bodyLimit: 1 << 20) { _ in
            await withCheckedContinuation { continuation in
                let isOpen = self.state.withLock { state in
                    state.arrived += 1
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            return HTTPResponse(.ok, text: "through")
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }
}

/// Waits until something is so, for a minute at most.
func eventually(_ isSo: () -> Bool) async throws {
    for _ in 0..<1200 where !isSo() { try await Task.sleep(for: .milliseconds(50)) }
}

func withServer(_ routes: [HTTPRoute], _ body: (Int) async throws -> Void) async throws {
    try await withServer(HTTPServerSettings(), routes, body)
}
