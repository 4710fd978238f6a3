import FaultInjection
import Foundation

/// A disk that can be filled up: a tmpfs of four megabytes and some hundred inodes where this process may mount one,
/// else a folder for which the shim plays a full disk.
final class SmallDisk {
    enum Resource: CaseIterable { case space, inodes }

    let site: Site
    private let resource: Resource
    private let isMounted: Bool
    private var flag: String { "\(site.scratch.path)/full" }
    private var ballast: String { "\(site.root)/ballast" }

    init(short resource: Resource) throws {
        self.resource = resource
        site = try Site()
        isMounted = SmallDisk.run("mount", "-t", "tmpfs", "-o", "size=4m,nr_inodes=400", "tmpfs", site.root)
    }

    deinit { if isMounted { _ = SmallDisk.run("umount", "-l", site.root) } }

    /// What the probe must be started with.
    var fault: Fault { isMounted ? .none : .full(while: flag) }

    /// Takes all there is of the resource; where this shall go unnoticed, all but one page or inode, so that what comes
    /// next begins and cannot end.
    func fill(unnoticed: Bool) throws {
        guard isMounted else {
            try Data((unnoticed ? "" : "noticed").utf8).write(to: URL(fileURLWithPath: flag))
            return
        }
        try FileManager.default.createDirectory(atPath: ballast, withIntermediateDirectories: false)
        var last = 0
        while FileManager.default.createFile(atPath: "\(ballast)/\(last)", contents: nil) {
            if resource == .space { return try fillSpace(of: "\(ballast)/\(last)", leavingOne: unnoticed) }
            last += 1
        }
        if unnoticed { try FileManager.default.removeItem(atPath: "\(ballast)/0") }
    }

    private func fillSpace(of path: String, leavingOne: Bool) throws {
        let page = 4096
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var pages = 0
        while (try? file.write(contentsOf: Data(count: page))) != nil { pages += 1 }
        if leavingOne { try file.truncate(atOffset: UInt64((pages - 1) * page)) }
    }

    /// Gives it back.
    func free() throws { try FileManager.default.removeItem(atPath: isMounted ? ballast : flag) }

    private static func run(_ program: String, _ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
