public import ComplaintModel
public import PipelineContract

/// A kind of source that a pipeline file can name: all that the house must know of it, in one place.
///
/// `type: scan_folder` in a file chooses the kind by its `typeName`; its settings stand in a section of the same name.
public protocol SourceKind: Sendable {
    /// The word after `type:`, and the name of the section with the settings.
    static var typeName: String { get }

    /// What no two sources may share (a folder, a mailbox), in words; nil where they may share everything.
    var claim: String? { get }

    /// What is odd about the settings on this machine but no error, as sentences that begin with a verb:
    /// `watches /srv/scan, which is not there (yet).`
    var warnings: [String] { get }

    /// Makes the watcher; what it must remember over a restart it keeps in the folder `state`, which it makes itself.
    func watcher(
        named name: SourceName, state: String, intake: any Intake, events: any EventSink
    ) throws -> any ChannelWatching

    /// Looks whether the source can be watched from this machine: what was found and what to do.
    func examine(named name: SourceName) async -> [Doctor.Finding]
}

/// A kind of source that reads its own section of a pipeline file.
protocol ReadableSourceKind: SourceKind {
    /// Reads the settings; faults are reported to the section, which the caller does not finish.
    init(reading section: YAMLSection, paths: PathResolver)
}

/// Every kind there is.
let sourceKinds: [any ReadableSourceKind.Type] = [
    GammuSource.self, HylaFAXSource.self, MailboxSource.self, ScanFolderSource.self, SMSPollSource.self,
    SMSWebhookSource.self, SmstoolsSource.self, WebSubmissionsSource.self,
]

/// Makes paths of a pipeline file absolute: they start at the folder of the file.
struct PathResolver: Sendable {
    let folder: String

    func callAsFunction(_ path: String) -> String { path.absolutePath(in: folder) }
}
