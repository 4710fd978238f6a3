public import ComplaintModel
internal import Foundation
public import PipelineContract
internal import Secrets
internal import Synchronization
internal import Transfers

/// Fetches messages from a gateway that lists them by HTTP: each is acknowledged there once it is durable here.
///
/// A message that could not be acknowledged is listed again, and is then counted as one more delivery.
public struct MessagePoller: ChannelWatching {
    private let source: SourceName
    private let configuration: PollConfiguration
    private let intake: any Intake
    private let events: any EventSink

    /// A poller of one gateway.
    public init(source: SourceName, configuration: PollConfiguration, intake: any Intake, events: any EventSink) {
        (self.source, self.configuration) = (source, configuration)
        (self.intake, self.events) = (intake, events)
    }

    /// Asks again and again until cancelled; a fault is told once for as long as it lasts.
    public func run() async throws {
        var fault: String?
        while !Task.isCancelled {
            var now: String?
            do { _ = try await fetch() } catch is CancellationError { return } catch { now = "\(error)" }
            if let now, now != fault {
                events.emit(PipelineEvent(.sourceError, source: source, detail: "The gateway cannot be used: \(now)."))
            }
            fault = now
            try? await Task.sleep(for: .seconds(configuration.everySeconds))
        }
    }

    /// Asks until nothing new is listed.
    public func drain() async throws {
        while try await fetch() > 0 { try Task.checkCancellation() }
    }

    /// Fetches once; gives how many messages were new.
    private func fetch() async throws -> Int {
        let answer = try await exchange(configuration.list, id: nil)
        let messages = try PolledMessages(answer, configuration).messages
        var new = 0
        var fault: (any Error)?
        // In groups, so that messages share the house's syncs and no gateway is asked a thousand things at once.
        for start in stride(from: 0, to: messages.count, by: 16) {
            let group = messages[start..<min(start + 16, messages.count)]
            await withTaskGroup(of: Result<Bool, any Error>.self) { tasks in
                for message in group { tasks.addTask { await settle(message) } }
                for await result in tasks {
                    do { new += try result.get() ? 1 : 0 } catch let error { fault = error }
                }
            }
            if let fault { throw fault }
        }
        return new
    }

    /// Makes a message durable and acknowledges it; gives whether it was new.
    private func settle(_ message: PolledMessages.Message) async -> Result<Bool, any Error> {
        do {
            let receipt = try await intake.take(try message.record.offered(by: source))
            let name = receipt.isRedelivery ? PipelineEvent.Name.deliveryRepeated : .arrivalTaken
            events.emit(PipelineEvent(name, source: source, item: receipt.arrival.rawValue))
            guard let id = message.id else {
                throw PollFault("a message has no \(configuration.mapping.id) to acknowledge it by")
            }
            _ = try await exchange(configuration.acknowledge, id: id)
            return .success(!receipt.isRedelivery)
        } catch {
            return .failure(error)
        }
    }

    private func exchange(_ request: PollConfiguration.Request, id: String?) async throws -> [UInt8] {
        let safe = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{21}"..."\u{7E}"))
        let url = id.map {
            request.url.replacingOccurrences(
                of: "{id}", with: $0.addingPercentEncoding(withAllowedCharacters: safe) ?? "")
        }
        let body = request.body.map { body in
            id.map { body.replacingOccurrences(of: "{id}", with: $0.escapedForJSON) } ?? body
        }
        let answer = try await answer(to: request.method, url ?? request.url, body: body.map { Array($0.utf8) })
        guard (200..<300).contains(answer.status) else {
            throw PollFault("it answers \(answer.status) to \(request.method)")
        }
        return answer.body
    }

    /// Makes a request on a thread of its own; a cancelled task waits for nobody.
    private func answer(to method: String, _ url: String, body: [UInt8]?) async throws -> Transfer.Answer {
        let configuration = self.configuration
        let promise = Promise<Transfer.Answer>()
        DispatchQueue.global().async {
            promise.fulfil(
                Result {
                    var header = configuration.header
                    if let secret = configuration.secret {
                        header.append(
                            configuration.secretHeader.replacingOccurrences(of: "{secret}", with: try secret.fetch()))
                    }
                    var transfer = Transfer(.http(method: method, headers: header, body: body), to: url)
                    (transfer.seconds, transfer.largestAnswer) = (configuration.timeoutSeconds, 8 << 20)
                    return try transfer.perform()
                })
        }
        return try await promise.value()
    }
}

extension String {
    /// The text between the quotes of a JSON string.
    fileprivate var escapedForJSON: String {
        guard let data = try? JSONEncoder().encode(self) else { return "" }
        return String(decoding: data.dropFirst().dropLast(), as: UTF8.self)
    }
}

/// Why a gateway cannot be used, in words without an address or a secret.
struct PollFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A value that comes from another thread, once.
private final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, any Error>)
        case done(Result<Value, any Error>)
    }
    private let state = Mutex(State.open)

    func fulfil(_ result: Result<Value, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .open:
                state = .done(result)
                return nil
            case .awaited(let continuation):
                state = .done(result)
                return continuation
            case .done: return nil
            }
        }
        waiting?.resume(with: result)
    }

    func value() async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<Value, any Error>? in
                    if case .done(let result) = state { return result }
                    state = .awaited(continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            fulfil(.failure(CancellationError()))
        }
    }
}
