import ComplaintModel
import Foundation
import PipelineContract
import RememberingIntake
import Secrets
import Testing

@testable import SMSChannel

@Suite struct PollTests {
    private func poller(
        _ server: GatewayServer, _ intake: RememberingIntake, _ events: GatewayEvents = GatewayEvents(),
        change: (inout PollConfiguration) -> Void = { _ in }
    ) throws -> MessagePoller {
        var configuration = PollConfiguration(
            list: .init(method: "GET", url: "\(server.address)/inbox?limit=50"),
            acknowledge: .init(method: "DELETE", url: "\(server.address)/inbox/{id}"))
        configuration.mapping.list = "data.items"
        configuration.mapping.time = "received_at"
        configuration.timeoutSeconds = 20
        change(&configuration)
        return MessagePoller(
            source: try .named("gateway"), configuration: configuration, intake: intake, events: events)
    }

    private static let two = """
        {"data":{"items":[
          {"id":7,"from":"66812345678","to":"1111","text":"ไฟดับ 😡","received_at":"2026-11-22T10:12:52+07:00"},
          {"id":"a/b?c","from":"66899999999","to":"1111","text":"น้ำไม่ไหล","received_at":1795315634}]}}
        """

    @Test func messagesAreAcknowledgedOnceDurable() async throws {
        let intake = RememberingIntake()
        let inbox = Inbox(PollTests.two)
        let server = try GatewayServer { request in
            if request.method == "DELETE" { #expect(intake.deliveries > 0, "acknowledged before it was durable") }
            return inbox.answer(request)
        }
        try await poller(server, intake).drain()
        let records = intake.records.sorted { ($0.sender ?? "") < ($1.sender ?? "") }
        #expect(records.map(\.text) == ["ไฟดับ 😡", "น้ำไม่ไหล"])
        #expect(records.map(\.messageID) == ["7", "a/b?c"])
        #expect(records[0].sentAt == Timestamp("2026-11-22T03:12:52Z"))
        #expect(records[1].sentAt == Timestamp(milliseconds: 1_795_315_634_000))
        #expect(Set(inbox.acknowledged) == ["/inbox/7", "/inbox/a%2Fb%3Fc"])
    }

    /// The gateway forgot that it was told: the message is counted again, not taken again, and told again.
    @Test func whatIsListedAgainIsADelivery() async throws {
        let intake = RememberingIntake()
        let inbox = Inbox(PollTests.two, forgetful: true)
        let server = try GatewayServer { inbox.answer($0) }
        try await poller(server, intake).drain()
        #expect(intake.taken.count == 2 && intake.deliveries == 4)
        #expect(inbox.acknowledged.count == 4)
    }

    @Test func nothingIsAcknowledgedThatTheHouseRefuses() async throws {
        let intake = RememberingIntake()
        intake.set(.full)
        let inbox = Inbox(PollTests.two)
        let server = try GatewayServer { inbox.answer($0) }
        await #expect(throws: IntakeRefusal.self) { try await poller(server, intake).drain() }
        #expect(inbox.acknowledged.isEmpty)
    }

    @Test(arguments: [
        "<html>maintenance</html>", "{\"data\":{}}", "{\"data\":{\"items\":{}}}", "\"text\"",
        String(repeating: "[", count: 9 << 20),
    ])
    func answersThatAreNoneAreFaultsOfTheSource(_ answer: String) async throws {
        let server = try GatewayServer { _ in (200, answer) }
        await #expect(throws: (any Error).self) { try await poller(server, RememberingIntake()).drain() }
    }

    @Test(arguments: [302, 401, 404, 500, 503]) func otherStatusesAreFaultsOfTheSource(_ status: Int) async throws {
        let server = try GatewayServer { _ in (status, "{\"data\":{\"items\":[]}}") }
        await #expect(throws: PollFault.self) { try await poller(server, RememberingIntake()).drain() }
    }

    @Test func oddMessagesAreKeptForAPerson() async throws {
        let inbox = Inbox("{\"data\":{\"items\":[{\"id\":1},17,{\"id\":2,\"text\":\"\",\"from\":null}]}}")
        let intake = RememberingIntake()
        let server = try GatewayServer { inbox.answer($0) }
        // One of them has no identity: it is taken, and the gateway's fault is told.
        await #expect(throws: PollFault.self) { try await poller(server, intake).drain() }
        #expect(intake.taken.count == 3)
        #expect(intake.records.allSatisfy { $0.payload.encoding == .binary && !$0.payload.bytes.isEmpty })
        #expect(Set(inbox.acknowledged) == ["/inbox/1", "/inbox/2"])
    }

    @Test func keysAndBodiesAndParts() async throws {
        let file = NSTemporaryDirectory() + "key-\(UUID().uuidString)"
        try Data("s3cret\n".utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let intake = RememberingIntake()
        let units = "ก😡".bigEndian.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let inbox = Inbox("[{\"uid\":\"x\\\"y\",\"msg\":\"\(units.prefix(8))\",\"r\":300,\"n\":\"2\",\"k\":1}]")
        let server = try GatewayServer { request in
            #expect(request.header.contains("X-Key: s3cret"))
            return inbox.answer(request)
        }
        let poller = try poller(server, intake) { configuration in
            configuration.list = .init(method: "POST", url: "\(server.address)/list", body: "{\"limit\":10}")
            configuration.acknowledge = .init(method: "POST", url: "\(server.address)/mark", body: "{\"id\":\"{id}\"}")
            configuration.mapping.list = nil
            configuration.mapping.id = "uid"
            configuration.mapping.text = "msg"
            configuration.mapping.textForm = .hexUTF16
            configuration.mapping.part = ("r", "n", "k")
            (configuration.secret, configuration.secretHeader) = (.file(file), "X-Key: {secret}")
        }
        try await poller.drain()
        let record = try #require(intake.records.first)
        #expect(record.part == SMSRecord.Part(reference: 300, referenceBits: 16, total: 2, number: 1))
        #expect(record.payload.bytes == Array("ก😡".bigEndian.prefix(4)) && record.text == nil)
        #expect(inbox.acknowledged == ["{\"id\":\"x\\\"y\"}"])
    }

    @Test func aSilentGatewayDoesNotHoldUpAStop() async throws {
        let server = try GatewayServer { _ in nil }
        let events = GatewayEvents()
        // Longer than any machine takes to come to the stop, however busy it is.
        let poller = try poller(server, RememberingIntake(), events) { $0.timeoutSeconds = 1000 }
        let task = Task { try await poller.run() }
        while server.requests == 0 { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        try await task.value
        #expect(events.all.isEmpty)
    }

    @Test func aLastingFaultIsToldOnce() async throws {
        let server = try GatewayServer { _ in (503, "") }
        let events = GatewayEvents()
        let poller = try poller(server, RememberingIntake(), events) { $0.everySeconds = 0.01 }
        let task = Task { try await poller.run() }
        while server.requests < 5 { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        try await task.value
        #expect(events.all.map(\.name) == [.sourceError])
        #expect(events.all.first?.detail?.contains("503") == true)
    }
}
