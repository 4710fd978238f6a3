public import ComplaintModel
internal import FaxChannel
public import FolderWatching
internal import Foundation
public import PipelineContract
public import SMSChannel

/// A folder into which another program writes: what all kinds of such sources have in common.
public protocol WatchedFolderSource: SourceKind {
    /// What the file says of the folder.
    var folder: FolderConfiguration { get }
    /// What kind of files lie there.
    var files: any FileKind { get }
}

extension WatchedFolderSource {
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
        FolderWatcher(source: name, configuration: folder, kind: files, intake: intake, events: events)
    }

    /// Whether files can be moved away.
    public func examine(named name: SourceName) async -> [Doctor.Finding] {
        [
            Doctor.Finding(
                "source \(name)", FileManager.default.isWritableFile(atPath: folder.directory), found: folder.directory,
                remedy: "make the folder, and let rongthuk write there: files are moved to taken/")
        ]
    }
}

extension FolderConfiguration {
    /// Reads what the file says of a folder; `usual` is what holds where it says nothing.
    init(reading section: YAMLSection, at directory: String, usual: (inout FolderConfiguration) -> Void = { _ in }) {
        self.init(directory: directory)
        usual(&self)
        stableForSeconds = section.decimal("stable_for_secs", default: stableForSeconds, in: 0.1...3600)
        rescanSeconds = section.decimal("rescan_secs", default: rescanSeconds, in: 0.5...3600)
        patienceSeconds = section.decimal("patience_secs", default: patienceSeconds, in: 1...86_400)
        afterTaking = section.choice("after_taking", default: afterTaking)
        maximumFileMebibytes = section.integer("max_file_mebibytes", default: maximumFileMebibytes, in: 1...1024)
        ignore = section.texts("ignore", default: [])
    }

    /// A gateway writes small files at once: they are soon finished, and must not wait long.
    fileprivate mutating func suitMessages() {
        (stableForSeconds, rescanSeconds, patienceSeconds, maximumFileMebibytes) = (2, 5, 60, 1)
    }
}

extension DialectTime {
    /// What the file says of the zone in which a service centre writes its time.
    static func serviceCentre(_ section: YAMLSection) -> DialectTime {
        .digits(minutesEast: section.integer("service_centre_minutes_east", default: 420, in: -720...840))
    }
}

/// `type: sms_smstools`: the folder `incoming/` of SMS Server Tools 3.
public struct SmstoolsSource: ReadableSourceKind, WatchedFolderSource {
    /// The word after `type:`.
    public static let typeName = "sms_smstools"
    /// What the file says of the folder.
    public let folder: FolderConfiguration
    /// How its files are read.
    public let files: any FileKind

    init(reading section: YAMLSection, paths: PathResolver) {
        folder = FolderConfiguration(reading: section, at: paths(section.required("directory"))) { $0.suitMessages() }
        files = SmstoolsFiles(time: .serviceCentre(section))
    }
}

/// `type: sms_gammu`: the inbox folder of gammu-smsd.
public struct GammuSource: ReadableSourceKind, WatchedFolderSource {
    /// The word after `type:`.
    public static let typeName = "sms_gammu"
    /// What the file says of the folder.
    public let folder: FolderConfiguration
    /// How gammu-smsd writes.
    public let format: GammuFiles.Format
    /// How its files are read.
    public let files: any FileKind

    init(reading section: YAMLSection, paths: PathResolver) {
        folder = FolderConfiguration(reading: section, at: paths(section.required("directory"))) { $0.suitMessages() }
        format = section.choice("format", default: GammuFiles.Format.detail)
        files = GammuFiles(format: format, time: .serviceCentre(section))
    }
}

/// `type: fax_hylafax`: the received faxes of a HylaFAX server.
public struct HylaFAXSource: ReadableSourceKind, WatchedFolderSource {
    /// The word after `type:`.
    public static let typeName = "fax_hylafax"
    /// What the file says of the folder `recvq`.
    public let folder: FolderConfiguration
    /// The log of calls.
    public let log: String
    /// How its files are read.
    public let files: any FileKind

    init(reading section: YAMLSection, paths: PathResolver) {
        let spool = paths(section.text("spool", default: "/var/spool/hylafax"))
        // A call may last an hour, in which the log says nothing of its file.
        folder = FolderConfiguration(reading: section, at: "\(spool)/recvq") {
            ($0.stableForSeconds, $0.rescanSeconds, $0.patienceSeconds) = (3, 10, 3600)
        }
        log = section.text("log").map { paths($0) } ?? "\(spool)/log/xferfaxlog"
        files = HylaFAXFiles(logPath: log)
    }

    /// A missing folder or log: without the log every fax waits for as long as the folder has patience.
    public var warnings: [String] {
        [folder.directory, log].filter { !FileManager.default.fileExists(atPath: $0) }
            .map { "needs \($0), which is not there (yet)." }
    }

    /// Whether faxes can be moved away, and the log be read.
    public func examine(named name: SourceName) async -> [Doctor.Finding] {
        let manager = FileManager.default
        return [
            Doctor.Finding(
                "source \(name)", manager.isWritableFile(atPath: folder.directory), found: folder.directory,
                remedy: "let rongthuk write there (HylaFAX's own user is uucp): faxes are moved to taken/"),
            Doctor.Finding(
                "source \(name) log", manager.isReadableFile(atPath: log), found: log,
                remedy: "let rongthuk read it: only the log tells whether a fax is whole"),
        ]
    }
}
