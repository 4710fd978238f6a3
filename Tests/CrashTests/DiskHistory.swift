import FaultInjection

/// What a disk may hold after a power cut, by the log of what was done to it.
///
/// A change is durable once the file or folder that it changes was synced after it; every other change made before the
/// cut may have reached the disk or not, in any order, a write by sectors of 512 bytes. A rename reaches the disk whole,
/// or leaves both names (POSIX allows that); the old name never goes without the new one being there.
struct DiskHistory {
    typealias Node = Int

    /// One change that reaches the disk by itself.
    struct Change {
        enum Kind {
            case write(Node, offset: Int, [UInt8])
            case length(Node, Int)
            case name(Node, String, Node)
            case removal(Node, String)
        }
        let kind: Kind
        /// The call it was made by, counted from 0 over the whole log.
        let call: Int
        /// The call of the sync that made it durable.
        var durable = Int.max
        /// The change without which it cannot reach the disk.
        var needs: Int?
    }

    /// Syncs that a mutant leaves out; SQLite's own are not the spool's to leave out.
    struct Omission: OptionSet {
        let rawValue: Int
        static let files = Omission(rawValue: 1)
        static let folders = Omission(rawValue: 2)
    }

    let log: [LoggedCall]
    private(set) var changes: [Change] = []
    private let omitted: Omission
    private var count = 0
    private var nodes: [String: Node] = ["": 0]
    private var folders: Set<Node> = [0]
    private var databases: Set<Node> = []

    init(_ log: [LoggedCall], omitting omitted: Omission = []) {
        (self.log, self.omitted) = (log, omitted)
        for (index, call) in log.enumerated() { follow(call, index) }
    }

    /// What was told the outside before a cut just before `call`.
    func promises(before call: Int) -> [String] {
        String(decoding: log[..<call].filter { $0.kind == .output }.flatMap(\.data), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// Whether a node is a folder.
    func isFolder(_ node: Node) -> Bool { folders.contains(node) }

    // MARK: Following the log

    private mutating func follow(_ call: LoggedCall, _ index: Int) {
        switch call.kind {
        case .makeFolder, .create:
            count += 1
            let node = count
            if call.kind == .makeFolder { folders.insert(node) }
            if call.path.contains(".sqlite") { databases.insert(node) }
            name(call.path, node, index)
        case .write:
            if let node = nodes[call.path] { add(.write(node, offset: call.offset, call.data), index) }
        case .truncate:
            if let node = nodes[call.path] { add(.length(node, call.offset), index) }
        case .rename:
            guard let node = nodes[call.path] else { return }
            name(call.target, node, index)
            remove(call.path, index, needs: changes.count - 1)
        case .link:
            if let node = nodes[call.path] { name(call.target, node, index) }
        case .unlink, .removeFolder:
            remove(call.path, index)
        case .sync:
            if let node = nodes[call.path] { sync(index) { $0 == node } }
        case .syncFileSystem:
            sync(index) { _ in true }
        case .output:
            break
        }
    }

    private mutating func add(_ kind: Change.Kind, _ index: Int, needs: Int? = nil) {
        changes.append(Change(kind: kind, call: index, needs: needs))
    }

    private mutating func name(_ path: String, _ node: Node, _ index: Int) {
        let (folder, name) = place(of: path)
        nodes[path] = node
        add(.name(folder, name, node), index)
    }

    private mutating func remove(_ path: String, _ index: Int, needs: Int? = nil) {
        let (folder, name) = place(of: path)
        nodes[path] = nil
        add(.removal(folder, name), index, needs: needs)
    }

    private func place(of path: String) -> (folder: Node, name: String) {
        let parts = path.split(separator: "/").map(String.init)
        return (nodes[parts.dropLast().joined(separator: "/")] ?? 0, parts.last ?? "")
    }

    private mutating func sync(_ index: Int, where isSynced: (Node) -> Bool) {
        for number in changes.indices where changes[number].durable == .max {
            let node = changes[number].node
            guard isSynced(node), !isOmitted(node) else { continue }
            changes[number].durable = index
            // A rename is one change to a journal: what keeps the old name away keeps the new one.
            if let needed = changes[number].needs { changes[needed].durable = min(changes[needed].durable, index) }
        }
    }

    /// Whether a mutant leaves this sync out; the folders at the top hold SQLite's files.
    private func isOmitted(_ node: Node) -> Bool {
        if folders.contains(node) { return omitted.contains(.folders) && node != 0 && node != nodes["spool"] }
        return omitted.contains(.files) && !databases.contains(node)
    }
}

extension DiskHistory.Change {
    /// The file or folder that it changes, whose sync makes it durable.
    var node: DiskHistory.Node {
        switch kind {
        case .write(let node, _, _), .length(let node, _), .name(let node, _, _), .removal(let node, _): node
        }
    }

    /// Whether it changes a file's contents.
    var isData: Bool {
        switch kind {
        case .write, .length: true
        case .name, .removal: false
        }
    }
}
