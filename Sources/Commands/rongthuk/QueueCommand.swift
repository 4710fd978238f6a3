internal import ArgumentParser
internal import ComplaintModel
internal import Foundation
internal import PipelineAssembly
internal import PipelineContract
internal import Review
internal import Spool
internal import Terminal

/// The queues by hand.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "See and move queue entries by hand. (จัดการคิว)",
        discussion: """
            hold keeps an item where it is until release; retry reads an item's evidence again from the start, also \
            one that was rejected or put into quarantine. Every act is kept in the ledger. It may run beside the daemon.
            """,
        subcommands: [List.self, Cat.self, Hold.self, Release.self, Retry.self, Fsck.self])
}

extension QueueCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List entries, oldest first. (รายการในคิว)")
        @OptionGroup var options: SiteOptions
        @Option(name: .long, help: "Only this queue.") var queue: QueueName?
        @Option(name: .long, help: "Only in this state: ready, active, deferred, held or quarantine.")
        var state: EntryState?
        @Flag(name: .long, help: "Answer in JSON Lines.") var jsonLines = false

        struct Row: Encodable {
            let queue: QueueName
            let state: EntryState
            let entry: String
            let item: ItemID?
            let received: Timestamp?
            let notBefore: Timestamp?
            let reason: String?

            private enum CodingKeys: String, CodingKey {
                case queue, state, entry, item, received, reason
                case notBefore = "not_before"
            }
        }

        /// Why an entry waits: what its last try said, or the note beside it.
        private func reason(of entry: QueueEntry, in queue: SpoolQueue) throws -> String? {
            switch entry.state {
            case .quarantine: try queue.quarantineReason(of: entry)
            case .deferred: (try? queue.envelope(of: entry))?.lastFault
            case .ready, .active, .held: nil
            }
        }

        func run() async throws {
            let rows = try rows(of: try options.site().spool)
            if jsonLines {
                for row in rows { try printJSON(row, pretty: false) }
                return
            }
            let say = options.say
            var table = Table([
                .init(say("queue", "คิว")), .init(say("state", "สถานะ")), .init(say("item", "รายการ")),
                .init(say("received", "รับเมื่อ"), widest: 24), .init(say("reason", "เหตุ"), widest: 80),
            ])
            for row in rows {
                table.add([
                    row.queue.rawValue, row.state.rawValue, row.item?.rawValue ?? row.entry,
                    row.received?.inThailand ?? "", row.reason ?? "",
                ])
            }
            print(rows.isEmpty ? say("The queues are empty.", "คิวว่าง") : table.text)
        }

        private func rows(of spool: SpoolDirectory) throws -> [Row] {
            try QueueName.allCases.filter { queue == nil || $0 == queue }.flatMap { name in
                try EntryState.allCases.filter { state == nil || $0 == state }.flatMap { state in
                    try spool.queue(name).entries(in: state).map { entry in
                        Row(
                            queue: name, state: state, entry: entry.name, item: entry.item,
                            received: entry.receivedAt, notBefore: entry.notBefore,
                            reason: try reason(of: entry, in: spool.queue(name)))
                    }
                }
            }
        }
    }

    struct Cat: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print an item's record as JSON. (ดูระเบียน)")
        @OptionGroup var options: SiteOptions
        @Argument(help: "The item.") var item: String

        func run() async throws {
            let spool = try options.site().spool
            guard let id = ItemID(rawValue: item), let place = try spool.find(id) else {
                throw Failure(.no, "\(item) is in no queue; `rongthuk explain` tells where it is.")
            }
            let body = try spool.queue(place.queue).body(of: place.entry)
            let object = try JSONSerialization.jsonObject(with: Data(body))
            let pretty = try JSONSerialization.data(
                withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            try printLine(TerminalText.safeJSON(String(decoding: pretty, as: UTF8.self)))
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep an item where it is. (พักไว้)")
        @OptionGroup var options: SiteOptions
        @Argument(help: "The item.") var item: String

        func run() async throws {
            try change(item, options, event: "held in its queue") { spool, place in
                guard place.entry.state == .ready || place.entry.state == .deferred else { return false }
                return try spool.queue(place.queue).move(place.entry, to: .held)
            }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an item that is kept or deferred go on now. (ปล่อยต่อ)")
        @OptionGroup var options: SiteOptions
        @Argument(help: "The item.") var item: String

        func run() async throws {
            try change(item, options, event: "released") { spool, place in
                guard place.queue != .review, place.entry.state == .held || place.entry.state == .deferred else {
                    return false
                }
                return try spool.queue(place.queue).move(place.entry, to: .ready)
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read an item's evidence again from the start. (ทำใหม่จากต้น)",
            discussion: """
                What is filed already needs --again: the new reading, once filed, is the next version of the complaint.
                What a rule rejected (an automatic reply, a newsletter) goes on as a complaint: the rule is overruled for good.
                """)
        @OptionGroup var options: OperatorOptions
        @Flag(name: .long, help: "Also where it is filed already.") var again = false

        func run() async throws {
            let site = try options.site.site()
            guard let id = try await site.item(named: options.item) else {
                throw Failure(.no, "Nobody knows \(options.item).")
            }
            try site.reviewDesk().startAgain(id.arrival, by: options.operatorName, again: again)
            print(options.site.say("\(id.arrival) starts again", "\(id.arrival) เริ่มใหม่แล้ว"))
        }
    }

    struct Fsck: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check every record and every evidence file; list foreign files. (ตรวจความสมบูรณ์)")
        @OptionGroup var options: SiteOptions

        func run() async throws {
            let faults = try options.site().spool.findUnsoundFiles()
            for fault in faults { print("✗ \(TerminalText.safe(fault))") }
            if faults.isEmpty { return print(options.say("Every file is sound.", "แฟ้มทุกแฟ้มสมบูรณ์")) }
            throw ExitCode(Failure.Code.no.rawValue)
        }
    }
}

private typealias Place = (queue: QueueName, entry: QueueEntry)

private func change(
    _ name: String, _ options: SiteOptions, event: String, _ act: (SpoolDirectory, Place) throws -> Bool
) throws {
    let spool = try options.site().spool
    guard let item = ItemID(rawValue: name), let place = try spool.find(item) else {
        throw Failure(.no, "\(name) is in no queue; `rongthuk explain` tells where it is.")
    }
    guard try act(spool, place) else {
        throw Failure(.no, "\(item) is \(place.entry.state.rawValue) in \(place.queue.rawValue): not possible there.")
    }
    try spool.ledger.append(event, of: item, detail: nil, at: spool.clock())
}
