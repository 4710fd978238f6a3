internal import Foundation

/// A folder of its own for one run, in memory where the machine has such a disk; it goes with the value.
public final class ScratchFolder: Sendable {
    /// The folder, without links in its path.
    public let path: String

    /// Makes an empty folder.
    public init() throws {
        let memory = "/dev/shm"
        let parent = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        let made = URL(fileURLWithPath: parent).appendingPathComponent("rongthuk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        path = made.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
