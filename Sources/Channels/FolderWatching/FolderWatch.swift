internal import Glibc

/// Hears that something changed in the watched folders: a hint to look now rather than at the next rescan, never the
/// only way to learn of a file.
final class FolderWatch: Sendable {
    private let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Listens to a folder too; doing so twice changes nothing.
    ///
    /// Where the kernel allows no more watches, the rescan has to do.
    func follow(_ folder: Folder) {
        let events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR
        _ = inotify_add_watch(descriptor, "/proc/self/fd/\(folder.descriptor)", UInt32(events))
    }

    /// Whether anything happened since the last call.
    func hasNews() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var heard = false
        while read(descriptor, &buffer, buffer.count) > 0 { heard = true }
        return heard
    }
}
