public import ComplaintModel
public import EngineContract
public import HTTPIntake
public import Joining
public import Recognition
public import Spool
public import StageRuntime

/// What a pipeline file says, with every default filled in and every path absolute.
public struct PipelinePlan: Sendable {
    /// One configured watcher.
    public struct Source: Sendable {
        /// Its name.
        public let name: SourceName
        /// What it watches, and how.
        public let kind: any SourceKind
    }

    /// One configured destination of the outbox.
    public struct Destination: Sendable {
        /// Its name.
        public let name: String
        /// Where to, and how.
        public let kind: any DestinationKind
    }

    /// How pages are read.
    public struct Recognition: Sendable {
        /// Workers side by side.
        public var workers: Int
        /// The model.
        public var settings: RecognitionSettings
        /// Folders that are searched for models, before the system's.
        public var modelFolders: [String]
        /// When a person must look at what was read.
        public var policy: DoubtPolicy
        /// Whether to read on a kernel that cannot confine the worker.
        public var allowsUnconfined: Bool
    }

    /// The file the plan was read from.
    public var file: String
    /// The folder that holds evidence, queues and ledger.
    public var spoolDirectory: String
    /// Whether a network file system is taken as it is.
    public var allowsAnyFileSystem: Bool
    /// The marks below which nothing more is taken in.
    public var marks: SpaceMarks
    /// The watchers.
    public var sources: [Source]
    /// Where the sources that are pushed to listen.
    public var http: HTTPServerSettings
    /// How pages are read.
    public var recognition: Recognition
    /// How long short messages wait for each other.
    public var joining: JoiningSettings
    /// The bounds on what strangers send.
    public var limits: EngineLimits
    /// When failed items are tried again.
    public var retry: RetryPolicy
    /// A folder with the site's own reference data; nil for the data that comes with the program.
    public var referenceDirectory: String?
    /// The SQLite file complaints are filed in.
    public var storePath: String
    /// Where complaints are sent on.
    public var outbox: [Destination]
}
