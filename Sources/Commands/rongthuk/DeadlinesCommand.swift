internal import ArgumentParser
internal import ComplaintModel
internal import ComplaintStore
internal import Foundation
internal import PipelineAssembly
internal import Spool
internal import Structuring
internal import Synchronization
internal import Terminal

/// Sets deadlines anew once the calendar has changed.
struct DeadlinesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadlines",
        abstract: "Compute deadlines again after a holiday was declared. (คำนวณกำหนดแจ้งผลใหม่)",
        discussion: """
            First add the holiday to holidays_th.tsv and raise its version. Each complaint that was given its day by \
            another version of the calendar gets the day that today's gives, and is filed as a further \
            version and goes to the outbox again. Without --apply the changes are only shown.

            Examples:
              rongthuk deadlines --since 2026-10-01
              rongthuk deadlines --since 2026-10-01 --apply
            """)
    @OptionGroup var options: SiteOptions
    @Option(name: .long, help: "Only complaints received on this day (YYYY-MM-DD, Thai time) or later.")
    var since: CalendarDate?
    @Flag(name: .long, help: "File the new days.") var apply = false
    @Flag(name: .long, help: "Answer in JSON Lines.") var jsonLines = false

    struct Change: Encodable {
        let code: TrackingCode
        let rule: Deadline.Rule
        let from: CalendarDate
        let to: CalendarDate
        let calendar: String
    }

    func run() async throws {
        let site = try options.site()
        let reader = ComplaintReader(reference: try site.plan.referenceData())
        var filter = ComplaintFilter()
        filter.since = since?.startInThailand
        let found = Mutex<[(item: ItemID, deadline: Deadline, change: Change)]>([])
        try await site.store.export(filter) { line in
            let complaint = try JSONDecoder().decode(Complaint.self, from: Data(line.utf8))
            let (old, new) = (complaint.deadline, reader.recomputedDeadline(of: complaint))
            guard old.calendar != new.calendar else { return }
            let change = Change(
                code: complaint.trackingCode, rule: new.rule, from: old.date, to: new.date, calendar: new.calendar)
            found.withLock { $0.append((complaint.id, new, change)) }
        }
        let recomputed = found.withLock(\.self)
        if apply {
            for (item, deadline, _) in recomputed {
                try await site.store.setDeadline(of: item, to: deadline, at: site.spool.clock())
            }
        }
        let changes = recomputed.map(\.change).filter { $0.from != $0.to }
        if jsonLines { return try changes.forEach { try printJSON($0, pretty: false) } }
        print(table(of: changes))
    }

    private func table(of changes: [Change]) -> String {
        let say = options.say
        guard !changes.isEmpty else { return say("No deadline changes.", "ไม่มีกำหนดที่เปลี่ยน") }
        var table = Table([
            .init(say("code", "รหัส")), .init(say("rule", "กฎ")), .init(say("was", "เดิม")), .init(say("is", "ใหม่")),
            .init(say("calendar", "ปฏิทิน")),
        ])
        for change in changes {
            table.add([
                change.code.rawValue, change.rule.rawValue, change.from.rawValue, change.to.rawValue, change.calendar,
            ])
        }
        let note =
            apply
            ? say("The new days are filed.", "บันทึกกำหนดใหม่แล้ว")
            : say("Nothing is filed yet: add --apply.", "ยังไม่บันทึก ใส่ --apply เพื่อบันทึก")
        return "\(table.text)\n\n\(note)"
    }
}
