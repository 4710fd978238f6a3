internal import Glibc
internal import PipelineContract

/// A folder with a few small files that survive a power cut.
struct DurableFolder {
    private let path: String

    /// Opens a folder, making it and its parents where they are missing.
    ///
    /// - Throws: `HouseFault`.
    init(_ path: String) throws(HouseFault) {
        self.path = path
        try Self.make(path)
    }

    private static func make(_ path: String) throws(HouseFault) {
        guard access(path, F_OK) != 0 else { return }
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        if !parent.isEmpty { try make(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw fault("make", path) }
        try sync(parent.isEmpty ? "/" : parent)
    }

    /// The bytes of a file; nil where there is none.
    func read(_ name: String) throws(HouseFault) -> [UInt8]? {
        let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno == ENOENT else { throw Self.fault("open", "\(path)/\(name)") }
            return nil
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count > 0 else {
                guard count == 0 else { throw Self.fault("read", "\(path)/\(name)") }
                return bytes
            }
            bytes += buffer[..<count]
        }
    }

    /// Writes a file in the place of the one there is: a crash leaves the old one or the new one.
    func replace(_ name: String, with bytes: [UInt8]) throws(HouseFault) {
        try write(bytes, to: "\(name).new", O_TRUNC)
        guard rename("\(path)/\(name).new", "\(path)/\(name)") == 0 else {
            throw Self.fault("rename", "\(path)/\(name).new")
        }
        try Self.sync(path)
    }

    /// Adds bytes at the end of a file, making it where there is none: a crash may leave a part of them.
    func append(_ bytes: [UInt8], to name: String) throws(HouseFault) {
        let isNew = access("\(path)/\(name)", F_OK) != 0
        try write(bytes, to: name, O_APPEND)
        if isNew { try Self.sync(path) }
    }

    private func write(_ bytes: [UInt8], to name: String, _ flags: Int32) throws(HouseFault) {
        let target = "\(path)/\(name)"
        let file = open(target, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0o600)
        guard file >= 0 else { throw Self.fault("open", target) }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw Self.fault("write", target) }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(file) == 0 else { throw Self.fault("sync", target) }
    }

    private static func sync(_ path: String) throws(HouseFault) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw fault("open", path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw fault("sync", path) }
    }

    private static func fault(_ what: String, _ path: String) -> HouseFault {
        HouseFault(
            "Cannot \(what) \(path): \(String(cString: strerror(errno))). Is there room, and may rongthuk write?")
    }
}
