public import ComplaintModel
public import ContainerFormats
public import PipelineContract

/// What kind of files lie in a watched folder: when one is finished, and what is in it.
///
/// The watcher does all else: it waits until a file stands still, reads it, offers what is in it to the house, and puts
/// it away once all of that is durable.
public protocol FileKind: Sendable {
    /// Who looks after the folder, and is told what to do about a file that cannot be taken in.
    var keeper: FolderKeeper { get }

    /// Looks at what tells of the files besides themselves (a log), before each look through the folder.
    func prepare()

    /// Is told all files of the kind that lie in the folder, before any of them is judged.
    func found(_ files: [WatchedFile])

    /// Whether a file of this name is one of the kind; others are left alone.
    func covers(_ name: String) -> Bool

    /// Whether a file that has stood still for a while has its end.
    func ending(of file: WatchedFile, _ content: any ByteSource) -> FileEnding

    /// What is in a file; one thing of an empty kind at least, since nothing may vanish.
    func contents(of file: WatchedFile, _ bytes: [UInt8], for source: SourceName) -> [Incoming]
}

/// Who looks after a watched folder.
public enum FolderKeeper: Sendable, Hashable {
    /// Staff who scan paper and put files there.
    case clerk
    /// Whoever runs the program that writes there: a gateway, a fax server.
    case administrator
}

extension FileKind {
    /// People put the files there.
    public var keeper: FolderKeeper { .clerk }

    /// Nothing else tells of the files.
    public func prepare() {}

    /// Files stand each for itself.
    public func found(_ files: [WatchedFile]) {}

    /// Every file is one of the kind.
    public func covers(_ name: String) -> Bool { true }
}

/// A file of a watched folder, as its kind gets to know it.
public struct WatchedFile: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The folders it lies in, below the watched one; nil where it lies in that itself.
    public let folder: String?
    /// When it was written to last.
    public let modified: Timestamp
    /// Whether its end is missing and was waited for in vain.
    public let isCutOff: Bool

    /// Describes a file.
    public init(name: String, folder: String? = nil, modified: Timestamp, isCutOff: Bool = false) {
        (self.name, self.folder, self.modified, self.isCutOff) = (name, folder, modified, isCutOff)
    }

    /// Its path below the watched folder.
    public var path: String { folder.map { "\($0)/\(name)" } ?? name }
}
