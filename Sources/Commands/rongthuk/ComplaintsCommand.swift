internal import ArgumentParser
internal import ComplaintModel
internal import ComplaintStore
internal import Foundation
internal import PipelineAssembly
internal import Terminal

/// Lists or exports what is filed.
struct ComplaintsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complaints", abstract: "List or export what is filed. (เรื่องที่บันทึกแล้ว)",
        discussion: """
            With --json-lines each line is a complaint as complaint.schema.json describes it (--schema prints that).

            Examples:
              rongthuk complaints --category ไฟฟ้า --limit 20
              rongthuk complaints --since 2026-11-01 --json-lines > november.jsonl
            """)
    @OptionGroup var options: SiteOptions
    @Option(name: .long, help: "Received on this day (YYYY-MM-DD, Thai time) or later.") var since: CalendarDate?
    @Option(name: .long, help: "Received before this day.") var until: CalendarDate?
    @Option(name: .long, help: "scan, fax, email, sms or web.") var channel: ChannelKind?
    @Option(name: .long, help: "Only this source.") var source: String?
    @Option(name: .long, help: "Only this category.") var category: String?
    @Option(name: .long, help: "Only proposed to this agency.") var agency: String?
    @Option(
        name: .long,
        help: "Only with this verdict: new, redelivery, repeat, co_complaint, campaign, follow_up or related.")
    var verdict: Verdict.Kind?
    @Option(name: .long, help: "Only with these words.") var text: String?
    @Option(name: .long, help: "No more than so many, the latest.") var limit: Int?
    @Flag(name: .long, help: "Answer in JSON Lines.") var jsonLines = false
    @Flag(name: .long, help: "Print the JSON Schema of a complaint and end.") var schema = false

    func run() async throws {
        if schema { return print(ComplaintSchema.json) }
        let store = try options.site().store
        if jsonLines {
            return try await store.export(try filter()) { line in
                try printLine(TerminalText.safeJSON(line))
            }
        }
        print(ComplaintTable(try await store.complaints(try filter()), options.say).text)
    }

    private func filter() throws -> ComplaintFilter {
        var filter = ComplaintFilter()
        filter.since = since?.startInThailand
        filter.until = until?.startInThailand
        (filter.channel, filter.category, filter.agency) = (channel, category, agency)
        (filter.verdict, filter.text) = (verdict, text)
        filter.limit = limit
        filter.newestFirst = limit != nil
        if let source {
            guard let name = SourceName(rawValue: source) else { throw Failure(.usage, "\(source) names no source.") }
            filter.source = name
        }
        return filter
    }
}

/// Complaints as a table for people.
struct ComplaintTable {
    let text: String

    init(_ complaints: [Complaint], _ say: Wording) {
        var table = Table([
            .init(say("code", "รหัส")), .init(say("received", "รับเมื่อ")), .init(say("subject", "เรื่อง"), widest: 38),
            .init(say("from", "ผู้ร้อง"), widest: 20), .init(say("category", "หมวด"), widest: 18),
            .init(say("first to", "ส่งไปที่"), widest: 26), .init(say("answer by", "ตอบภายใน")),
            .init(say("verdict", "ผล")),
        ])
        for complaint in complaints {
            table.add([
                complaint.trackingCode.rawValue, complaint.receivedAt.thaiDate.rawValue, complaint.subject ?? "–",
                ComplaintTable.name(of: complaint, say), complaint.category, complaint.firstHop ?? "–",
                complaint.deadline.date.rawValue, complaint.verdict.kind.rawValue,
            ])
        }
        text = complaints.isEmpty ? say("No complaints.", "ไม่มีเรื่อง") : table.text
    }

    private static func name(of complaint: Complaint, _ say: Wording) -> String {
        if complaint.complainant.isAnonymous { return say("(anonymous)", "(ไม่เปิดเผยชื่อ)") }
        return complaint.complainant.fullName.map { (complaint.complainant.title ?? "") + $0 } ?? "–"
    }
}
