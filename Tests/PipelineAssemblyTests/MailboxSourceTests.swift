import MailChannel
import PipelineAssembly
import Secrets
import Testing

/// What a pipeline file can say of a mailbox.
@Suite struct MailboxSourceTests {
    private func read(_ settings: String) throws -> MailConfiguration {
        let yaml = """
            version: 1
            sources:
              mailbox-1111:
                type: mailbox
                mailbox: { \(settings) }
            """
        let plan = try PlanReader.read(yaml, file: "/etc/site/site.yaml").plan
        return try #require(plan.sources.first?.kind as? MailboxSource).configuration
    }

    private func faults(_ settings: String) -> String {
        do {
            _ = try read(settings)
            return ""
        } catch {
            return ((error as? ConfigurationFault)?.diagnostics ?? []).map(\.message).joined(separator: "|")
        }
    }

    @Test func aShortSectionIsEnough() throws {
        let mailbox = try read("host: mail.example.go.th, user: c, password_file: secret")
        #expect(
            mailbox.account
                == MailAccount(host: "mail.example.go.th", port: 993, user: "c", secret: .file("/etc/site/secret")))
        #expect(mailbox.afterTaking == .leave && mailbox.maximumMailBytes == 25 << 20)
    }

    @Test func everySettingIsRead() throws {
        let mailbox = try read(
            """
            host: "::1", security: starttls, user: c, login: bearer, token_command: [/bin/token, c], folder: ร้องเรียน, \
            ca_file: ca.pem, proxy: "http://proxy:3128", after_taking: move, move_to: Done, max_mail_mebibytes: 5, \
            poll_secs: 2, idle_secs: 60, address: c@example.go.th, authserv_id: mx.example.go.th
            """)
        #expect(mailbox.account.port == 143 && mailbox.account.login == .bearer)
        #expect(mailbox.account.secret == .command(["/bin/token", "c"]))
        #expect(mailbox.account.authorities == "/etc/site/ca.pem" && mailbox.account.folder == "ร้องเรียน")
        #expect(mailbox.afterTaking == .move(folder: "Done"))
        #expect(mailbox.address == "c@example.go.th" && mailbox.authenticationServer == "mx.example.go.th")
        #expect(mailbox.maximumMailBytes == 5 << 20 && mailbox.pollSeconds == 2 && mailbox.idleSeconds == 60)
        #expect(
            try read("host: a, user: c, password_file: b, after_taking: mark").afterTaking
                == .mark(keyword: "$Rongthuk"))
    }

    @Test(arguments: [
        ("host: a, user: c", "password_file or"),
        ("host: a, user: c, password_file: b, password_command: [x]", "one of"),
        ("host: a, user: c, login: bearer, password_file: b", "token_file"),
        ("user: c, password_file: b", "needs host"),
        ("host: https://a/, user: c, password_file: b", "name alone"),
        ("host: \"a:993\", user: c, password_file: b", "name alone"),
        ("host: a, user: c, password: b", "password_file"),
        ("host: a, user: c, password_file: b, security: none", "security is none"),
        ("host: a, user: c, password_file: b, after_taking: move", "needs move_to"),
        ("host: a, user: c, password_file: b, after_taking: mark, keyword: \"a b\"", "one word"),
        ("host: a, user: c, password_file: b, keyword: x", "knows no keyword"),
    ])
    func whatCannotBeMeantIsAFault(_ settings: String, _ message: String) {
        #expect(faults(settings).contains(message))
    }
}
