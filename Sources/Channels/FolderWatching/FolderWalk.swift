/// Everything that lies below the watched folder and may be taken.
struct FolderWalk {
    private(set) var files: [FoundFile] = []
    private(set) var ignored = 0

    private let rules: IgnoreRules
    private let kind: (any FileKind)?
    private let watch: FolderWatch
    private static let deepest = 32

    /// Goes through the folder and its sub-folders, listening to each from now on.
    init(_ root: Folder, rules: IgnoreRules, kind: (any FileKind)? = nil, watch: FolderWatch) {
        (self.rules, self.kind, self.watch) = (rules, kind, watch)
        visit(root, at: [])
    }

    private mutating func visit(_ folder: Folder, at path: [EntryName]) {
        // First listen, then look: what comes in between is heard.
        watch.follow(folder)
        for name in folder.names() ?? [] {
            if path.isEmpty, name == Disposal.taken || name == Disposal.refused { continue }
            guard !rules.cover(name) else {
                ignored += 1
                continue
            }
            guard let (entry, facts) = folder.facts(of: name) else { continue }
            if entry == .folder {
                if path.count < Self.deepest, let inner = folder.folder(name) { visit(inner, at: path + [name]) }
            } else {
                let file = FoundFile(
                    path: EntryPath(folders: path, name: name), facts: facts, isRegular: entry == .file)
                if kind?.covers(file.watched().name) != false { files.append(file) } else { ignored += 1 }
            }
        }
    }
}
