import FaultInjection
import Foundation

/// The built `rongthuk`, run as a person would run it.
enum RongthukProgram {
    /// Beside the test bundle, where the build puts every product, or where `RONGTHUK_PROGRAMS` says.
    static func path() throws -> String { try BuiltProducts.path(of: "rongthuk") }

    /// The root of the source tree.
    static let tree = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    struct Answer {
        let status: Int32
        let output: String
        let errors: String
        var lines: [Substring] { output.split(separator: "\n") }

        /// The whole output as one JSON object, or nil.
        func object() throws -> [String: Any]? {
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        }

        /// The lines as JSON objects; a line that is none is an empty one.
        func objects() throws -> [[String: Any]] {
            try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
        }
    }

    /// Runs a command to its end.
    static func run(_ arguments: [String], input: String = "", language: String = "C.UTF-8") throws -> Answer {
        try run(arguments, input: Data(input.utf8), language: language)
    }

    /// Runs a command over input that need not be text.
    static func run(_ arguments: [String], input: Data, language: String = "C.UTF-8") throws -> Answer {
        let process = try make(arguments, language: language)
        let (output, errors) = (TemporaryFile(), TemporaryFile())
        process.standardOutput = try output.writing()
        process.standardError = try errors.writing()
        let source = TemporaryFile()
        try input.write(to: source.url)
        process.standardInput = try FileHandle(forReadingFrom: source.url)
        try process.run()
        process.waitUntilExit()
        return Answer(status: process.terminationStatus, output: try output.text(), errors: try errors.text())
    }

    /// Starts a command; the caller ends it.
    static func start(_ arguments: [String]) throws -> Process {
        let process = try make(arguments, language: "C.UTF-8")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func make(_ arguments: [String], language: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try path())
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LC_") }
        environment["LANG"] = language
        environment["RONGTHUK_PIPELINE"] = nil
        process.environment = environment
        return process
    }
}

/// A file that goes with the value.
final class TemporaryFile {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("rongthuk-\(UUID().uuidString)")
    deinit { try? FileManager.default.removeItem(at: url) }

    func writing() throws -> FileHandle {
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    func text() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
}

/// A site in a folder of its own: an inbox, a pipeline file, everything gone with the value.
final class TemporarySite {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
    var pipeline: String { folder.appendingPathComponent("site.yaml").path }
    var inbox: URL { folder.appendingPathComponent("inbox") }

    private static let desk = """
        desk:
          type: scan_folder
          scan_folder: { directory: inbox, stable_for_secs: 0.2, rescan_secs: 0.5, patience_secs: 1 }
        """

    init(stages: String = "", sources: String = TemporarySite.desk) throws {
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        let yaml = """
            version: 1
            spool: { directory: spool, free_mebibytes: 0, free_percent: 0, free_inodes_percent: 0, allow_any_file_system: true }
            sources:
            \(sources.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
            retry: { first_delay_secs: 0.1, longest_delay_secs: 1 }
            store: { type: sqlite, sqlite: { path: complaints.sqlite } }
            \(stages)
            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: pipeline))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Puts a sample into the inbox.
    func drop(sample: String, as name: String? = nil) throws {
        let source = URL(fileURLWithPath: RongthukProgram.tree).appendingPathComponent("samples/scan/\(sample)")
        let target = inbox.appendingPathComponent(name ?? sample)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: source, to: target)
    }

    func run(_ arguments: String..., input: String = "") throws -> RongthukProgram.Answer {
        try RongthukProgram.run(arguments + ["--pipeline", pipeline], input: input)
    }

    func drain() throws -> RongthukProgram.Answer { try RongthukProgram.run(["run", pipeline, "--drain"]) }
}
