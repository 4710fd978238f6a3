internal import Glibc
public import PipelineContract

/// The marks below which nothing more is taken in.
public struct SpaceMarks: Codable, Sendable, Hashable {
    /// Free bytes that must stay, whatever the share.
    public var freeBytes = 512 << 20
    /// Free share of the disk that must stay, 0 to 1.
    public var freeShare = 0.02
    /// Free share of the inodes that must stay, 0 to 1.
    public var freeInodeShare = 0.02

    /// The default marks: half a gibibyte and 2 % of space and inodes.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case freeBytes = "free_bytes"
        case freeShare = "free_share"
        case freeInodeShare = "free_inode_share"
    }
}

/// Looks at the disk before anything is taken in, so that nothing is ever half written for want of room.
public struct SpaceWatch: Sendable {
    let path: String
    let marks: SpaceMarks

    /// Watches the disk that holds `path`.
    public init(path: String, marks: SpaceMarks) { (self.path, self.marks) = (path, marks) }

    /// Refuses while the disk that holds `path` is below a mark; `needed` is the size of what is to be taken in.
    public func check(needed: Int) throws(IntakeRefusal) {
        var facts = statvfs()
        guard statvfs(path, &facts) == 0 else {
            throw IntakeRefusal("The disk of \(path) cannot be asked for its space.")
        }
        let unit = Int(facts.f_frsize)
        let (free, total) = (Int(facts.f_bavail) * unit, Int(facts.f_blocks) * unit)
        // The item is written twice (evidence, queue entry), and once more while it is read.
        let mark = max(marks.freeBytes, Int(Double(total) * marks.freeShare)) + 3 * needed
        if free < mark {
            throw IntakeRefusal(
                "\(path) has \(free >> 20) MiB free, \(mark >> 20) MiB are needed: make room, intake resumes by itself."
            )
        }
        let inodeMark = Int(Double(facts.f_files) * marks.freeInodeShare)
        if facts.f_files > 0, Int(facts.f_favail) < inodeMark {
            throw IntakeRefusal(
                """
                \(path) has \(facts.f_favail) inodes free, \(inodeMark) are needed: remove small files, intake resumes \
                by itself.
                """)
        }
    }
}
