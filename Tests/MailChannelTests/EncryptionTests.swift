import ComplaintModel
import FaultInjection
import Foundation
import Secrets
import Testing

@testable import MailChannel

func decoded(base64 text: String) -> String { String(decoding: Data(base64Encoded: text) ?? Data(), as: UTF8.self) }

/// The way to the server: encrypted, to the right one, or not at all, and the password never on the wire before.
@Suite struct EncryptionTests {
    private static let canary = "pass canary-4711"

    private struct Client {
        let folder: ScratchFolder
        let credentials: Credentials
        var account: MailAccount

        init(_ server: TLSMailServer, _ credentials: Credentials, secret: String = EncryptionTests.canary) throws {
            self.credentials = credentials
            folder = try ScratchFolder()
            let file = "\(folder.path)/password"
            try Data("\(secret)\n".utf8).write(to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            account = MailAccount(
                host: "127.0.0.1", port: server.port, user: "complaints", secret: .file(file),
                authorities: credentials.authority)
        }

        func connect(seconds: Double = 20) throws -> CurlConnection {
            var patience = Patience()
            patience.connectSeconds = seconds
            return try CurlConnection(
                account, secret: account.secret.fetch(), patience: patience, interrupt: Interrupt())
        }

        /// The kind of fault that connecting ends with; nil where it succeeds.
        func fault(seconds: Double = 20) async -> MailFault.Kind? {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    do {
                        _ = try connect(seconds: seconds)
                        continuation.resume(returning: nil)
                    } catch { continuation.resume(returning: (error as? MailFault)?.kind) }
                }
            }
        }
    }

    private func hasLeaked(_ server: TLSMailServer) -> Bool {
        let heard = server.everythingHeard
        let words = heard.split { " \r\n".contains($0) }.map { decoded(base64: String($0)) }
        return heard.contains("canary") || words.contains { $0.contains("canary") }
    }

    @Test func aSoundServerIsTalkedTo() async throws {
        let credentials = try Credentials()
        let server = try TLSMailServer(FakeMailServer([mail(1)]), credentials, secret: Self.canary)
        #expect(try await Client(server, credentials).fault() == nil)
        #expect(hasLeaked(server), "the password did go to the right server, so the test can see it")
    }

    private static let expired = (name: "127.0.0.1", from: -2 * Credentials.day, until: -60, signed: true)
    private static let early = (name: "127.0.0.1", from: 3600, until: Credentials.day, signed: true)
    private static let wrongName = (
        name: "other.example.go.th", from: -Credentials.day, until: Credentials.day, signed: true
    )

    @Test(arguments: [expired, early, wrongName])
    func aServerWithABadCertificateIsLeftBeforeLogin(_ bad: (name: String, from: Int, until: Int, signed: Bool))
        async throws
    {
        let credentials = try Credentials(for: bad.name, from: bad.from, until: bad.until, signed: bad.signed)
        for opening in [TLSMailServer.Opening.encrypted, .clear(greeting: "* OK ready", startTLS: "OK go")] {
            let server = try TLSMailServer(FakeMailServer(), credentials, opening, secret: Self.canary)
            var client = try Client(server, credentials)
            if case .clear = opening { client.account.security = .starttls }
            #expect(await client.fault() == .certificate)
            #expect(!hasLeaked(server))
        }
    }

    @Test func aServerThatVouchesForItselfIsLeftBeforeLogin() async throws {
        let (own, other) = (try Credentials(signed: false), try Credentials())
        let server = try TLSMailServer(FakeMailServer(), own, secret: Self.canary)
        #expect(try await Client(server, other).fault() == .certificate)
        #expect(!hasLeaked(server))
    }

    /// A stranger on the line takes the offer away, refuses it, claims that nobody need log in, or adds words of his own
    /// behind the server's consent.
    @Test(
        arguments: [
            ("* OK ready", nil), ("* OK ready", "NO not now"), ("* OK ready", "BAD what?"),
            ("* PREAUTH welcome", "OK go"),
            ("* PREAUTH welcome", nil), ("* OK ready", "OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA003 OK done"),
            ("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready", nil),
        ] as [(String, String?)])
    func encryptionThatIsTakenAwayEndsTheSession(_ greeting: String, _ startTLS: String?) async throws {
        let credentials = try Credentials(for: "other.example.go.th")
        let server = try TLSMailServer(
            FakeMailServer(), credentials, .clear(greeting: greeting, startTLS: startTLS), secret: Self.canary)
        var client = try Client(server, credentials)
        client.account.security = .starttls
        #expect(await client.fault(seconds: 5) != nil)
        #expect(!hasLeaked(server))
    }

    @Test func encryptionThatIsAskedForIsUsed() async throws {
        let credentials = try Credentials()
        let server = try TLSMailServer(
            FakeMailServer(), credentials, .clear(greeting: "* OK ready", startTLS: "OK go"), secret: Self.canary)
        var client = try Client(server, credentials)
        client.account.security = .starttls
        #expect(await client.fault() == nil)
    }

    @Test func aWrongPasswordIsToldAsOne() async throws {
        let credentials = try Credentials()
        let server = try TLSMailServer(FakeMailServer(), credentials, secret: "another")
        #expect(try await Client(server, credentials).fault() == .login)
    }

    @Test func aBearerTokenIsOffered() async throws {
        let credentials = try Credentials()
        let server = try TLSMailServer(FakeMailServer(), credentials, secret: "token-0815")
        var client = try Client(server, credentials, secret: "token-0815")
        client.account.login = .bearer
        #expect(await client.fault() == nil)
        let offered = server.everythingHeard.split { " \r\n".contains($0) }.map { decoded(base64: String($0)) }
        #expect(offered.contains { $0.contains("auth=Bearer token-0815") })
    }

    @Test func aProxyIsGoneThrough() async throws {
        let credentials = try Credentials(for: "mail.example.go.th")
        let server = try TLSMailServer(FakeMailServer(), credentials, .proxied, secret: Self.canary)
        var client = try Client(server, credentials)
        client.account.proxy = "http://127.0.0.1:\(server.port)"
        (client.account.host, client.account.port) = ("mail.example.go.th", 993)
        #expect(await client.fault() == nil)
        #expect(server.everythingHeard.hasPrefix("CONNECT mail.example.go.th:993 "))
    }

    @Test func aServerThatIsSilentOrNotThereIsGivenUp() async throws {
        let credentials = try Credentials()
        let silent = try TLSMailServer(FakeMailServer(), credentials, .silent)
        #expect(try await Client(silent, credentials).fault(seconds: 0.5) == .connection)
        var client = try Client(silent, credentials)
        client.account.port = 1
        #expect(await client.fault() == .connection)
    }

    /// The whole way: password file, login, mails, news while idling, a line that is cut.
    @Test func mailsAreTakenOverARealLine() async throws {
        let credentials = try Credentials()
        let mails = FakeMailServer((1...50).map { mail($0, padding: 5000) })
        let server = try TLSMailServer(mails, credentials, secret: Self.canary, cutAfter: 20_000)
        let client = try Client(server, credentials)
        let (intake, events) = (MemoryIntake(), EventLog())
        let watcher = MailWatcher(
            source: try #require(SourceName(rawValue: "mailbox")),
            configuration: MailConfiguration(account: client.account), state: client.folder.path, intake: intake,
            events: events)
        let run = Task(executorPreference: TestThreads.shared) { try await watcher.run() }
        for count in [50, 51] {
            for _ in 0..<6000 {
                guard intake.taken.count < count else { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(intake.taken.count == count)
            mails.with { $0.deliver(mail(99)) }
        }
        #expect(mails.with { $0.sessions } == 2)
        run.cancel()
        try await run.value
    }
}
