internal import CLinux
internal import Glibc

/// An open folder: entries are reached through it by name, and no link is ever followed.
final class Folder: Sendable {
    /// What an entry is.
    enum Kind: Sendable { case file, folder, other }

    let descriptor: Int32

    private init?(_ descriptor: Int32) {
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens the watched folder itself, which may well be reached through links.
    convenience init?(path: String) { self.init(Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }

    /// Opens a folder in this one; nil where there is none, with `errno` set.
    func folder(_ name: EntryName) -> Folder? {
        Folder(name.withCString { openat(descriptor, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) })
    }

    /// Opens a folder some levels down, making what is missing where `creating` is set.
    func folder(at names: [EntryName], creating: Bool = false) -> Folder? {
        var folder: Folder? = self
        for name in names {
            if creating { _ = name.withCString { mkdirat(folder?.descriptor ?? -1, $0, 0o775) } }
            folder = folder?.folder(name)
        }
        return folder
    }

    /// The names in the folder, sorted; nil where it cannot be read.
    func names() -> [EntryName]? {
        guard let stream = fdopendir(openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return nil }
        defer { closedir(stream) }
        var names: [EntryName] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(EntryName(name)) }
        }
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// What an entry is, itself and not what a link points to; nil where it is gone.
    func facts(of name: EntryName) -> (kind: Kind, facts: FileFacts)? {
        var status = stat()
        guard name.withCString({ fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else { return nil }
        let kind: Kind = [S_IFREG: Kind.file, S_IFDIR: .folder][status.st_mode & S_IFMT] ?? .other
        return (kind, FileFacts(status))
    }

    /// Opens a file for reading; never waits for the other end of a pipe.
    func open(_ name: EntryName) -> OpenFile? {
        OpenFile(name.withCString { openat(descriptor, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) })
    }

    /// Moves an entry without ever replacing another; `errno` tells why it failed.
    func move(_ name: EntryName, to folder: Folder, as newName: EntryName) -> Bool {
        name.withCString { old in
            newName.withCString { new in
                if clinux_rename_noreplace(descriptor, old, folder.descriptor, new) == 0 { return true }
                guard errno == EINVAL || errno == ENOSYS else { return false }
                // Some network file systems know no such rename; only this program writes into the target.
                guard folder.facts(of: newName) == nil else {
                    errno = EEXIST
                    return false
                }
                return renameat(descriptor, old, folder.descriptor, new) == 0
            }
        }
    }

    func remove(_ name: EntryName) -> Bool { name.withCString { unlinkat(descriptor, $0, 0) } == 0 }

    /// Writes a small new file; false where it cannot be written whole.
    func write(_ bytes: [UInt8], to name: EntryName) -> Bool {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = name.withCString { openat(descriptor, $0, flags, 0o664) }
        guard file >= 0 else { return false }
        defer { close(file) }
        return Glibc.write(file, bytes, bytes.count) == bytes.count
    }
}

extension FileFacts {
    init(_ status: stat) {
        self.init(
            device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    }
}
