import ComplaintModel
import Foundation
import PipelineContract
import Review
import Spool
import Synchronization
import Testing

struct Silence: EventSink {
    func emit(_ event: PipelineEvent) {}
}

/// A spool with one item that waits for an operator.
final class DeskSite: Sendable {
    let path = NSTemporaryDirectory() + "desk-\(UUID().uuidString)"
    let spool: SpoolDirectory
    let item: ItemID
    private let time: TimeBox

    init() throws {
        let time = TimeBox()
        self.time = time
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        spool = try SpoolDirectory(
            path, marks: marks, allowingAnyFileSystem: true,
            clock: { Timestamp(milliseconds: time.now.withLock { $0 }) })
        guard let source = SourceName(rawValue: "desk") else { preconditionFailure("desk is a sound name") }
        let arrival = Arrival(
            channel: .scan, source: source, channelKey: "k", receivedAt: Timestamp(milliseconds: 5),
            artefact: Artefact(sha256: ContentDigest(of: [1]), size: 1, mediaType: .png), provenance: Provenance())
        item = ItemID(arrival.id)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func pass(minutes: Int) { time.now.withLock { $0 += Int64(minutes) * 60_000 } }

    /// Takes a letter in and holds it.
    func hold(judged: Bool = true, key: String = "k") async throws {
        let intake = spool.makeIntake()
        guard let source = SourceName(rawValue: "desk") else { return }
        let receipt = try await intake.take(
            Incoming(
                channel: .scan, source: source, channelKey: key, mediaType: .png, provenance: Provenance(), bytes: [1]))
        let claim = try #require(try spool.claim(from: .unpack, events: Silence()))
        let arrival = try claim.payload(as: Arrival.self)
        #expect(arrival.id == receipt.arrival)
        let document = Document(item: ItemID(arrival.id), arrival: arrival, pages: [])
        let subject: ReviewCase.Subject = judged ? .judgement(judgement(of: document)) : .document(document)
        let doubt = Doubt(.doubtfulLine, page: 1, line: 2, detail: "read with much risk")
        try spool.settle(
            claim, .hold(ReviewCase(subject: subject, doubts: [doubt])), seconds: 0, events: Silence())
    }

    private func judgement(of document: Document) -> Judgement {
        let line = Line(
            text: "เรื่อง น้ำท่วม", confidence: 80, risk: 0.9, box: Box(x: 0, y: 0, width: 9, height: 9), clusters: [])
        let reading = PageReading(page: 1, origin: .recognised, lines: [line], confidence: 80, reader: "test")
        let transcript = Transcript(document: document, readings: [reading], doubts: [])
        let normalised = NormalisedTranscript(transcript: transcript, text: line.text, edits: [], flags: [])
        let deadline = Deadline(
            date: CalendarDate(daysSinceEpoch: 20_000), rule: .general, workingDays: 15, calendar: "test")
        let structure = Structure(
            fields: Fields(), kind: .grievance, category: "อื่น ๆ", categoryRule: "-", agencies: [], deadline: deadline)
        let draft = Draft(normalised: normalised, structure: structure, doubts: [])
        let verdict = Verdict(kind: .new, of: nil, matter: document.item, score: 1, evidence: [])
        return Judgement(draft: draft, verdict: verdict, doubts: [], review: nil)
    }
}

final class TimeBox: Sendable {
    let now = Mutex<Int64>(1_000_000)
}

@Suite struct ReviewDeskTests {
    @Test func whatIsHeldIsListedWithItsDoubts() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        let waiting = try desk.waiting()
        #expect(waiting.map(\.item) == [site.item])
        #expect(waiting.first?.doubts.first?.line == 2)
    }

    @Test func acceptingSendsTheJudgementToFilingInANewRound() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        try desk.accept(site.item, by: "somsri")
        #expect(try desk.waiting().isEmpty)
        let claim = try #require(try site.spool.claim(from: .file, events: Silence()))
        let judgement = try claim.payload(as: Judgement.self)
        #expect(claim.envelope.round == 1)
        #expect(judgement.doubts.isEmpty)
        #expect(judgement.review?.operatorName == "somsri")
        #expect(try site.spool.ledger.item(site.item)?.state == .inFlight)
        #expect(throws: ReviewError.notWaiting(site.item)) { try desk.accept(site.item, by: "somsri") }
    }

    @Test func aCorrectionGoesRoundAgainFromNormalisation() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        #expect(throws: ReviewError.emptyText(site.item)) {
            try desk.correct(site.item, by: "somsri") { _ in " \n " }
        }
        try desk.correct(site.item, by: "somsri") { $0.text + "มาก" }
        let claim = try #require(try site.spool.claim(from: .normalise, events: Silence()))
        let transcript = try claim.payload(as: Transcript.self)
        #expect(transcript.text == "เรื่อง น้ำท่วมมาก")
        #expect(transcript.doubts.isEmpty)
        #expect(transcript.review?.decision == .corrected)
    }

    @Test func aRejectedItemIsCountedAndLeavesTheQueue() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        try desk.reject(site.item, by: "somsri", reason: "an advertisement")
        #expect(try site.spool.ledger.item(site.item)?.state == .rejected)
        let balance = try await site.spool.balance(filed: [], isFiled: { _ in false }, pause: {})
        #expect(balance.holds)
        #expect(balance.accounts.first?.rejected == 1)
    }

    @Test func whatWasNeverReadCannotBeAccepted() async throws {
        let site = try DeskSite()
        try await site.hold(judged: false)
        let desk = try ReviewDesk(site.spool, events: Silence())
        #expect(throws: ReviewError.nothingToAccept(site.item)) { try desk.accept(site.item, by: "somsri") }
        try desk.correct(site.item, by: "somsri") { _ in "ข้อความที่พิมพ์เอง" }
        #expect(try site.spool.claim(from: .normalise, events: Silence()) != nil)
    }

    @Test func twoOperatorsNeverHoldTheSameItem() async throws {
        let site = try DeskSite()
        try await site.hold()
        let desk = try ReviewDesk(site.spool, events: Silence())
        let lease = try desk.take(site.item, by: "somsri")
        #expect(throws: ReviewError.leased(site.item, to: "somsri", until: lease.until)) {
            try desk.take(site.item, by: "malee")
        }
        #expect(throws: ReviewError.self) { try desk.accept(site.item, by: "malee") }
        site.pass(minutes: 16)
        _ = try desk.take(site.item, by: "malee")
        #expect(throws: ReviewError.self) { try desk.accept(site.item, by: "somsri") }
        try desk.release(site.item, by: "malee")
        try desk.accept(site.item, by: "somsri")
    }

    @Test func ofManyDecisionsAtOnceOneCounts() async throws {
        let site = try DeskSite()
        try await site.hold()
        let taken = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<16 {
                group.addTask {
                    let desk = try? ReviewDesk(site.spool, events: Silence())
                    return (try? desk?.accept(site.item, by: "operator-\(index)")) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
        #expect(try site.spool.queue(.file).entries(in: .ready).count == 1)
    }

    /// An entry from before the decision, brought back by a power cut, must not undo it.
    @Test func anEntryOfTheRoundBeforeIsDropped() async throws {
        let site = try DeskSite()
        try await site.hold()
        let queue = site.spool.queue(.review)
        let entry = try #require(try queue.entries(in: .held).first)
        let (envelope, reviewCase) = try queue.read(ReviewCase.self, of: entry)
        let desk = try ReviewDesk(site.spool, events: Silence())
        try desk.accept(site.item, by: "somsri")
        try queue.enqueue(envelope, reviewCase, state: .held)
        #expect(throws: ReviewError.notWaiting(site.item)) { try desk.accept(site.item, by: "malee") }
        #expect(try site.spool.recover().stale == 1)
        #expect(try queue.entries(in: .held).isEmpty)
    }
}
