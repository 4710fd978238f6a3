import ComplaintModel
import Foundation

/// A judged letter of an invented person.
struct JudgementFixture {
    var key = "desk-1/a.tif"
    var channel = ChannelKind.scan
    var source = "desk-1"
    var receivedAt = "2026-11-20T02:00:00.000Z"
    var part: Int?
    var subject = "ขอให้ซ่อมถนน"
    var body = "เรื่อง ขอให้ซ่อมถนน\nถนนหน้าบ้านเป็นหลุมเป็นบ่อ\n(นายสมมุติ ทดสอบ)"
    var writer: Person? = Person(title: "นาย", first: "สมมุติ", last: "ทดสอบ", role: .complainant)
    var category = "roads"
    var agencies = [AgencyProposal(name: "กรมทางหลวงชนบท", reason: "ถนน")]
    var verdict: (kind: Verdict.Kind, of: ItemID, matter: ItemID)?
    var doubts: [Doubt] = []
    var review: ReviewRecord?
    var fields = Fields()

    var arrival: Arrival {
        let bytes = Artefact(
            sha256: ContentDigest(of: Array(key.utf8)), size: key.utf8.count, mediaType: .tiff)
        guard let source = SourceName(rawValue: source), let moment = Timestamp(receivedAt) else {
            preconditionFailure(receivedAt)
        }
        return Arrival(
            channel: channel, source: source, channelKey: key, receivedAt: moment, artefact: bytes,
            provenance: Provenance(name: "a.tif", folder: "desk-1", details: ["tray": "2"]))
    }

    var item: ItemID { ItemID(arrival.id, part: part) }

    var judgement: Judgement {
        let page = Page(number: 1, image: arrival.artefact, width: 100, height: 200)
        let document = Document(
            item: item, arrival: arrival, pages: [page], notes: [PageNote(number: 2, reason: .blank, detail: "no ink")])
        let box = Box(x: 1, y: 2, width: 3, height: 4)
        let lines = body.split(separator: "\n").map {
            Line(
                text: String($0), confidence: 91, risk: 0.1, box: box,
                clusters: [Cluster(text: "ก", confidence: 90, box: box)])
        }
        let transcript = Transcript(
            document: document,
            readings: [PageReading(page: 1, origin: .recognised, lines: lines, confidence: 91, reader: "Thai")],
            review: review, doubts: doubts)
        let normalised = NormalisedTranscript(
            transcript: transcript, text: body, edits: [Edit(rule: "N08", from: Span(0..<1), to: Span(0..<1))],
            flags: [])
        let draft = Draft(normalised: normalised, structure: structure, doubts: doubts)
        let verdict = verdict.map {
            Verdict(kind: $0.kind, of: $0.of, matter: $0.matter, score: 0.9, evidence: ["same citizen id"])
        }
        let new = Verdict(kind: .new, of: nil, matter: item, score: 1, evidence: [])
        return Judgement(draft: draft, verdict: verdict ?? new, doubts: doubts, review: review)
    }

    private var structure: Structure {
        var fields = fields
        fields.subject = [Finding(subject, confidence: 0.9, span: Span(0..<5))]
        if let writer { fields.person.append(Finding(writer, confidence: 0.9, span: Span(40..<55))) }
        return Structure(
            fields: fields, kind: .grievance, category: category, categoryRule: "ถนน", agencies: agencies,
            deadline: Deadline(
                date: CalendarDate(daysSinceEpoch: 20_800), rule: .general, workingDays: 15, calendar: "2026.1"))
    }
}

/// A folder of its own that goes when the test ends.
final class TemporaryFolder {
    let path: String
    init() throws {
        path = NSTemporaryDirectory() + "rongthuk-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    var database: String { path + "/complaints.sqlite" }
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

let noon = Timestamp(milliseconds: 1_795_000_000_000)
