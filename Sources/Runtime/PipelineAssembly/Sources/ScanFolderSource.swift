public import ComplaintModel
public import FolderWatching
public import PipelineContract
internal import ScanChannel

/// `type: scan_folder`: a folder into which staff scan, or a fax server writes whole files (`channel: fax`).
public struct ScanFolderSource: ReadableSourceKind, WatchedFolderSource {
    /// The word after `type:`.
    public static let typeName = "scan_folder"
    /// What the file says of the folder.
    public let folder: FolderConfiguration
    /// The kind of way the files come in by.
    public let channel: ChannelKind
    /// How its files are read.
    public var files: any FileKind { ScanFiles(channel: channel) }

    init(reading section: YAMLSection, paths: PathResolver) {
        folder = FolderConfiguration(reading: section, at: paths(section.required("directory")))
        channel = section.choice("channel", default: FolderChannel.scan).kind
    }
}

/// The kinds of way by which whole files come into a folder.
private enum FolderChannel: String, CaseIterable {
    case scan, fax

    var kind: ChannelKind { self == .scan ? .scan : .fax }
}

extension FolderWatcher: ChannelWatching {
    /// Takes everything that is there, waiting until it is finished.
    public func drain() async throws { let _: SweepReport = try await drain() }
}
