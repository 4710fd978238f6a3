@preconcurrency internal import Dispatch
internal import Glibc

/// Turns SIGTERM and SIGINT into one call, so that a daemon can hand back what it has in hand.
public final class StopSignals: Sendable {
    private let sources: [any DispatchSourceSignal]

    /// Calls `stop` at the first signal; the second one ends the process at once, as people expect of Ctrl-C.
    public init(_ stop: @escaping @Sendable () -> Void) {
        signal(SIGPIPE, SIG_IGN)
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                signal(number, SIG_DFL)
                stop()
            }
            source.resume()
            return source
        }
    }
}
