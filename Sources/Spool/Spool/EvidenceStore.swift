internal import CLinux
public import ComplaintModel
internal import Glibc
public import PipelineContract
internal import Synchronization

/// Raw bytes under their SHA-256, `evidence/ab/cdef…`, written once, mode 0400, never changed.
public final class EvidenceStore: EvidenceKeeping {
    private let root: String
    private let temporary: Directory
    private let durableFolders = Mutex<Set<String>>([])

    /// More folders than this are not synced one by one; few, so that the crash tests' groups go that way too.
    private static let mostFolderSyncs = 2

    /// The largest artefact the store gives back, in bytes.
    public static let largestArtefact = 1 << 30

    init(_ root: String) throws {
        self.root = root
        temporary = try Directory("\(root)/tmp", creating: true)
    }

    /// Where an artefact lies.
    public func path(of digest: ContentDigest) -> String {
        "\(root)/\(place(of: digest).folder)/\(place(of: digest).name)"
    }

    private func place(of digest: ContentDigest) -> (folder: String, name: String) {
        let hex = digest.hex
        return (String(hex.prefix(2)), String(hex.dropFirst(2)))
    }

    /// Whether an artefact is there with the size it should have.
    public func holds(_ artefact: Artefact) throws -> Bool {
        let place = place(of: artefact.sha256)
        guard access("\(root)/\(place.folder)", F_OK) == 0 else { return false }
        return try Directory("\(root)/\(place.folder)").attributes(of: place.name)?.size == artefact.size
    }

    /// The bytes kept under `digest`, checked against it.
    ///
    /// - Throws: `SpoolError` with code `missing`, or `corrupt` where the bytes changed on the disk.
    public func read(_ digest: ContentDigest) throws -> [UInt8] {
        let place = place(of: digest)
        guard access("\(root)/\(place.folder)", F_OK) == 0,
            let file = try Directory("\(root)/\(place.folder)").open(place.name)
        else {
            throw SpoolError(.missing, "The evidence \(digest) is gone from \(root); restore it from a backup.")
        }
        let bytes = try file.readAll(limit: EvidenceStore.largestArtefact)
        guard ContentDigest(of: bytes) == digest else {
            throw SpoolError(.corrupt, "\(file.path) has changed on the disk; restore it from a backup.")
        }
        return bytes
    }

    /// Keeps bytes durably; the same bytes twice are kept once.
    public func keep(_ bytes: [UInt8], mediaType: MediaType) throws -> Artefact {
        let artefact = Artefact(sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: mediaType)
        if let staged = try stage(bytes, as: artefact, synced: true) { try publish([staged]) }
        return artefact
    }

    /// Writes bytes under a temporary name unless they are kept already; durable only where `synced` is set.
    func stage(_ bytes: [UInt8], as artefact: Artefact, synced: Bool) throws -> StagedArtefact? {
        if try holds(artefact) {
            // Who gave it its name may not have made that durable yet.
            try folder(of: artefact.sha256).sync()
            return nil
        }
        let name = uniqueName()
        try temporary.write(bytes, to: name, synced: synced, mode: 0o400)
        return StagedArtefact(temporaryName: name, digest: artefact.sha256)
    }

    /// Gives staged artefacts, whose bytes are durable, their names durably.
    func publish(_ staged: [StagedArtefact]) throws {
        var folders: [Directory] = []
        for artefacts in Dictionary(grouping: staged, by: { place(of: $0.digest).folder }).values {
            let directory = try folder(of: artefacts[0].digest)
            folders.append(directory)
            for artefact in artefacts {
                guard try temporary.move(artefact.temporaryName, to: directory, as: place(of: artefact.digest).name)
                else { throw SpoolError(.missing, "\(temporary.path)/\(artefact.temporaryName) vanished.") }
            }
        }
        // All names before the first sync: it makes most of them durable at once, and the others cost little; but a burst
        // touches so many folders that one call for all of the file system is quicker.
        if folders.count > EvidenceStore.mostFolderSyncs { return try syncFileSystem() }
        for directory in folders { try directory.sync() }
    }

    /// The open folder of a digest, durable in the root, whoever made it.
    private func folder(of digest: ContentDigest) throws -> Directory {
        let name = place(of: digest).folder
        let directory = try Directory("\(root)/\(name)", creating: true)
        try durableFolders.withLock { known in
            guard !known.contains(name) else { return }
            try Directory(root).sync()
            known.insert(name)
        }
        return directory
    }

    /// Removes staged artefacts that will not be published.
    func discard(_ staged: [StagedArtefact]) {
        for artefact in staged { try? temporary.remove(artefact.temporaryName) }
    }

    /// Makes everything written so far to the file system durable: one call for a whole burst.
    func syncFileSystem() throws {
        guard clinux_syncfs(temporary.descriptor) == 0 else { throw SpoolError.system("syncfs", root) }
    }

    /// Removes temporary files older than `milliseconds`: what a crash left half written, never acknowledged.
    func removeLeftovers(olderThan milliseconds: Int64, now: Timestamp) throws {
        for name in try temporary.names() {
            guard let facts = temporary.attributes(of: name), now.milliseconds - facts.modified > milliseconds else {
                continue
            }
            try temporary.remove(name)
        }
    }
}

/// Bytes written under a temporary name and not yet in their place.
struct StagedArtefact {
    let temporaryName: String
    let digest: ContentDigest
}
