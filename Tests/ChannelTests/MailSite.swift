import FaultInjection
import Foundation
import Testing

/// A site that watches the mailbox of a server, in a folder of its own, worked by the built program.
final class MailSite {
    let folder: ScratchFolder
    private let server: Dovecot
    private var pipeline: String { "\(folder.path)/site.yaml" }

    init(_ server: Dovecot, password: String? = nil, settings: [String] = []) throws {
        self.server = server
        folder = try ScratchFolder()
        let file = "\(folder.path)/password"
        try Data((password ?? server.password).utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let lines =
            ["host: 127.0.0.1", "port: \(server.ports.imap)", "user: complaints", "password_file: password"]
            + ["ca_file: \(server.authority)"] + settings
        let yaml = """
            version: 1
            spool: { directory: spool, free_mebibytes: 0, free_percent: 0, free_inodes_percent: 0, allow_any_file_system: true }
            sources:
              mailbox:
                type: mailbox
                mailbox:
                  \(lines.joined(separator: "\n      "))
            store: { type: sqlite, sqlite: { path: complaints.sqlite } }

            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: pipeline))
    }

    /// Starts the daemon; the caller ends it.
    func start() throws -> Process {
        let process = try make(["run", pipeline])
        try process.run()
        return process
    }

    /// Runs a command to its end and gives status and output.
    func run(_ words: String...) throws -> (status: Int32, output: String) {
        let file = "\(folder.path)/output-\(UUID())"
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        let process = try make(
            words.first == "run" ? ["run", pipeline] + words.dropFirst() : words + ["--pipeline", pipeline])
        process.standardOutput = FileHandle(forWritingAtPath: file)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: file, encoding: .utf8))
    }

    private func make(_ words: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try BuiltProducts.path(of: "rongthuk"))
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    /// The account of the site, which must balance.
    func account() throws -> [String: Any] {
        let answer = try run("ledger", "check", "--json")
        #expect(answer.status == 0, "\(answer.output)")
        return try account(in: answer.output)
    }

    private func account(in output: String) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        return (object?["accounts"] as? [[String: Any]])?.first ?? [:]
    }

    func count(_ name: String) throws -> Int { try account()[name] as? Int ?? 0 }

    /// How many arrivals the ledger of a site at work has; nil while it cannot be asked.
    func arrivals() -> Int? {
        guard let answer = try? run("ledger", "check", "--json") else { return nil }
        return (try? account(in: answer.output))?["arrivals"] as? Int
    }

    /// The names of all evidence: SHA-256 sums.
    func evidence() -> Set<String> {
        let root = "\(folder.path)/spool/evidence"
        let paths = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
        return Set(paths.map { $0.filter { $0 != "/" } }.filter { $0.count == 64 })
    }
}
