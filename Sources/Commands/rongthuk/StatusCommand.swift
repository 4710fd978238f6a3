internal import ArgumentParser
internal import ComplaintModel
internal import ComplaintStore
internal import PipelineAssembly
internal import PipelineContract
internal import Spool
internal import Terminal

/// How things stand.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show queues by age, sources, and what waits for whom. (สถานะ)")
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        let site = try options.site()
        let status = try await site.status()
        if json { return try printJSON(status) }
        let say = options.say
        print(
            status.daemonRuns
                ? say("A daemon works on this spool.", "มีโปรแกรมกำลังทำงานอยู่")
                : say("No daemon works on this spool.", "ไม่มีโปรแกรมทำงานอยู่"))
        var table = Table(
            [.init(say("queue", "คิว"))] + EntryState.allCases.map { .init($0.rawValue, isNumber: true) }
                + [.init(say("oldest, h", "เก่าสุด (ชม.)"), isNumber: true)])
        let now = site.spool.clock()
        for queue in status.queues {
            let age = queue.oldest.map { String(Int(now.seconds(since: $0) / 3600)) } ?? "–"
            table.add(
                [queue.queue.rawValue] + EntryState.allCases.map { String(queue.entries[$0.rawValue] ?? 0) } + [age])
        }
        print(table.text)
        print()
        print(AccountTable(status.accounts, say).text)
        guard !status.outbox.isEmpty else { return }
        var outbox = Table(
            [.init(say("outbox", "ส่งต่อ"))] + Delivery.State.allCases.map { .init($0.rawValue, isNumber: true) })
        for (destination, counts) in status.outbox.sorted(by: { $0.key < $1.key }) {
            outbox.add([destination] + Delivery.State.allCases.map { String(counts[$0.rawValue] ?? 0) })
        }
        print()
        print(outbox.text)
    }
}
