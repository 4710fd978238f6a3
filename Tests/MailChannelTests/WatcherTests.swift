import ComplaintModel
import PipelineContract
import Testing

@testable import MailChannel

/// What a watcher takes from a mailbox, and what it does to it.
@Suite struct WatcherTests {
    @Test func everyMailIsTakenAsItIsAndOnce() async throws {
        let server = FakeMailServer([mail(1), mail(2), [0xFF, 0, 0x0A, 0x29], []])
        let office = try Office(server)
        try await office.drain()
        try await office.drain()
        #expect(
            office.intake.bodies
                == [mail(1), mail(2), [0xFF, 0, 0x0A, 0x29], []].sorted { $0.lexicographicallyPrecedes($1) })
        #expect(office.intake.deliveries == 4, "the second look fetched nothing")
        #expect(server.with { $0.fetches.values.allSatisfy { $0 == 1 } })
        #expect(server.with { $0.mails.allSatisfy { $0.flags.isEmpty } }, "not even \\Seen")
        let first = try #require(office.intake.taken.first { $0.bytes == mail(1) })
        #expect(first.channel == .email && first.mediaType == .mail)
        #expect(first.channelKey == "INBOX/7/1/\(ContentDigest(of: mail(1)))")
        #expect(first.provenance.recipient == "complaints" && first.provenance.sender == nil)
    }

    /// What tells our own mails and whose word counts goes with each mail, as the settings have it.
    @Test func addressAndServerGoWithEveryMail() async throws {
        let office = try Office(FakeMailServer([mail(1)])) {
            ($0.address, $0.authenticationServer) = ("c@example.go.th", "mx.example.go.th")
        }
        try await office.drain()
        let provenance = try #require(office.intake.taken.first?.provenance)
        #expect(provenance.recipient == "c@example.go.th" && provenance.details["authserv_id"] == "mx.example.go.th")
    }

    @Test func mailsAreMarkedOnceTheyAreSafe() async throws {
        let server = FakeMailServer([mail(1)]) { state in
            state.before = { command, state in
                if command.hasPrefix("UID STORE") { state.folders["stored"] = state.mails }
            }
        }
        let office = try Office(server) { $0.afterTaking = .mark(keyword: "$Rongthuk") }
        office.intake.refuse(times: 3)
        await #expect(throws: IntakeRefusal.self) { try await office.drain() }
        #expect(server.with { $0.mails.allSatisfy { $0.flags.isEmpty } }, "the house had no room")
        office.intake.refuse(times: 0)
        try await office.drain()
        #expect(server.with { $0.mails.map(\.flags) } == [["$Rongthuk"]])
    }

    @Test(arguments: [
        ["IMAP4rev1", "MOVE"], ["IMAP4rev1", "UIDPLUS"], ["IMAP4rev1"],
    ])
    func mailsAreMovedByWhateverTheServerOffers(_ capabilities: [String]) async throws {
        let server = FakeMailServer((1...3).map { mail($0) }) { state in
            state.capabilities = capabilities
            state.mails.append(.init(uid: 4, bytes: mail(4), flags: ["\\Deleted"]))
            state.uidNext = 5
        }
        let office = try Office(server) { $0.afterTaking = .move(folder: "Other") }
        try await office.drain()
        try await office.drain()
        #expect(office.intake.taken.count == 4)
        #expect(server.with { $0.folders["Other"]?.map(\.uid) } == [1, 2, 3, 4])
        #expect(server.with { $0.mails.count } == (capabilities == ["IMAP4rev1"] ? 4 : 0))
        #expect(office.intake.deliveries == 4)
    }

    @Test func aServerThatRefusesTheActionDoesNotStopTheIntake() async throws {
        let server = FakeMailServer([mail(1)]) { state in
            state.lie = { answer, command, _ in
                guard command.hasPrefix("UID STORE") else { return answer }
                return Array(answer.prefix { $0 != 32 } + " NO [CANNOT] no keywords\r\n".utf8)
            }
        }
        let office = try Office(server) { $0.afterTaking = .mark(keyword: "$Rongthuk") }
        try await office.drain()
        server.with { $0.deliver(mail(2)) }
        try await office.drain()
        #expect(office.intake.taken.count == 2)
        #expect(office.intake.deliveries == 2, "what was taken is not fetched again for the action's sake")
        #expect(office.events.details(of: .sourceError).contains { $0.contains("CANNOT") })
        server.with {
            $0.lie = nil
            for index in $0.mails.indices { $0.mails[index].flags = [] }
        }
        try await office.drain()
        #expect(server.with { $0.mails.map(\.flags) } == [["$Rongthuk"], ["$Rongthuk"]], "it is done later")
    }

    @Test func newsIsHeardWhileIdlingAndThePollingFindsItElse() async throws {
        for capabilities in [["IMAP4rev1", "IDLE"], ["IMAP4rev1"]] {
            let server = FakeMailServer { $0.capabilities = capabilities }
            let office = try Office(server, longestPause: 0.05)
            let watcher = office.watcher()
            let run = Task(executorPreference: TestThreads.shared) { try await watcher.run() }
            for number in 1...3 {
                server.with { $0.deliver(mail(number)) }
                for _ in 0..<6000 {
                    guard office.intake.taken.count < number else { break }
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(office.intake.taken.count == number)
            }
            #expect(server.with { $0.sessions } == 1)
            run.cancel()
            try await run.value
        }
    }

    @Test func anOversizeMailGivesItsHeadAndStaysWhereItIs() async throws {
        let server = FakeMailServer([mail(1), mail(2, padding: 1 << 21), mail(3)])
        let office = try Office(server) {
            $0.maximumMailBytes = 1 << 20
            $0.afterTaking = .move(folder: "Done")
        }
        try await office.drain()
        try await office.drain()
        #expect(office.intake.taken.count == 3)
        let held = try #require(office.intake.taken.first { $0.provenance.details["oversize"] != nil })
        #expect(held.provenance.details["oversize"] == "\(mail(2, padding: 1 << 21).count)")
        #expect(String(decoding: held.bytes, as: UTF8.self).hasSuffix("Subject: complaint 2\r\n\r\n"))
        #expect(server.with { $0.mails.map(\.uid) } == [2], "its raw bytes are nowhere else")
    }

    /// Exchange is known for sizes that are estimates; the true one shows when the message comes.
    @Test func aMailThatIsLargerThanItsListingIsFoundOut() async throws {
        let server = FakeMailServer([mail(1), mail(2, padding: 1 << 21), mail(3)]) { $0.toldSizes = [2: 100] }
        let office = try Office(server) { $0.maximumMailBytes = 1 << 20 }
        try await office.drain()
        #expect(Set(office.intake.bodies).isSuperset(of: [mail(1), mail(3)]))
        #expect(
            office.intake.taken.contains { $0.provenance.details["oversize"] == "\(mail(2, padding: 1 << 21).count)" })
        #expect(office.intake.taken.count == 3)
    }

    @Test func aCancelledWatcherEndsAtOnceThoughTheServerIsSilent() async throws {
        let server = FakeMailServer([mail(1)])
        let office = try Office(server) {
            $0.patience.silenceSeconds = 3600; $0.patience.answerSeconds = 3600
        }
        office.fail([.silent(after: 40)])
        let watcher = office.watcher()
        let run = Task(executorPreference: TestThreads.shared) { try await watcher.run() }
        while server.with({ $0.sessions }) == 0 { try await Task.sleep(for: .milliseconds(5)) }
        run.cancel()
        try await run.value
        #expect(office.intake.taken.isEmpty)
    }

    @Test func aLargeMailboxIsTakenInBatches() async throws {
        let server = FakeMailServer((1...1000).map { mail($0) })
        let office = try Office(server) { $0.afterTaking = .move(folder: "Done") }
        try await office.drain()
        #expect(office.intake.taken.count == 1000)
        #expect(server.with { $0.mails.isEmpty && $0.folders["Done"]?.count == 1000 })
    }
}
