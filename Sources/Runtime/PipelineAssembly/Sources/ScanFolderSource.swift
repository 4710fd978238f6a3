public import ComplaintModel
internal import Foundation
public import PipelineContract
public import ScanChannel

/// `type: scan_folder`: a folder into which staff scan.
public struct ScanFolderSource: ReadableSourceKind {
    /// The word after `type:`.
    public static let typeName = "scan_folder"
    /// What the file says of the folder.
    public let folder: ScanConfiguration

    init(reading section: YAMLSection, paths: PathResolver) {
        var folder = ScanConfiguration(directory: paths(section.required("directory")))
        folder.stableForSeconds = section.decimal("stable_for_secs", default: folder.stableForSeconds, in: 0.1...3600)
        folder.rescanSeconds = section.decimal("rescan_secs", default: folder.rescanSeconds, in: 0.5...3600)
        folder.patienceSeconds = section.decimal("patience_secs", default: folder.patienceSeconds, in: 1...86_400)
        folder.afterTaking = section.choice("after_taking", default: folder.afterTaking)
        folder.maximumFileMebibytes = section.integer(
            "max_file_mebibytes", default: folder.maximumFileMebibytes, in: 1...1024)
        folder.ignore = section.texts("ignore", default: [])
        self.folder = folder
    }

    /// The folder.
    public var claim: String? { "the folder \(folder.directory)" }

    /// A missing folder: the file may be for another machine.
    public var warnings: [String] {
        FileManager.default.fileExists(atPath: folder.directory)
            ? [] : ["watches \(folder.directory), which is not there (yet)."]
    }

    /// Makes the watcher of the folder.
    public func watcher(
        named name: SourceName, state: String, intake: any Intake, events: any EventSink
    ) -> any ChannelWatching {
        ScanWatcher(source: name, configuration: folder, intake: intake, events: events)
    }

    /// Whether originals can be moved away.
    public func examine(named name: SourceName) async -> [Doctor.Finding] {
        [
            Doctor.Finding(
                "source \(name)", FileManager.default.isWritableFile(atPath: folder.directory), found: folder.directory,
                remedy: "make the folder, and let rongthuk write there: originals are moved to taken/")
        ]
    }
}

extension ScanWatcher: ChannelWatching {
    /// Takes everything that is there, waiting until it is finished.
    public func drain() async throws { let _: SweepReport = try await drain() }
}
