import ComplaintModel
import Foundation
import Testing

/// The whole program against a real mail server: Dovecot, as a throwaway instance.
@Suite(.serialized) struct MailboxTests {
    /// How many mails; `RONGTHUK_TEST_MAILS=1000` is the figure that is promised, the usual one is for every day.
    private static let scale = ProcessInfo.processInfo.environment["RONGTHUK_TEST_MAILS"].flatMap { Int($0) }

    /// Figures for whoever asked for them.
    private func report(_ figure: String) { if Self.scale != nil { print(figure) } }

    private func mail(_ number: Int, bytes: Int = 300) -> [UInt8] {
        let head =
            "From: u\(number)@example.th\r\nTo: c@example.th\r\nSubject: complaint \(number)\r\nX-Number: \(number)\r\n\r\n"
        let lines = (0..<max(1, bytes / 80)).map { "น้ำท่วมซอย \($0) ครั้งที่ \(number) ขอให้ช่วยเหลือด้วย" }
        return Array((head + lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// Mails as they come: short, long, too long, in an old charset, with lines that look like IMAP.
    private func mixed(_ number: Int) -> [UInt8] {
        switch number % 50 {
        case 7: mail(number, bytes: 1_500_000)
        case 8, 33: mail(number, bytes: 200_000)
        case 9: mail(number) + [0xB9, 0xE9, 0xD3, 0x0D, 0x0A]
        case 10: mail(number) + Array("r7 OK [READ-WRITE] {400}\r\n* 4 FETCH (UID 5 BODY[] {9}\r\n)\r\n".utf8)
        case 11: Array("X-Number: \(number)\r\n\r\n".utf8)
        default: mail(number)
        }
    }

    private func number(of mail: [UInt8]) -> Int? {
        let head = String(decoding: mail.prefix(2000), as: UTF8.self)
        return head.split(separator: "\r\n").first { $0.hasPrefix("X-Number: ") }.flatMap { Int($0.dropFirst(10)) }
    }

    /// The promise of the issue: mails delivered while the daemon is killed at random and the server restarted or killed
    /// all end as that many arrivals that balance, none twice.
    @Test func mailsDeliveredWhileDaemonAndServerAreKilledAreAllThereOnce() async throws {
        let server = try Dovecot()
        let site = try MailSite(server, settings: ["after_taking: move", "move_to: เสร็จแล้ว", "max_mail_mebibytes: 1"])
        var random = SeededGenerator(seed: 1111)
        let (rounds, total) = (12, Self.scale ?? 120)
        var next = 0
        for round in 1...rounds {
            let daemon = try site.start()
            while next < total * round / rounds {
                // By rename, or by LMTP: there nobody knows whether a mail arrived that was not confirmed, so none is sent again.
                if next.isMultiple(of: 3) {
                    _ = server.deliver(mixed(next))
                } else {
                    try server.drop(mixed(next), number: next)
                }
                next += 1
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...2000, using: &random)))
            if round.isMultiple(of: 3) {
                server.stop(round.isMultiple(of: 2) ? SIGKILL : SIGTERM)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...500, using: &random)))
                try server.start()
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...1500, using: &random)))
            }
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
        }
        #expect(try site.run("run", "--drain").status == 0)
        try check(site, against: server, atLeast: total - total / 10)
    }

    /// Every mail the server has is one arrival, and its bytes are in evidence; of what is too long the head is.
    private func check(_ site: MailSite, against server: Dovecot, atLeast least: Int) throws {
        let boxes = try server.everything()
        let numbers = Set(boxes.values.joined().compactMap(number))
        #expect(numbers.count >= least)
        #expect(try site.count("arrivals") == numbers.count)
        #expect(try site.count("in_flight") == 0)
        #expect(try site.count("quarantine") == 0)
        let left = boxes["INBOX", default: []]
        #expect(left.allSatisfy { $0.count > 1 << 20 }, "only what is too long stays")
        let evidence = site.evidence()
        let lacking = boxes.values.joined().filter { mail in
            mail.count <= 1 << 20 && !evidence.contains(ContentDigest(of: mail).hex)
        }
        #expect(lacking.isEmpty)
    }

    @Test func aMailIsInTheHouseSecondsAfterItsDelivery() async throws {
        let server = try Dovecot()
        let site = try MailSite(server, settings: ["after_taking: mark"])
        let daemon = try site.start()
        defer {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        for count in 1...3 {
            let start = ContinuousClock.now
            #expect(server.deliver(mail(count)))
            for _ in 0..<600 {
                guard site.arrivals() != count else { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(site.arrivals() == count)
            // Five seconds are promised where nothing is queued; a machine that builds and tests is slower.
            #expect(ContinuousClock.now - start < .seconds(60))
            report("mail \(count) was in the ledger after \(ContinuousClock.now - start)")
        }
    }

    @Test func aServerThatForgotItsNumbersGivesNoMailTwice() async throws {
        let server = try Dovecot()
        let site = try MailSite(server, settings: ["after_taking: leave"])
        for number in 0..<30 { try server.drop(mail(number), number: number) }
        #expect(try site.run("run", "--drain").status == 0)
        server.stop(SIGTERM)
        try server.forgetNumbers()
        for number in 30..<40 { try server.drop(mail(number), number: 100 - number) }
        try server.start()
        #expect(try site.run("run", "--drain").status == 0)
        #expect(try site.count("arrivals") == 40)
    }

    @Test func aFullMailboxIsTakenInWithFlatMemory() async throws {
        let server = try Dovecot()
        let site = try MailSite(server, settings: ["after_taking: move", "move_to: Done"])
        let total = (Self.scale ?? 30) * 10
        for number in 0..<total { try server.drop(mail(number, bytes: 8_000), number: number) }
        let start = ContinuousClock.now
        let daemon = try site.start()
        var peak = 0
        while (site.arrivals() ?? 0) < total, ContinuousClock.now - start < .seconds(1800) {
            let facts = try String(contentsOfFile: "/proc/\(daemon.processIdentifier)/status", encoding: .utf8)
            let line = facts.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            peak = line?.split(separator: " ").compactMap { Int($0) }.first ?? peak
            try await Task.sleep(for: .milliseconds(250))
        }
        report("\(total) mails were taken in \(ContinuousClock.now - start), at most \(peak >> 10) MB")
        #expect(peak < 300 << 10, "KiB at most")
        daemon.terminate()
        daemon.waitUntilExit()
        #expect(daemon.terminationStatus == 0)
        #expect(try site.run("run", "--drain").status == 0)
        #expect(try site.count("arrivals") == total)
        #expect(try server.everything()["INBOX", default: []].isEmpty)
    }

    @Test func doctorTellsWhetherTheAccountIsFit() throws {
        let server = try Dovecot()
        let well = try MailSite(server, settings: ["after_taking: mark"]).run("doctor", "--json")
        #expect(well.output.contains("told of news"))
        let wrong = try MailSite(server, password: "wrong").run("doctor", "--json")
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("does not let complaints in"))
        let stranger = try MailSite(server, settings: ["folder: nowhere"]).run("doctor", "--json")
        #expect(stranger.output.contains("nowhere cannot be opened"))
    }

    @Test func aDrainOfAServerThatIsNotThereIsNoSuccess() throws {
        let server = try Dovecot()
        let site = try MailSite(server)
        server.stop()
        #expect(try site.run("run", "--drain").status != 0)
    }
}

/// Numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
