internal import Glibc

/// An open directory: every call of the spool on files goes through one of these, by name and never by path.
///
/// Names are relative to the open directory and links are never followed, so that nobody can make the spool write
/// elsewhere by swapping a folder. The open descriptor lives as long as the value. A name that is no UTF-8 stands
/// escaped, and every call takes it so; see `FileName`.
final class Directory: Sendable {
    let descriptor: Int32
    let path: String

    /// Opens a folder, making it (and its parents) first where `creating` is set.
    init(_ path: String, creating: Bool = false) throws {
        if creating { try Directory.make(path) }
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SpoolError.system("open", path) }
        self.path = path
    }

    deinit { close(descriptor) }

    /// Makes a folder and its missing parents, each durable in its parent.
    private static func make(_ path: String) throws {
        guard access(path, F_OK) != 0 else { return }
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        if !parent.isEmpty { try make(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SpoolError.system("mkdir", path) }
        try Directory(parent.isEmpty ? "/" : parent).sync()
    }

    /// Makes every rename, creation and removal so far in this directory durable.
    func sync() throws {
        guard fsync(descriptor) == 0 else { throw SpoolError.system("fsync", path) }
    }

    /// Writes a new file; where `synced` is set its bytes are durable on return, its name is not.
    ///
    /// An error on fsync is final: the kernel may have dropped the pages, so the file is removed, never retried.
    func write(_ bytes: [UInt8], to name: String, synced: Bool, mode: mode_t = 0o600) throws {
        let file = openat(
            descriptor, FileName.bytes(of: name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else { throw SpoolError.system("create", "\(path)/\(name)") }
        do {
            try writeAll(bytes, to: file, name: name)
            if synced, fsync(file) != 0 { throw SpoolError.system("fsync", "\(path)/\(name)") }
        } catch {
            close(file)
            unlinkat(descriptor, FileName.bytes(of: name), 0)
            throw error
        }
        guard close(file) == 0 else {
            let failure = SpoolError.system("close", "\(path)/\(name)")
            unlinkat(descriptor, FileName.bytes(of: name), 0)
            throw failure
        }
    }

    private func writeAll(_ bytes: [UInt8], to file: Int32, name: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Glibc.write(file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if count > 0 {
                    written += count
                } else if count < 0, errno == EINTR {
                    continue
                } else {
                    throw SpoolError.system("write", "\(path)/\(name)")
                }
            }
        }
    }

    /// Opens a regular file for reading without following links and without waiting on a pipe.
    ///
    /// - Returns: nil where there is no such file.
    /// - Throws: `SpoolError` with code `corrupt` where the entry is no regular file or must not be read.
    func open(_ name: String) throws -> OpenFile? {
        let file = openat(descriptor, FileName.bytes(of: name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0 {
            if errno == ENOENT { return nil }
            if errno == ELOOP || errno == ENXIO { throw notRegular(name) }
            if errno == EACCES || errno == EPERM { throw SpoolError.unreadable("\(path)/\(name)") }
            throw SpoolError.system("open", "\(path)/\(name)")
        }
        let opened = OpenFile(descriptor: file, path: "\(path)/\(name)")
        guard try opened.isRegular() else { throw notRegular(name) }
        return opened
    }

    private func notRegular(_ name: String) -> SpoolError {
        SpoolError(.corrupt, "\(path)/\(name) is no regular file (a link, a folder or a pipe).")
    }

    /// Renames within or between directories, over whatever has the name.
    ///
    /// - Returns: false where there is nothing of that name.
    func move(_ name: String, to target: Directory, as newName: String) throws -> Bool {
        if renameat(descriptor, FileName.bytes(of: name), target.descriptor, FileName.bytes(of: newName)) == 0 {
            return true
        }
        guard errno == ENOENT else { throw SpoolError.system("rename", "\(path)/\(name) to \(target.path)") }
        return false
    }

    /// Removes a file; one that is gone already is no error.
    func remove(_ name: String) throws {
        guard unlinkat(descriptor, FileName.bytes(of: name), 0) == 0 || errno == ENOENT else {
            throw SpoolError.system("unlink", "\(path)/\(name)")
        }
    }

    /// The names in the directory that are wanted, without `.` and `..`, in no order, and no more than `limit`.
    func names(atMost limit: Int = .max, where isWanted: (String) -> Bool = { _ in true }) throws -> [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw SpoolError.system("read", path) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while names.count < limit, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { FileName.text(of: $0.prefix { $0 != 0 }) }
            if name != ".", name != "..", isWanted(name) { names.append(name) }
            errno = 0
        }
        guard names.count == limit || errno == 0 else { throw SpoolError.system("read", path) }
        return names
    }

    /// Size and age of an entry, not following a link; nil where there is none.
    func attributes(of name: String) -> (size: Int, modified: Int64)? {
        var facts = stat()
        guard fstatat(descriptor, FileName.bytes(of: name), &facts, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return (Int(facts.st_size), Int64(facts.st_mtim.tv_sec) * 1000 + Int64(facts.st_mtim.tv_nsec) / 1_000_000)
    }

    /// The inode an entry names; nil where there is none.
    func inode(of name: String) -> ino_t? {
        var facts = stat()
        guard fstatat(descriptor, FileName.bytes(of: name), &facts, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return facts.st_ino
    }
}

/// An open file that closes, and so gives up its lock, when the value goes.
final class OpenFile: Sendable {
    let descriptor: Int32
    let path: String

    init(descriptor: Int32, path: String) { (self.descriptor, self.path) = (descriptor, path) }

    /// Gives the lock up by name before closing: a child that another thread is just starting holds a copy of the
    /// descriptor until it executes, and with it a lock that only closing would give up.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    func isRegular() throws -> Bool {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw SpoolError.system("stat", path) }
        return facts.st_mode & S_IFMT == S_IFREG
    }

    var inode: ino_t? {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 ? facts.st_ino : nil
    }

    /// Takes the lock that dies with this value and with the process; false where somebody else holds it.
    func tryLock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Takes that lock as soon as nobody else holds it.
    func waitForLock() -> Bool {
        while flock(descriptor, LOCK_EX) != 0 { guard errno == EINTR else { return false } }
        return true
    }

    /// Reads the whole file, at most `limit` bytes.
    ///
    /// - Throws: `SpoolError` with code `corrupt` where it is larger, or the disk cannot read it.
    func readAll(limit: Int) throws -> [UInt8] {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw SpoolError.system("stat", path) }
        let size = Int(facts.st_size)
        guard size <= limit else {
            throw SpoolError(.corrupt, "\(path) has \(size) bytes, more than the \(limit) allowed.")
        }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = pread(descriptor, buffer.baseAddress?.advanced(by: count), size - count, off_t(count))
                if got > 0 {
                    count += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    failed = true
                    break
                }
            }
        }
        if failed { throw SpoolError.unreadable(path) }
        return bytes
    }
}
