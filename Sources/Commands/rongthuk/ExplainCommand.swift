internal import ArgumentParser
internal import ComplaintModel
internal import ComplaintStore
internal import PipelineAssembly
internal import PipelineContract
internal import Review
internal import Spool
internal import Terminal

/// The life of one complaint.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell the life of one complaint: bytes, pages, readings, rules, verdict, deadline. (ประวัติของเรื่อง)")
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "Answer in JSON.") var json = false
    @Argument(help: "A tracking code, an item or an arrival.") var name: String

    struct Answer: Encodable {
        let arrival: Arrival
        let state: Ledger.State
        let round: Int
        let reason: String?
        let queue: QueueName?
        let lastFault: String?
        let events: [Ledger.Event]
        let complaint: Complaint?
        let trail: [Step]
        let reviews: [ReviewRecord]
        let edits: [String: Int]
        let doubts: [Doubt]
        let followedUpBy: [TrackingCode]
        let joined: [ArrivalID]
        let joinedInto: ItemID?

        private enum CodingKeys: String, CodingKey {
            case arrival, state, round, reason, queue, events, complaint, trail, reviews, edits, doubts, joined
            case joinedInto = "joined_into"
            case lastFault = "last_fault"
            case followedUpBy = "followed_up_by"
        }
    }

    func run() async throws {
        let site = try options.site()
        guard let item = try await site.item(named: name), let arrival = try site.spool.ledger.arrival(item.arrival),
            let known = try site.spool.ledger.item(item)
        else { throw Failure(.no, "Nobody knows \(name): not the ledger, not the store.") }
        let record = try await site.store.record(of: item)
        let place = try site.spool.find(item)
        let waiting = try? site.reviewDesk().reviewCase(of: item)
        let envelope = place.flatMap { try? site.spool.queue($0.queue).envelope(of: $0.entry) }
        let edits = record?.judgement.draft.normalised.edits ?? []
        let answer = Answer(
            arrival: arrival, state: known.state, round: known.round, reason: known.reason, queue: place?.queue,
            lastFault: envelope?.lastFault, events: try site.spool.ledger.events(of: item.arrival),
            complaint: record?.complaint, trail: envelope?.trail ?? record?.trail ?? [],
            reviews: record?.reviews ?? [],
            edits: Dictionary(grouping: edits, by: \.rule).mapValues(\.count),
            doubts: waiting?.doubts ?? record?.judgement.draft.doubts ?? [],
            followedUpBy: try await followUps(of: record?.complaint, in: site.store),
            joined: try site.spool.ledger.arrivals(joinedInto: item).map(\.id), joinedInto: known.carrier)
        if json { return try printJSON(answer) }
        print(TerminalText.safe(page(answer, item: item, record), keepingLines: true))
    }

    /// The mails that followed a complaint up by its tracking code.
    private func followUps(of complaint: Complaint?, in store: any ComplaintStoring) async throws -> [TrackingCode] {
        guard let complaint, let matter = try await store.matter(complaint.matter) else { return [] }
        return matter.complaints.filter { later in
            later.links.contains { $0.of == complaint.id && $0.kind == .followUp && $0.undone == nil }
        }.map(\.trackingCode)
    }

    private func page(_ answer: Answer, item: ItemID, _ record: ComplaintRecord?) -> String {
        let say = options.say
        let arrival = answer.arrival
        var lines = [
            "\(item)  \(answer.state.rawValue)\(answer.reason.map { " (\($0))" } ?? "")",
            say("came by", "มาทาง")
                + " \(arrival.channel.rawValue), \(arrival.source), \(arrival.receivedAt.inThailand)",
            say("as", "ชื่อ")
                + " \([arrival.provenance.folder, arrival.provenance.name].compactMap { $0 }.joined(separator: "/"))",
            say("bytes", "ไบต์")
                + " \(arrival.artefact.size), \(arrival.artefact.mediaType.rawValue), sha256 \(arrival.artefact.sha256)",
        ]
        if let carrier = answer.joinedInto {
            lines.append(say("is part of", "เป็นส่วนหนึ่งของ") + " \(carrier)")
        }
        if !answer.joined.isEmpty {
            lines.append(say("holds also", "รวม") + " \(answer.joined.map(\.rawValue).joined(separator: ", "))")
        }
        if let queue = answer.queue { lines.append(say("is in queue", "อยู่ในคิว") + " \(queue.rawValue)") }
        lines += ["", say("What happened", "เหตุการณ์")]
        lines += answer.events.map { "  \($0.at.inThailand)  \($0.event)\($0.detail.map { ": \($0)" } ?? "")" }
        lines += answer.trail.map { step in
            "  \(step.at.inThailand)  \(step.queue.rawValue), \(Int(step.seconds * 1000)) ms, \(step.attempts) ×"
        }
        if let fault = answer.lastFault { lines.append("  " + say("last try: ", "ครั้งล่าสุด: ") + fault) }
        if !answer.doubts.isEmpty {
            lines += ["", say("What was doubtful", "ข้อสงสัย")]
            lines += answer.doubts.lines(say).map { "  \($0)" }
        }
        if let record { lines += complaintLines(record, answer) }
        return lines.joined(separator: "\n")
    }

    private func complaintLines(_ record: ComplaintRecord, _ answer: Answer) -> [String] {
        let (say, complaint) = (options.say, record.complaint)
        var lines = ["", say("How it was read", "การอ่าน")]
        let transcript = record.judgement.draft.normalised.transcript
        lines += (MailLines(transcript.document, say).head + MailLines(transcript.document, say).attachments)
            .filter { !$0.isEmpty }.map { "  \($0)" }
        if let charset = transcript.document.arrival.provenance.details["charset"] {
            lines.append("  \(say("text read as", "อ่านข้อความเป็น")) \(charset)")
        }
        lines += transcript.document.notes.map {
            "  \(say("page", "หน้า")) \($0.number): \($0.reason.rawValue), \($0.detail)"
        }
        lines += transcript.readings.map {
            "  \(say("page", "หน้า")) \($0.page): \($0.origin.rawValue), \($0.lines.count) \(say("lines", "บรรทัด")), "
                + "\(say("confidence", "ความเชื่อมั่น")) \(Int($0.confidence)), \($0.reader)"
        }
        let edits = answer.edits.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" }
        lines.append("  \(say("edits", "การปรับข้อความ")): \(edits.isEmpty ? "–" : edits.joined(separator: ", "))")
        lines += record.reviews.map {
            "  \($0.decision.rawValue) \(say("by", "โดย")) \($0.operatorName), \($0.decidedAt.inThailand)"
        }
        lines += ["", say("What was decided", "ผลการพิจารณา")]
        lines += [
            "  \(complaint.trackingCode)  \(say("version", "ฉบับ")) \(complaint.version)",
            "  \(complaint.kind.rawValue), \(complaint.category) (\(complaint.categoryRule))",
            "  \(say("answer by", "ตอบภายใน")) \(complaint.deadline.date), \(complaint.deadline.rule.rawValue), "
                + "\(complaint.deadline.workingDays) \(say("working days", "วันทำการ")), \(complaint.deadline.calendar)",
            "  \(complaint.verdict.kind.rawValue)\(complaint.verdict.of.map { " \(say("of", "ของ")) \($0)" } ?? ""), "
                + "\(say("matter", "เรื่องหลัก")) \(complaint.matter)",
        ]
        lines += complaint.verdict.evidence.map { "    \($0)" }
        lines += answer.followedUpBy.map { "  \(say("followed up by", "ติดตามเรื่องโดย")) \($0)" }
        lines += complaint.agencies.map { "  → \($0.name): \($0.reason)" }
        lines += record.deliveries.map { delivery in
            "  ⇢ \(delivery.destination), \(delivery.state.rawValue), \(delivery.at.inThailand)"
                + (delivery.detail.map { ": \($0)" } ?? "")
        }
        return lines
    }
}
