import ComplaintModel
import FaultInjection
import Foundation
import PipelineContract
import Spool
import Testing

/// A site that watches the mailbox of a server, in a folder of its own, worked by the built program.
final class MailSite {
    let folder: ScratchFolder
    private let server: Dovecot
    private var opened: Ledger?
    private var pipeline: String { "\(folder.path)/site.yaml" }

    /// A site whose source `mailbox` watches the INBOX; `second`: settings of a further mailbox, `province`.
    init(
        _ server: Dovecot, password: String? = nil, settings: [String] = [], second: [String]? = nil,
        outbox: String = ""
    ) throws {
        self.server = server
        folder = try ScratchFolder()
        let file = "\(folder.path)/password"
        try Data((password ?? server.password).utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let account =
            ["host: 127.0.0.1", "port: \(server.ports.imap)", "user: complaints", "password_file: password"]
            + ["ca_file: \(server.authority)"]
        let boxes = [("mailbox", settings)] + (second.map { [("province", $0)] } ?? [])
        let sources = boxes.flatMap { name, settings in
            ["  \(name):", "    type: mailbox", "    mailbox:"] + (account + settings).map { "      \($0)" }
        }
        let yaml = """
            version: 1
            spool: { directory: spool, free_mebibytes: 0, free_percent: 0, free_inodes_percent: 0, allow_any_file_system: true }
            sources:
            \(sources.joined(separator: "\n"))
            store: { type: sqlite, sqlite: { path: complaints.sqlite } }
            \(outbox)

            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: pipeline))
    }

    /// Starts the daemon; the caller ends it.
    func start() throws -> Process {
        let process = try make(["run", pipeline])
        try process.run()
        return process
    }

    /// Starts the daemon and kills it a moment after it has said that it took something in, which it says before it deals
    /// with it on the server; or after five seconds.
    func startAndKill(microsecondsAfterTaking moment: UInt32) async throws {
        let process = try make(["run", pipeline, "--verbose"])
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let daemon = process.processIdentifier
        let reading = pipe.fileHandleForReading.fileDescriptor
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let end = ContinuousClock.now + .seconds(5)
                var said: [UInt8] = []
                var facts = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
                while ContinuousClock.now < end, said.firstRange(of: Array("arrivalTaken".utf8)) == nil {
                    var buffer = [UInt8](repeating: 0, count: 4096)
                    guard poll(&facts, 1, 200) > 0 else { continue }
                    let count = read(reading, &buffer, buffer.count)
                    guard count > 0 else { break }
                    said += buffer[..<count]
                }
                usleep(moment)
                kill(daemon, SIGKILL)
                continuation.resume()
            }
        }
        process.waitUntilExit()
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

    /// How many arrivals of a source the ledger of a site at work has.
    func arrivals(by source: String = "mailbox") -> Int { (try? ledger().arrivals()[source]?.arrivals) ?? 0 }

    /// How many of them are filed, or wait for a person.
    func settled() -> Int {
        let counts = (try? ledger().counts()["mailbox"]) ?? [:]
        return counts[.filed, default: 0] + counts[.held, default: 0]
    }

    /// The digests of all that the ledger says has arrived.
    func digests() throws -> Set<String> {
        let ledger = try ledger()
        return Set(try ledger.arrivalIDs().compactMap { try ledger.arrival($0)?.artefact.sha256.hex })
    }

    /// What the outbox says of a destination: how many deliveries are in each state.
    func deliveries(to destination: String) throws -> [String: Int] {
        struct Status: Decodable { let outbox: [String: [String: Int]] }
        let answer = try run("status", "--json")
        return try JSONDecoder().decode(Status.self, from: Data(answer.output.utf8)).outbox[destination] ?? [:]
    }

    /// Opened once: it is asked every few milliseconds.
    private func ledger() throws -> Ledger {
        if let opened { return opened }
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        let ledger = try SpoolDirectory("\(folder.path)/spool", marks: marks, allowingAnyFileSystem: true).ledger
        opened = ledger
        return ledger
    }

    /// The names of all evidence: SHA-256 sums.
    func evidence() -> Set<String> {
        let root = "\(folder.path)/spool/evidence"
        let paths = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
        return Set(paths.map { $0.filter { $0 != "/" } }.filter { $0.count == 64 })
    }
}
