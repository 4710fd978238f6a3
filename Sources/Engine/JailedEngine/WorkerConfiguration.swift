internal import EngineContract
internal import Foundation

/// How workers are started.
public struct WorkerConfiguration: Sendable {
    /// The launcher, `rongthuk-jail`.
    public var launcher: String
    /// The program inside, `rongthuk-worker`.
    public var worker: String
    /// Folders with `.traineddata` files, the first that has a model wins.
    public var modelFolders: [String]
    /// Further files and folders that the worker may read.
    public var readablePaths: [String]
    /// How many workers read side by side.
    public var workers: Int
    /// The most address space of a worker, in bytes; a call's own limit may be lower.
    public var memoryBytes: Int
    /// Whether to go on without Landlock or seccomp where the kernel has none.
    public var allowsUnconfined: Bool
    /// How long a worker may take until it listens, in seconds.
    public var startSeconds: Int
    /// Starts something else than a worker in its jail: only for tests.
    var replacement: [String]?

    /// Finds launcher and worker beside the running program, and models in the usual folders.
    ///
    /// Models: `models/` here, `share/rongthuk/models` of the installation, then Debian's. Workers: as many as the
    /// machine has cores.
    public init(workers: Int? = nil, modelFolders: [String]? = nil) {
        let folder = Self.programFolder
        launcher = folder + "/rongthuk-jail"
        worker = folder + "/rongthuk-worker"
        self.modelFolders = modelFolders ?? Self.usualModelFolders(near: folder)
        readablePaths = Self.runtimeFolders
        self.workers = max(1, workers ?? ProcessInfo.processInfo.activeProcessorCount)
        memoryBytes = EngineLimits().memoryBytes
        allowsUnconfined = false
        startSeconds = 20
    }

    /// The best model there is: the project's own, else Debian's, which cannot read half of the Thai digits.
    public var preferredModel: String {
        ["rongthuk", "Thai"].first { model in
            modelFolders.contains { FileManager.default.fileExists(atPath: "\($0)/\(model).traineddata") }
        } ?? "Thai"
    }

    /// The folder of the running program.
    private static var programFolder: String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
        return String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
    }

    private static func usualModelFolders(near folder: String) -> [String] {
        var candidates = [FileManager.default.currentDirectoryPath + "/models", folder + "/../share/rongthuk/models"]
        // A program run out of the build folder finds the models of its source tree.
        if let build = folder.range(of: "/.build") { candidates.append(folder[..<build.lowerBound] + "/models") }
        candidates += ["/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/5/tessdata/script"]
        return candidates.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// Where Swift's own libraries lie when they are not part of the program: as this process has them.
    private static var runtimeFolders: [String] {
        // Read through a handle: the kernel gives the size of this file as zero.
        let maps = (try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()) ?? Data()
        let libraries = String(decoding: maps, as: UTF8.self).split(separator: "\n").filter {
            $0.hasSuffix("/libswiftCore.so")
        }
        return Set(
            libraries.compactMap { line in
                line.firstIndex(of: "/").flatMap { start in line.lastIndex(of: "/").map { String(line[start..<$0]) } }
            }
        ).sorted()
    }

    /// The worker itself, without its jail.
    var bareCommand: [String] { [worker] + modelFolders.flatMap { ["--models", $0] } }

    /// The command that starts a worker.
    var command: [String] {
        if let replacement { return replacement }
        var jail = [launcher, "--parent", "\(getpid())", "--memory-bytes", "\(memoryBytes)"]
        jail += (modelFolders + readablePaths).flatMap { ["--read", $0] }
        if allowsUnconfined { jail.append("--allow-unconfined") }
        return jail + ["--"] + bareCommand
    }
}
