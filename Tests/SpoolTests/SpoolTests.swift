import ComplaintModel
import Foundation
import PipelineContract
import Testing

@testable import Spool

@Suite struct QueueTests {
    @Test func anArrivalIsEvidenceLedgerRowAndQueueEntry() throws {
        let site = try TemporarySpool()
        let receipt = try site.take("letter one")
        #expect(!receipt.isRedelivery)
        let arrival = try #require(try site.spool.ledger.arrival(receipt.arrival))
        #expect(try site.spool.evidence.read(arrival.artefact.sha256) == Array("letter one".utf8))
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        #expect(try claim.payload(as: Arrival.self) == arrival)
        #expect(claim.envelope.item == ItemID(receipt.arrival))
    }

    @Test func theSameKeyAgainIsCountedAndNotQueuedTwice() async throws {
        let site = try TemporarySpool()
        let first = try site.take("letter")
        let second = try site.take("letter")
        #expect(second == Receipt(arrival: first.arrival, isRedelivery: true))
        #expect(try site.spool[.unpack].entries(in: .ready).count == 1)
        let account = try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {}).accounts[0]
        #expect(account.arrivals == 1)
        #expect(account.deliveries == 2)
    }

    @Test func concurrentTakersEachGetTheirReceipt() async throws {
        let site = try TemporarySpool()
        let intake = site.spool.makeIntake()
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for index in 0..<300 { group.addTask { try await intake.take(.scan("letter \(index % 200)")) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(receipts.map(\.arrival)).count == 200)
        #expect(receipts.filter(\.isRedelivery).count == 100)
        #expect(try site.spool[.unpack].entries(in: .ready).count == 200)
    }

    @Test func claimsAreExclusiveAndDieWithTheirHolder() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        do {
            let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
            #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
            #expect(try site.spool[.unpack].free { _, _ in } == 0, "a live claim is locked")
            withExtendedLifetime(claim) {}
        }
        #expect(try site.spool[.unpack].free { _, _ in } == 1)
        #expect(try site.spool.claim(from: .unpack, events: Silence()) != nil)
    }

    @Test func oldestArrivalsAreWorkedFirst() throws {
        let site = try TemporarySpool()
        let queue = site.spool[.normalise]
        for (time, key) in [(3000, "c"), (1000, "a"), (2000, "b")] {
            let item = ItemID(ArrivalID(channel: .sms, source: .desk, channelKey: key))
            try queue.enqueue(Envelope(item: item, receivedAt: Timestamp(milliseconds: Int64(time))), key)
        }
        #expect(try queue.entries(in: .ready).map { $0.receivedAt?.milliseconds } == [1000, 2000, 3000])
    }

    @Test func postponedEntriesWakeAtTheirTimeWithWhatHappened() throws {
        let site = try TemporarySpool()
        _ = try site.take("letter")
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        try site.spool.settle(claim, .retry(afterSeconds: 60, reason: "disk busy"), seconds: 0, events: Silence())
        let queue = site.spool[.unpack]
        let now = site.spool.clock()
        #expect(try queue.wake(at: now.adding(seconds: 59)) == now.adding(seconds: 60))
        #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
        #expect(try queue.wake(at: now.adding(seconds: 60)) == nil)
        let again = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        #expect(again.envelope.attempts == 1)
        #expect(again.envelope.lastFault == "disk busy")
        #expect(try again.payload(as: Arrival.self).id == claim.envelope.item.arrival)
    }
}

@Suite struct SettlementTests {
    @Test func aStaleEntryOfASettledItemIsDropped() throws {
        let site = try TemporarySpool()
        let receipt = try site.take("letter")
        let item = ItemID(receipt.arrival)
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        try site.spool.settle(claim, .reject(reason: "test"), seconds: 0, events: Silence())
        // A power cut brings the removed entry back.
        try site.spool[.unpack].enqueue(claim.envelope, try claim.payload(as: Arrival.self))
        #expect(try site.spool.claim(from: .unpack, events: Silence()) == nil)
        #expect(try site.spool.find(item) == nil)
        #expect(try site.spool.ledger.item(item)?.state == .rejected)
    }

    @Test func lettersOfOneArrivalAreCountedEach() async throws {
        let site = try TemporarySpool()
        let receipt = try site.take("batch")
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        let parts = (1...3).map { ItemID(receipt.arrival, part: $0) }
        let parcels = parts.map { Parcel(to: .recognise, item: $0, payload: "page") }
        try site.spool.settle(claim, .advance(parcels), seconds: 0, events: Silence())
        #expect(try site.spool[.recognise].entries(in: .ready).compactMap(\.item) == parts)
        let balance = try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {})
        #expect(balance.holds)
        #expect(balance.accounts[0].arrivals == 1)
        #expect(balance.accounts[0].letters == 3)
        #expect(balance.accounts[0].inFlight == 3)
    }

    @Test func recoveryRestoresWhatIsInNoQueue() async throws {
        let site = try TemporarySpool()
        let receipt = try site.take("letter")
        let folder = "\(site.path)/queues/unpack/ready"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) { unlink("\(folder)/\(name)") }
        #expect(try await !site.spool.balance(filed: [], isFiled: { _ in false }, pause: {}).holds)
        #expect(try site.spool.recover().restored == 1)
        let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
        #expect(claim.envelope.item.arrival == receipt.arrival)
        #expect(try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {}).holds)
    }

    @Test func theBalanceNamesWhatAWitnessMisses() async throws {
        let site = try TemporarySpool()
        let items = try ["filed", "gone", "held"].map { ItemID(try site.take($0).arrival) }
        let now = site.spool.clock()
        for _ in items {
            let claim = try #require(try site.spool.claim(from: .unpack, events: Silence()))
            let state: Ledger.State = claim.envelope.item == items[2] ? .held : .filed
            try site.spool.ledger.record(state, of: claim.envelope.item, round: 0, at: now)
            try site.spool[.unpack].finish(claim.claim.entry, from: .active)
        }
        let store: Set<ItemID> = [items[0]]
        let balance = try await site.spool.balance(filed: store, isFiled: store.contains, pause: {})
        #expect(Set(balance.faults.map(\.item)) == Set(items[1...].map(\.rawValue)))
        let stranger = ItemID(ArrivalID(channel: .web, source: .desk, channelKey: "?"))
        let other = try await site.spool.balance(
            filed: [items[0], items[1], stranger], isFiled: { _ in true }, pause: {})
        #expect(other.faults.map(\.item).contains(stranger.rawValue))
    }

    @Test func missingOrChangedEvidenceIsAFault() async throws {
        let site = try TemporarySpool()
        let receipt = try site.take("letter")
        let arrival = try #require(try site.spool.ledger.arrival(receipt.arrival))
        let path = site.spool.evidence.path(of: arrival.artefact.sha256)
        chmod(path, 0o600)
        try Data("lettex".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: SpoolError.self) { try site.spool.evidence.read(arrival.artefact.sha256) }
        unlink(path)
        let balance = try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {})
        #expect(balance.faults.map(\.item) == [receipt.arrival.rawValue])
    }
}

@Suite struct SpoolHouseTests {
    @Test func oneDaemonASpool() throws {
        let site = try TemporarySpool()
        let lock = try site.spool.lockForDaemon()
        let second = try SpoolDirectory(site.path, marks: .none, allowingAnyFileSystem: true)
        #expect(throws: SpoolError.self) { try second.lockForDaemon() }
        withExtendedLifetime(lock) {}
    }

    @Test func intakeRefusesBelowTheMark() async throws {
        var marks = SpaceMarks()
        marks.freeBytes = .max / 4
        let path = NSTemporaryDirectory() + "spool-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let spool = try SpoolDirectory(path, marks: marks, allowingAnyFileSystem: true)
        let intake = spool.makeIntake()
        await #expect(throws: IntakeRefusal.self) { try await intake.take(.scan("letter")) }
        #expect(try spool.ledger.arrivalIDs().isEmpty)
        #expect(try spool[.unpack].entries(in: .ready).isEmpty)
    }

    @Test func evidenceIsKeptOnceAndReadOnly() throws {
        let site = try TemporarySpool()
        let first = try site.spool.evidence.keep(Array("page".utf8), mediaType: .png)
        #expect(try site.spool.evidence.keep(Array("page".utf8), mediaType: .png) == first)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: site.spool.evidence.path(of: first.sha256))
        #expect(attributes[.posixPermissions] as? Int == 0o400)
    }
}
