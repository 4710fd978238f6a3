public import ComplaintModel
public import ContainerFormats
public import FolderWatching
public import PipelineContract

/// Files that scanners, fax servers and clerks put down: TIFF, PNG, JPEG and PDF, each an arrival of its own.
///
/// A kind without a mark at its end counts as finished when it stands still.
public struct ScanFiles: FileKind {
    /// The kind of way the files come in by: `scan`, or `fax` for a fax server that writes whole files into a folder.
    public let channel: ChannelKind

    /// Files that come in by `channel`.
    public init(channel: ChannelKind = .scan) { self.channel = channel }

    /// Looks for the mark or the last page that the kind of file ends with.
    public func ending(of file: WatchedFile, _ content: any ByteSource) -> FileEnding { FileEnding(of: content) }

    /// The file, as one arrival; its key is its path and its bytes.
    public func contents(of file: WatchedFile, _ bytes: [UInt8], for source: SourceName) -> [Incoming] {
        var details = ["modified": file.modified.description]
        if file.isCutOff { details["ending"] = "missing" }
        return [
            Incoming(
                channel: channel, source: source, channelKey: "\(file.path)\u{0}\(ContentDigest(of: bytes))",
                mediaType: MediaType(sniffing: bytes),
                provenance: Provenance(name: file.name, folder: file.folder, details: details), bytes: bytes)
        ]
    }
}
