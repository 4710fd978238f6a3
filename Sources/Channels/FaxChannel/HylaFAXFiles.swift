public import ComplaintModel
public import ContainerFormats
public import FolderWatching
public import PipelineContract
internal import Synchronization

/// The folder `recvq` of HylaFAX, a received document a file.
///
/// A file grows in place for the whole call, and one of a call that was cut off is tagged as clean: only the log tells
/// that a document is at its end, and whether it is whole. A file of which the log says nothing for as long as the folder
/// has patience is taken all the same, and marked.
public final class HylaFAXFiles: FileKind {
    private let log: Mutex<ReceptionLog>

    /// Files that are told of in the log at `logPath` (`log/xferfaxlog` of the server's spool).
    public init(logPath: String) { log = Mutex(ReceptionLog(path: logPath)) }

    /// No person writes there.
    public var keeper: FolderKeeper { .administrator }

    /// Reads the log before the folder: a line comes after its file.
    public func prepare() { log.withLock { $0.readOn() } }

    /// Forgets lines of files that are gone.
    public func found(_ files: [WatchedFile]) { log.withLock { $0.keepOnly(Set(files.map(\.name))) } }

    /// The server's own files, `fax000000001.tif`; not its counter, which lies beside them.
    public func covers(_ name: String) -> Bool { name.hasPrefix("fax") && name.hasSuffix(".tif") }

    /// Whether the log tells of the file.
    public func ending(of file: WatchedFile, _ content: any ByteSource) -> FileEnding {
        reception(of: file) == nil ? .incomplete : .complete
    }

    /// The document, with what the log says of it; its key is its name and its bytes, as that of the server's hook.
    public func contents(of file: WatchedFile, _ bytes: [UInt8], for source: SourceName) -> [Incoming] {
        let reception = reception(of: file)
        var details = ["modified": file.modified.description]
        details[FaxDetail.commid] = reception?.commid
        details[FaxDetail.device] = reception?.device
        details[FaxDetail.station] = reception?.station
        details[FaxDetail.pages] = reception?.pages.map(String.init)
        details[FaxDetail.error] = reception?.error
        if reception == nil { details[FaxDetail.unwitnessed] = "true" }
        return [
            Incoming(
                channel: .fax, source: source, channelKey: "\(file.path)\u{0}\(ContentDigest(of: bytes))",
                mediaType: MediaType(sniffing: bytes),
                provenance: Provenance(
                    name: file.name, folder: file.folder, sender: reception?.number ?? reception?.station,
                    recipient: reception?.ownNumber, details: details),
                bytes: bytes)
        ]
    }

    private func reception(of file: WatchedFile) -> Reception? {
        log.withLock { $0.reception(of: file.name, writtenAt: file.modified) }
    }
}
