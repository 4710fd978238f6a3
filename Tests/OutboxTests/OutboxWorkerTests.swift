import ComplaintModel
import ComplaintStore
import Foundation
import Outbox
import PipelineContract
import Synchronization
import Testing

@Suite struct OutboxWorkerTests {
    private let folder: TemporaryFolder
    private let store: ComplaintDatabase
    private let events = EventList()

    init() throws {
        folder = try TemporaryFolder()
        store = try ComplaintDatabase(path: "\(folder.path)/store.sqlite", destinations: ["mail"])
    }

    private func worker(_ destination: any Destination, at now: Timestamp = noon) -> OutboxWorker {
        OutboxWorker("mail", destination, outbox: store, events: events, clock: { now })
    }

    private func file(_ fixture: ComplaintFixture = ComplaintFixture()) async throws -> TrackingCode {
        try await store.upsert(try fixture.judgement, trail: [], at: noon)
    }

    private func states() async throws -> [Delivery.State: Int] { try await store.deliveryCounts()["mail"] ?? [:] }

    @Test func whatIsFiledIsSentOnce() async throws {
        let code = try await file()
        let destination = ScriptedDestination()
        try await worker(destination).drain()
        try await worker(destination).drain()
        #expect(destination.deliveries.map(\.code) == [code])
        #expect(destination.deliveries.map(\.isFirst) == [true])
        #expect(try await states() == [.delivered: 1])
        #expect(events.names == [.delivered])
    }

    @Test func aLaterVersionIsNotTheFirst() async throws {
        _ = try await file()
        let destination = ScriptedDestination()
        try await worker(destination).drain()
        _ = try await file(ComplaintFixture(body: "ถนนหน้าบ้านยังเป็นหลุม"))
        try await worker(destination).drain()
        #expect(destination.deliveries.map(\.version) == [1, 2])
        #expect(destination.deliveries.map(\.isFirst) == [true, false])
    }

    @Test func ofSeveralVersionsThatWaitOnlyTheNewestIsSent() async throws {
        _ = try await file()
        _ = try await file(ComplaintFixture(body: "ถนนหน้าบ้านยังเป็นหลุม"))
        let destination = ScriptedDestination()
        try await worker(destination).drain()
        #expect(destination.deliveries.map(\.version) == [2])
        #expect(destination.deliveries.map(\.isFirst) == [true])
        #expect(try await states() == [.delivered: 1, .skipped: 1])
    }

    @Test func whatCouldNotBeSentIsTriedAgainLaterAndLater() async throws {
        _ = try await file()
        let destination = ScriptedDestination([
            .later(seconds: 30, "nobody there"), .later(seconds: 30, "nobody there"), .delivered,
        ])
        try await worker(destination).drain()
        try await worker(destination, at: noon.adding(seconds: 29)).drain()
        #expect(destination.deliveries.count == 1)
        try await worker(destination, at: noon.adding(seconds: 31)).drain()
        try await worker(destination, at: noon.adding(seconds: 119)).drain()
        #expect(destination.deliveries.count == 2)
        try await worker(destination, at: noon.adding(seconds: 122)).drain()
        #expect(destination.deliveries.count == 3)
        #expect(try await states() == [.delivered: 1])
    }

    /// The program was killed while a mail was being sent: nobody knows whether it went out.
    @Test(arguments: [true, false])
    func whatACrashLeftInDoubtIsSentAgainOnlyWhereThatDoesNoHarm(_ isRepeatable: Bool) async throws {
        _ = try await file()
        _ = try #require(try await store.beginDelivery(to: "mail", at: noon))
        let destination = ScriptedDestination(isRepeatable: isRepeatable)
        try await worker(destination).drain()
        #expect(destination.deliveries.count == (isRepeatable ? 1 : 0))
        #expect(try await states() == [isRepeatable ? .delivered : .unsure: 1])
        #expect(events.names.first == .deliveryError)
    }

    @Test func oneRefusalHoldsUpNoOther() async throws {
        _ = try await file()
        _ = try await file(ComplaintFixture(key: "4/5/6"))
        let destination = ScriptedDestination([.refused("no such mailbox")])
        try await worker(destination).drain()
        #expect(try await states() == [.refused: 1, .delivered: 1])
        let item = try ComplaintFixture().judgement.draft.item
        #expect(try await store.record(of: item)?.deliveries.first?.detail == "no such mailbox")
    }

    @Test func twoAtOnceNeverSendTheSame() async throws {
        for number in 0..<20 { _ = try await file(ComplaintFixture(key: "1/\(number)/3")) }
        let destination = ScriptedDestination()
        let workers = [worker(destination), worker(destination)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers {
                group.addTask { while try await worker.step() {} }
            }
            try await group.waitForAll()
        }
        #expect(Set(destination.deliveries.map(\.code)).count == 20)
        #expect(destination.deliveries.count == 20)
    }

    @Test func aFolderGetsEachVersionAsAFileOfItsOwn() async throws {
        let code = try await file()
        try await worker(FolderDestination(folder.path)).drain()
        let data = try #require(FileManager.default.contents(atPath: "\(folder.path)/\(code).v1.json"))
        let filed = try await store.complaint(code: code)
        #expect(try JSONDecoder().decode(Complaint.self, from: data) == filed)
        let missing = FolderDestination("\(folder.path)/missing")
        guard case .later = await missing.deliver(try ComplaintFixture().complaint, isFirst: true) else {
            Issue.record("A folder that is not there must be waited for.")
            return
        }
    }
}
