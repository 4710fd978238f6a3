import ComplaintModel
import PipelineContract
import Testing

@testable import MailChannel

/// A server, or a line to it, that does what none should: nothing is lost, nothing doubled, nothing hangs.
@Suite struct HostileServerTests {
    private let mails = [mail(1), mail(2, padding: 200), mail(3)]

    private func sorted(_ mails: [[UInt8]]) -> [[UInt8]] { mails.sorted { $0.lexicographicallyPrecedes($1) } }

    @Test func aConnectionThatIsCutAtAnyByteLosesNothingAndDoublesNothing() async throws {
        var (limit, isCut) = (0, true)
        while isCut {
            let office = try Office(FakeMailServer(mails)) { $0.afterTaking = .move(folder: "Done") }
            office.fail([.cut(after: limit)])
            try await office.drain()
            let isWhole =
                office.intake.bodies == sorted(mails)
                && office.server.with { $0.mails.isEmpty && $0.folders["Done"]?.count == 3 }
            #expect(isWhole, "cut after \(limit) bytes")
            isCut = office.server.with { $0.sessions } > 1
            limit += 1
        }
        #expect(limit > 800, "a whole session was cut at every byte")
    }

    @Test(arguments: [0, 30, 120, 400, 700])
    func aServerThatFallsSilentIsCalledAgain(_ limit: Int) async throws {
        let office = try Office(FakeMailServer(mails)) { $0.afterTaking = .move(folder: "Done") }
        office.fail([.silent(after: limit)])
        try await office.drain()
        #expect(office.intake.bodies == sorted(mails))
        #expect(office.server.with { $0.sessions } == 2)
    }

    @Test func aServerThatDribblesIsCalledAgain() async throws {
        let office = try Office(FakeMailServer(mails))
        office.fail([.trickle(0.05)])
        try await office.drain()
        #expect(office.intake.bodies == sorted(mails))
        #expect(office.server.with { $0.sessions } == 2)
    }

    /// The first sessions lie about the size of a literal; what does not add up is not taken.
    @Test(arguments: [-1, 1, 1000, 4_294_967_296, -1_000_000])
    func lyingLiteralsAreNotBelieved(_ wrongBy: Int) async throws {
        let server = FakeMailServer(mails) { state in
            state.lie = { answer, command, session in
                guard command.contains("BODY.PEEK[]"), session <= 2 else { return answer }
                let text = String(decoding: answer, as: UTF8.self)
                let true_ = mail(2, padding: 200).count
                return Array(text.replacing("{\(true_)}", with: "{\(max(0, true_ + wrongBy))}").utf8)
            }
        }
        let office = try Office(server)
        try await office.drain()
        #expect(office.intake.bodies == sorted(mails))
    }

    /// A message that breaks every session is put aside, the others go on, and it is taken once the server is mended.
    @Test func aMessageThatBreaksEverySessionDoesNotStopTheOthers() async throws {
        let server = FakeMailServer(mails) { state in
            state.lie = { answer, command, _ in
                guard command.contains("BODY.PEEK[]"), let start = answer.firstRange(of: Array("UID 2 BODY".utf8))
                else {
                    return answer
                }
                return answer[..<start.lowerBound] + Array("rubbish\r\n".utf8)
            }
        }
        let office = try Office(server, longestPause: 0)
        let watcher = office.watcher()
        try await office.on(.shared) {
            for _ in 0..<4 { do { try await watcher.drain() } catch is MailFault {} }
        }
        #expect(office.intake.bodies == sorted([mails[0], mails[2]]))
        #expect(office.events.details(of: .sourceError).contains { $0.hasPrefix("Message 2 could not be fetched") })
        server.with { $0.lie = nil }
        try await office.drain()
        #expect(office.intake.bodies == sorted(mails))
    }

    @Test func messagesThatVanishMeanwhileAreToldAndWedgeNothing() async throws {
        let server = FakeMailServer(mails) { state in
            state.before = { command, state in
                if command.contains("BODY.PEEK[]") { state.mails.removeAll { $0.uid == 2 } }
            }
        }
        let office = try Office(server)
        try await office.drain()
        #expect(office.intake.bodies == sorted([mails[0], mails[2]]))
        #expect(
            office.events.details(of: .sourceError) == [
                "Message 2 was deleted or moved by somebody else before it could be fetched."
            ])
    }

    @Test(arguments: ["CAPABILITY", "SELECT", "UID FETCH 1:*", "UID FETCH 1:3", "UID MOVE", "LOGOUT"])
    func aGoodbyeAtAnyTimeIsFollowedByACall(_ command: String) async throws {
        let server = FakeMailServer(mails) { state in
            state.lie = { answer, asked, session in
                session == 1 && asked.hasPrefix(command) ? Array("* BYE [UNAVAILABLE] later\r\n".utf8) : answer
            }
        }
        let office = try Office(server) { $0.afterTaking = .move(folder: "Done") }
        try await office.drain()
        try await office.drain()
        #expect(office.intake.bodies == sorted(mails))
        #expect(server.with { $0.folders["Done"]?.count } == 3)
    }

    @Test func aMailboxThatIsRenumberedIsTakenOnce() async throws {
        let server = FakeMailServer(mails + [mail(1)])
        let office = try Office(server)
        try await office.drain()
        #expect(office.intake.taken.count == 4, "two mails with the same bytes are two")
        server.with { state in
            state.uidValidity = 8
            state.mails = state.mails.reversed().enumerated().map {
                FakeMailServer.Mail(uid: UInt32($0.offset + 1), bytes: $0.element.bytes)
            }
            state.deliver(mail(9))
        }
        try await office.drain()
        #expect(office.intake.taken.count == 5)
        #expect(Set(office.intake.bodies).isSuperset(of: [mail(9)]))
        try await office.drain()
        #expect(office.intake.taken.count == 5)
    }

    @Test func uidsThatAreGivenAgainHideNoMail() async throws {
        for counts in [true, false] {
            let server = FakeMailServer(mails) { if !counts { $0.capabilities = ["IMAP4rev1"] } }
            let office = try Office(server)
            try await office.drain()
            // The server was restored from last night: the third mail never was, and its UID goes to another one.
            server.with { state in
                state.mails.removeLast()
                (state.uidNext, state.change) = (3, 2)
            }
            if counts {
                server.with {
                    $0.deliver(mail(4)); $0.change = 2
                }
            }
            try await office.drain()
            if !counts { server.with { $0.deliver(mail(4)) } }
            try await office.drain()
            #expect(office.intake.bodies == sorted(mails + [mail(4)]))
        }
    }

    @Test func aProcessThatDiesOnceAMailIsSafeTakesItOnce() async throws {
        let server = FakeMailServer(mails)
        let office = try Office(server) { $0.afterTaking = .move(folder: "Done") }
        office.intake.dieAfterTaking(times: 3)
        try await office.on(.shared) {
            for _ in 0..<4 { try? await office.watcher().drain() }
        }
        #expect(office.intake.bodies == sorted(mails))
        #expect(server.with { $0.folders["Done"]?.count } == 3)
    }

    @Test func aServerThatSendsWhatNobodyAskedForIsLeft() async throws {
        let server = FakeMailServer(mails) { state in
            state.lie = { answer, command, session in
                guard session <= 2, command.contains("BODY.PEEK[]") else { return answer }
                return Array("* 9 FETCH (UID 99 BODY[] {3}\r\nabc)\r\n".utf8) + answer
            }
        }
        let office = try Office(server)
        try await office.drain()
        #expect(office.intake.bodies == sorted(mails))
    }

    @Test func aHouseWithoutRoomLosesNothing() async throws {
        let office = try Office(FakeMailServer(mails))
        office.intake.refuse(times: 2)
        await #expect(throws: IntakeRefusal.self) { try await office.drain() }
        office.intake.refuse(times: 0)
        try await office.drain()
        #expect(office.intake.bodies == sorted(mails))
    }
}
