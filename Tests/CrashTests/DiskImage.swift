import Foundation

/// One state of the disk after a power cut.
struct DiskImage: Equatable {
    /// Folders by path, sorted, so parents come first.
    private(set) var folders: [String] = []
    /// Files by path.
    private(set) var files: [String: [UInt8]] = [:]

    /// What a write leaves on the disk.
    enum Share {
        case nothing, all
        /// Of each sector of 512 bytes, whether it reached the disk; the others are zero.
        case sectors((Int) -> Bool)
    }

    /// The state after a cut just before `call`, where `share` says what became of the changes not yet durable.
    init(_ history: DiskHistory, before call: Int, share: (Int, DiskHistory.Change) -> Share) {
        var names: [DiskHistory.Node: [String: DiskHistory.Node]] = [:]
        var contents: [DiskHistory.Node: [UInt8]] = [:]
        var reached: Set<Int> = []
        for (number, change) in history.changes.enumerated() {
            guard change.call < call else { break }
            var part = change.durable < call ? Share.all : share(number, change)
            if let needed = change.needs, !reached.contains(needed) { part = .nothing }
            if case .nothing = part { continue }
            reached.insert(number)
            switch change.kind {
            case .name(let folder, let name, let node): names[folder, default: [:]][name] = node
            case .removal(let folder, let name): names[folder, default: [:]][name] = nil
            case .length(let node, let size): contents[node, default: []].resize(to: size)
            case .write(let node, let offset, let bytes):
                contents[node, default: []].overwrite(with: bytes, at: offset, part)
            }
        }
        gather(0, at: "", names, contents, isFolder: history.isFolder)
        folders.sort()
    }

    private mutating func gather(
        _ node: DiskHistory.Node, at path: String, _ names: [DiskHistory.Node: [String: DiskHistory.Node]],
        _ contents: [DiskHistory.Node: [UInt8]], isFolder: (DiskHistory.Node) -> Bool
    ) {
        for (name, child) in (names[node] ?? [:]).sorted(by: { $0.key < $1.key }) {
            let place = path.isEmpty ? name : "\(path)/\(name)"
            if isFolder(child) {
                folders.append(place)
                gather(child, at: place, names, contents, isFolder: isFolder)
            } else if !name.hasSuffix("-shm") {
                // Shared memory of SQLite, made anew at the first opening.
                files[place] = contents[child] ?? []
            }
        }
    }

    /// A digest of the whole state.
    var digest: Int {
        var hasher = Hasher()
        hasher.combine(folders)
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            hasher.combine(path)
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        }
        return hasher.finalize()
    }

    /// Lays the state out in an empty folder.
    func materialise(in root: String) throws {
        for folder in folders {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        for (path, bytes) in files {
            guard FileManager.default.createFile(atPath: "\(root)/\(path)", contents: Data(bytes)) else {
                throw CocoaError(.fileWriteUnknown)
            }
        }
    }
}

extension DiskImage {
    /// The state of a real folder.
    init(folder root: String) throws {
        (folders, files) = ([], [:])
        for path in try FileManager.default.subpathsOfDirectory(atPath: root).sorted() {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
            if isFolder.boolValue {
                folders.append(path)
            } else if !path.hasSuffix("-shm") {
                files[path] = [UInt8](FileManager.default.contents(atPath: "\(root)/\(path)") ?? Data())
            }
        }
        folders.sort()
    }
}

extension [UInt8] {
    fileprivate mutating func resize(to size: Int) {
        if count > size { removeLast(count - size) }
        if count < size { self += [UInt8](repeating: 0, count: size - count) }
    }

    fileprivate mutating func overwrite(with bytes: [UInt8], at offset: Int, _ share: DiskImage.Share) {
        if count < offset + bytes.count { resize(to: offset + bytes.count) }
        withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                for start in stride(from: 0, to: source.count, by: 512) {
                    if case .sectors(let reaches) = share, !reaches(start / 512) { continue }
                    let end = Swift.min(start + 512, source.count)
                    target[(offset + start)..<(offset + end)].copyBytes(from: source[start..<end])
                }
            }
        }
    }
}
