internal import ComplaintModel
internal import ContainerFormats
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

    /// The file as its kind gets to know it; a name that is no UTF-8 is repaired, and the file refused in the end.
    func watched(isCutOff: Bool = false) -> WatchedFile {
        WatchedFile(
            name: path.name.text ?? String(decoding: path.name.bytes, as: UTF8.self), folder: path.folderText,
            modified: Timestamp(milliseconds: facts.modified / 1_000_000), isCutOff: isCutOff)
    }
}

/// A file that is ready to be taken.
struct FinishedFile: Sendable {
    let file: FoundFile
    let isCutOff: Bool

    /// Reads the file whole; nil where it changed meanwhile or cannot be read.
    func read(as kind: any FileKind, in root: Folder, for source: SourceName) -> [Incoming]? {
        let (path, facts) = (file.path, file.facts)
        guard path.text != nil, let opened = root.folder(at: path.folders)?.open(path.name), opened.facts == facts
        else { return nil }
        let bytes = opened.bytes(at: 0, length: facts.size)
        guard bytes.count == facts.size, opened.facts == facts else { return nil }
        return kind.contents(of: file.watched(isCutOff: isCutOff), bytes, for: source)
    }
}
