import Foundation
import Testing

/// Who wrote by mail is told by mail: a real mailbox on one side, a mail server on the other, the daemon killed between.
@Suite(.serialized) struct AcknowledgementTests {
    private static let count =
        ProcessInfo.processInfo.environment["RONGTHUK_TEST_MAILS"].flatMap { Int($0) }.map { $0 / 5 } ?? 40

    /// Every fifth mail is a program's: an automatic reply, or from an address that nobody reads.
    private func mail(_ number: Int) -> [UInt8] {
        let sender = number % 10 == 5 ? "no-reply@example.th" : "u\(number)@example.th"
        let mark = number % 10 == 0 ? "Auto-Submitted: auto-replied\r\n" : ""
        return Array(
            ("From: <\(sender)>\r\nSubject: ถนนเป็นหลุม ซอย \(number)\r\nMessage-ID: <\(number)@example.th>\r\n\(mark)\r\n"
                + "ถนนซอย \(number) เป็นหลุมเป็นบ่อ ขอให้ช่วยซ่อมแซมด้วยครับ\r\n").utf8)
    }

    @Test func whoWroteIsToldOnceThoughTheDaemonIsKilled() async throws {
        let (server, receiver) = (try Dovecot(), try MailReceiver())
        defer { receiver.stop() }
        let site = try MailSite(
            server, settings: ["after_taking: mark"],
            outbox: """
                outbox:
                  by-mail:
                    type: mail_acknowledgement
                    mail_acknowledgement: { server: "smtp://127.0.0.1:\(receiver.port)", from: no-reply@1111.example.go.th }
                """)
        for number in 0..<Self.count { try server.drop(mail(number), number: number) }
        var kills = 0
        while kills < 5 + Self.count / 10 {
            let told = receiver.mails.count
            let daemon = try site.start()
            for _ in 0..<400 where receiver.mails.count == told { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(.random(in: 0...200)))
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            kills += 1
        }
        #expect(try site.run("run", "--drain").status == 0)
        try expectEachOnce(site, receiver, kills: kills)
    }

    private func expectEachOnce(_ site: MailSite, _ receiver: MailReceiver, kills: Int) throws {
        let mails = receiver.mails
        let states = try site.deliveries(to: "by-mail")
        let account = try site.account()
        print("\(kills) kills: \(mails.count) mails received, outbox \(states), account \(account)")
        #expect(Set(mails.map(\.identity)).count == mails.count, "nobody is told twice")
        #expect(Set(mails.map(\.recipient)).count == mails.count)
        #expect(mails.allSatisfy { $0.isMarkedAutomatic && !$0.recipient.contains("no-reply") })
        let programs = (0..<Self.count).filter { $0 % 10 == 0 }.map { "u\($0)@example.th" }
        #expect(mails.allSatisfy { !programs.contains($0.recipient) })
        let (delivered, unsure) = (states["delivered", default: 0], states["unsure", default: 0])
        #expect(delivered > 0 && (delivered...delivered + unsure).contains(mails.count))
        #expect(states["pending", default: 0] == 0 && states["sending", default: 0] == 0)
        #expect(states.values.reduce(0, +) == account["filed"] as? Int)
        #expect(account["rejected"] as? Int == (Self.count + 9) / 10)
    }
}
