internal import NIOCore
internal import Synchronization

/// What all connections share: how many there are, how many requests wait, how many bytes they hold.
final class ConnectionBook: Sendable {
    private struct State {
        /// When each connection began to keep the house waiting; nil while the house works for it.
        var waitingSince: [ObjectIdentifier: (since: NIODeadline?, channel: any Channel)] = [:]
        var admission: Admission
        var bodyBytes = 0
    }

    private let settings: HTTPServerSettings
    private let state: Mutex<State>

    init(_ settings: HTTPServerSettings) {
        self.settings = settings
        state = Mutex(
            State(admission: Admission(most: settings.requestsWaiting, wantedSeconds: settings.wantedSeconds)))
    }

    /// Enters a new connection; where there are too many, the one that has kept the house waiting longest is closed.
    ///
    /// - Returns: false where there are too many and the house works for every one of them.
    func enter(_ channel: any Channel) -> Bool {
        let (isEntered, evicted) = state.withLock { state -> (Bool, (any Channel)?) in
            var evicted: (any Channel)?
            if state.waitingSince.count >= settings.connections {
                let waiting = state.waitingSince.filter { $0.value.since != nil }
                guard let oldest = waiting.min(by: { $0.value.since ?? .now() < $1.value.since ?? .now() }) else {
                    return (false, nil)
                }
                state.waitingSince[oldest.key] = nil
                evicted = oldest.value.channel
            }
            state.waitingSince[ObjectIdentifier(channel)] = (.now(), channel)
            return (true, evicted)
        }
        evicted?.close(promise: nil)
        return isEntered
    }

    /// Notes whether a connection keeps the house waiting from now on, or the house works for it.
    func note(_ channel: any Channel, isWaitedFor: Bool) {
        state.withLock { state in
            guard state.waitingSince[ObjectIdentifier(channel)] != nil else { return }
            state.waitingSince[ObjectIdentifier(channel)] = (isWaitedFor ? .now() : nil, channel)
        }
    }

    /// Strikes out a connection that was closed.
    func leave(_ channel: any Channel) {
        state.withLock { $0.waitingSince[ObjectIdentifier(channel)] = nil }
    }

    /// The connections there are.
    var channels: [any Channel] { state.withLock { $0.waitingSince.values.map(\.channel) } }

    /// Whether one more request of a peer may wait for durability; `endRequest` gives the place back.
    func beginRequest(by peer: String) -> Bool { state.withLock { $0.admission.begin(by: peer) } }

    /// Gives the place of a request back; `began` where it waited for durability.
    func endRequest(by peer: String, since began: NIODeadline?) {
        state.withLock { $0.admission.end(by: peer, since: began) }
    }

    /// How many requests wait for durability.
    var requestsWaiting: Int { state.withLock { $0.admission.count } }

    /// Whether so many more bytes of bodies may be held; `release` gives them back.
    func reserve(bytes: Int) -> Bool {
        state.withLock { state in
            guard state.bodyBytes + bytes <= settings.bodyBytes else { return false }
            state.bodyBytes += bytes
            return true
        }
    }

    /// Gives bytes back.
    func release(bytes: Int) { state.withLock { $0.bodyBytes -= bytes } }
}
