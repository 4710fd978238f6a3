/// Everything that lies below the watched folder and may be a scan.
struct FolderWalk {
    private(set) var files: [FoundFile] = []
    private(set) var ignored = 0

    private let rules: IgnoreRules
    private let watch: FolderWatch
    private static let deepest = 32

    /// Goes through the folder and its sub-folders, listening to each from now on.
    init(_ root: Folder, rules: IgnoreRules, watch: FolderWatch) {
        (self.rules, self.watch) = (rules, watch)
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
            guard let (kind, facts) = folder.facts(of: name) else { continue }
            if kind == .folder {
                if path.count < Self.deepest, let inner = folder.folder(name) { visit(inner, at: path + [name]) }
            } else {
                let place = EntryPath(folders: path, name: name)
                files.append(FoundFile(path: place, facts: facts, isRegular: kind == .file))
            }
        }
    }
}
