import ComplaintModel
import ComplaintStore
import Foundation
import Outbox
import PipelineContract
import Synchronization
import Testing

/// A filed complaint of an invented person.
struct ComplaintFixture {
    var channel = ChannelKind.email
    var sender: String? = "Somchai Test <somchai@example.com>"
    var details: [String: String] = [:]
    var key = "1/2/3"
    var rule = Deadline.Rule.general
    var verdict: (kind: Verdict.Kind, of: ItemID)?
    var body = "ถนนหน้าบ้านเป็นหลุม"

    var judgement: Judgement {
        get throws {
            let arrival = Arrival(
                channel: channel, source: try #require(SourceName(rawValue: "desk")), channelKey: key,
                receivedAt: try #require(Timestamp("2026-11-27T02:00:00Z")),
                artefact: Artefact(sha256: ContentDigest(of: Array(key.utf8)), size: 3, mediaType: .text),
                provenance: Provenance(sender: sender, details: details))
            let item = ItemID(arrival.id)
            let document = Document(item: item, arrival: arrival, pages: [], text: body)
            let normalised = NormalisedTranscript(
                transcript: Transcript(document: document, readings: [], doubts: []), text: body, edits: [], flags: [])
            let structure = Structure(
                fields: Fields(), kind: .grievance, category: "roads", categoryRule: "ถนน", agencies: [],
                deadline: Deadline(
                    date: try #require(CalendarDate(year: 2026, month: 12, day: 18)), rule: rule, workingDays: 15,
                    calendar: "test"))
            let draft = Draft(normalised: normalised, structure: structure, doubts: [])
            let verdict = Verdict(
                kind: verdict?.kind ?? .new, of: verdict?.of, matter: item, score: 1, evidence: [])
            return Judgement(draft: draft, verdict: verdict, doubts: [], review: nil)
        }
    }

    var complaint: Complaint {
        get throws {
            let judgement = try judgement
            return Complaint(
                judgement,
                filing: Complaint.Filing(
                    trackingCode: TrackingCode(buddhistYear: 2569, number: 12), version: 1, filedAt: noon,
                    updatedAt: noon, matter: judgement.draft.item, links: []))
        }
    }
}

let noon = Timestamp(milliseconds: 1_795_000_000_000)

/// A folder of its own that goes when the test ends.
final class TemporaryFolder: Sendable {
    let path = NSTemporaryDirectory() + "rongthuk-outbox-" + UUID().uuidString
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A destination that answers what the test says.
final class ScriptedDestination: Destination {
    let isRepeatable: Bool
    private let answers: Mutex<[DeliveryOutcome]>
    private let got = Mutex<[(code: TrackingCode, version: Int, isFirst: Bool)]>([])

    init(isRepeatable: Bool = false, _ answers: [DeliveryOutcome] = []) {
        self.isRepeatable = isRepeatable
        self.answers = Mutex(answers)
    }

    var deliveries: [(code: TrackingCode, version: Int, isFirst: Bool)] { got.withLock { $0 } }

    func deliver(_ complaint: Complaint, isFirst: Bool) async -> DeliveryOutcome {
        got.withLock { $0.append((complaint.trackingCode, complaint.version, isFirst)) }
        return answers.withLock { $0.isEmpty ? .delivered : $0.removeFirst() }
    }
}

final class EventList: EventSink {
    private let list = Mutex([PipelineEvent]())
    func emit(_ event: PipelineEvent) { list.withLock { $0.append(event) } }
    var names: [PipelineEvent.Name] { list.withLock { $0.map(\.name) } }
}
