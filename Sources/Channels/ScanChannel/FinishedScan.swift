internal import ComplaintModel
internal import PipelineContract

/// A file as the watcher found it.
struct FoundFile: Sendable, Hashable {
    let path: EntryPath
    let facts: FileFacts
    let isRegular: Bool

    /// Why it cannot be taken in, if so.
    func refusal(isReadable: Bool, mebibytes limit: Int) -> RefusalReason? {
        if !isRegular { return .special }
        if path.text == nil { return .name }
        if facts.size > limit << 20 { return .tooLarge(mebibytes: limit) }
        if !isReadable { return .unreadable }
        return facts.size == 0 ? .empty : nil
    }
}

/// A file that is ready to be taken.
struct FinishedScan: Sendable {
    let file: FoundFile
    let isCutOff: Bool

    /// Reads the file whole; nil where it changed meanwhile or cannot be read.
    func read(in root: Folder, for source: SourceName) -> Incoming? {
        let (path, facts) = (file.path, file.facts)
        guard let name = path.text, let opened = root.folder(at: path.folders)?.open(path.name), opened.facts == facts
        else { return nil }
        let bytes = opened.bytes(at: 0, length: facts.size)
        guard bytes.count == facts.size, opened.facts == facts else { return nil }
        var details = ["modified": Timestamp(milliseconds: facts.modified / 1_000_000).description]
        if isCutOff { details["ending"] = "missing" }
        return Incoming(
            channel: .scan, source: source, channelKey: "\(name)\u{0}\(ContentDigest(of: bytes))",
            mediaType: MediaType(sniffing: bytes),
            provenance: Provenance(name: path.name.text, folder: path.folderText, details: details), bytes: bytes)
    }
}
