public import ComplaintModel
public import HTTPContract
public import PipelineContract

/// A kind of source that others push to: it gives routes to the house's HTTP server, and has nothing to watch.
public protocol ServedSourceKind: SourceKind {
    /// The routes that lead to the source.
    ///
    /// - Throws: where a secret cannot be had.
    func routes(named name: SourceName, intake: any Intake, events: any EventSink) throws -> [HTTPRoute]
}

extension ServedSourceKind {
    /// Nothing is odd about it on any machine.
    public var warnings: [String] { [] }

    /// The server does the work.
    public func watcher(
        named name: SourceName, state: String, intake: any Intake, events: any EventSink
    ) -> any ChannelWatching {
        NothingToWatch()
    }
}

/// Stands where a source needs no watcher of its own.
private struct NothingToWatch: ChannelWatching {
    func run() async throws {}
    func drain() async throws {}
}
