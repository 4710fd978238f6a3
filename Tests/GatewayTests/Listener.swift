import ComplaintModel
import FaultInjection
import Foundation
import PipelineContract
import Spool
import Testing

/// The listener under test: the whole program with a pipeline of its own, which can be killed.
final class Listener {
    let port: Int
    /// Where messages are handed over.
    let path = "/mo/of-the-tests-4711-1111"
    /// The key of the system that hands over submissions.
    let key = "key of the system that hands over"
    private let folder: String
    private(set) var program: Program
    private var site: String { "\(folder)/site.yaml" }

    /// A listener that acknowledges through a gateway where the port of its interface is given.
    init(in folder: String, acknowledgingBy gateway: Int? = nil) throws {
        (self.folder, port) = (folder, try freePort())
        let outbox = gateway.map { port in
            """
            outbox:
              by-sms:
                type: sms_acknowledgement
                sms_acknowledgement:
                  url: "http://127.0.0.1:\(port)/cgi-bin/sendsms?username=rongthuk&password={password}&to={to}&coding=2&charset=UTF-8&text={text}"
                  password_file: password
            """
        }
        for (name, secret) in [("path", path.dropFirst(4)), ("key", key[...]), ("password", "probe")] {
            try Data(secret.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(folder)/\(name)")
        }
        try Data(
            """
            version: 1
            http: { address: 127.0.0.1, port: \(port), trusted_proxies: [127.0.0.1] }
            spool: { directory: spool, free_mebibytes: 0, free_percent: 0, free_inodes_percent: 0, allow_any_file_system: true }
            sources:
              gateway:
                type: sms_webhook
                sms_webhook:
                  path: /mo
                  secret_path_file: path
                  dialect: kannel
                  protection: { type: addresses, addresses: { allow_from: [127.0.0.1, 203.0.113.0/24] } }
              systems:
                type: web_submissions
                web_submissions:
                  requests_per_sec: 100000
                  keys: [{ name: web-site, key_file: key, ways: [web_form] }]
            stages: { join: { gather_secs: 1 } }
            store: { type: sqlite, sqlite: { path: complaints.sqlite } }
            \(outbox ?? "")

            """.utf8
        ).write(to: URL(fileURLWithPath: "\(folder)/site.yaml"))
        program = try Listener.start(folder)
    }

    private static func start(_ folder: String) throws -> Program {
        try Program(
            BuiltProducts.path(of: "rongthuk"), ["run", "\(folder)/site.yaml"], output: "\(folder)/listener.log")
    }

    func killAndStartAgain() throws {
        program.end(SIGKILL)
        program = try Listener.start(folder)
    }

    // MARK: What became of it

    /// Ends the listener, has all that was taken in worked to its end, and gives the account, which must balance.
    func settle() throws -> Balance.Account {
        program.end(SIGKILL)
        let drain = try command("run", site, "--drain")
        #expect(drain.status == 0)
        let check = try command("ledger", "check", "--json", "--pipeline", site)
        #expect(check.status == 0, "\(check.output)")
        struct Accounts: Decodable { let accounts: [Balance.Account] }
        let accounts = try JSONDecoder().decode(Accounts.self, from: Data(check.output.utf8)).accounts
        return try #require(accounts.first { $0.source == "gateway" })
    }

    /// Every message that the ledger knows.
    func messages() throws -> [(arrival: Arrival, record: SMSRecord)] {
        let spool = try spool()
        return try spool.ledger.arrivalIDs().compactMap { id in
            guard let arrival = try spool.ledger.arrival(id), arrival.channel == .sms else { return nil }
            return (arrival, try SMSRecord(json: try spool.evidence.read(arrival.artefact.sha256)))
        }
    }

    /// How many messages the ledger knows; the listener may be at work meanwhile.
    func arrivals() throws -> Int { try spool().ledger.arrivals()["gateway"]?.arrivals ?? 0 }

    private func spool() throws -> SpoolDirectory {
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        return try SpoolDirectory("\(folder)/spool", marks: marks, allowingAnyFileSystem: true)
    }

    private func command(_ words: String...) throws -> (status: Int32, output: String) {
        let output = "\(folder)/output"
        let program = try Program(BuiltProducts.path(of: "rongthuk"), words, output: output)
        program.process.waitUntilExit()
        return (program.process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
    }
}
