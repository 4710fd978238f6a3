internal import ArgumentParser
internal import ComplaintModel
internal import Foundation
internal import PipelineAssembly
internal import Review
internal import Spool
internal import Terminal

/// What operators do, for scripts.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "See and decide what waits for an operator. (งานที่รอเจ้าหน้าที่)",
        discussion: """
            Take an item before you work on it: nobody else can decide it until you give it back or 15 minutes pass.

            Examples:
              rongthuk review list
              rongthuk review show s-0123456789abcdefghjkmnpqrs
              rongthuk review correct s-0123… --line 1:4='เรื่อง ขอความเป็นธรรม' --operator somsri
            """,
        subcommands: [List.self, Show.self, Take.self, Release.self, Accept.self, Correct.self, Reject.self])
}

/// Whose hands an item is in.
struct OperatorOptions: ParsableArguments {
    @OptionGroup var site: SiteOptions
    @Option(name: .customLong("operator"), help: "Who decides. (ชื่อเจ้าหน้าที่)")
    var operatorName: String = ProcessInfo.processInfo.userName
    @Argument(help: "The item, as `review list` shows it.") var item: String

    /// Runs a decision at the desk of the site.
    func decide(_ act: (ReviewDesk, ItemID) throws -> Void) throws {
        guard let item = ItemID(rawValue: item) else { throw Failure(.usage, "\(item) is no item.") }
        try act(try site.site().reviewDesk(), item)
    }
}

extension ReviewCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List what waits, oldest first. (รายการที่รอ)")
        @OptionGroup var options: SiteOptions
        @Flag(name: .long, help: "Answer in JSON.") var json = false

        func run() async throws {
            let waiting = try options.site().reviewDesk().waiting()
            if json { return try printJSON(waiting) }
            print(WaitingTable(waiting, options.say).text)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show an item: why it waits, its lines with their risk, its fields. (ดูรายละเอียด)")
        @OptionGroup var options: OperatorOptions
        @Flag(name: .long, help: "Answer in JSON, with every cluster and box.") var json = false

        func run() async throws {
            try options.decide { desk, item in
                let reviewCase = try desk.reviewCase(of: item)
                if json { return try printJSON(reviewCase) }
                print(CasePage(reviewCase, item: item, options.site.say).text)
            }
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take an item into your hands. (รับไปทำ)")
        @OptionGroup var options: OperatorOptions
        @Option(name: .long, help: "For so many minutes.") var minutes = 15

        func run() async throws {
            try options.decide { desk, item in
                let lease = try desk.take(item, by: options.operatorName, minutes: minutes)
                print(
                    options.site.say(
                        "yours until \(lease.until.inThailand)", "เป็นของท่านจนถึง \(lease.until.inThailand)"))
            }
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an item back undecided. (คืนงาน)")
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            try options.decide { desk, item in try desk.release(item, by: options.operatorName) }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "File an item as it was read. (ยืนยันว่าถูกต้อง)")
        @OptionGroup var options: OperatorOptions

        func run() async throws {
            try options.decide { desk, item in try desk.accept(item, by: options.operatorName) }
        }
    }

    struct Correct: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set the text right; it goes round again and is filed. (แก้ไขข้อความ)",
            discussion:
                "Give whole lines with --line PAGE:LINE=TEXT, or the whole text with --text-file (- for standard input)."
        )
        @OptionGroup var options: OperatorOptions
        @Option(name: .long, help: "PAGE:LINE=TEXT, as `review show` numbers them; may be given often.")
        var line: [String] = []
        @Option(name: .long, help: "A file with the whole text, or -.") var textFile: String?

        func validate() throws {
            guard line.isEmpty != (textFile == nil) else {
                throw ValidationError("Give either --line or --text-file.")
            }
        }

        func run() async throws {
            let edits = try line.map(LineEdit.init)
            let text = try textFile.map(wholeText)
            try options.decide { desk, item in
                try desk.correct(item, by: options.operatorName) { reviewCase in
                    try text ?? LineEdit.apply(edits, to: reviewCase)
                }
            }
        }

        private func wholeText(_ file: String) throws -> String {
            let data =
                file == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
            guard let data, let text = String(data: data, encoding: .utf8) else {
                throw Failure(.badData, "\(file) cannot be read as UTF-8 text.")
            }
            return text
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide that an item is no complaint; it is kept and counted. (ไม่รับเป็นเรื่องร้องทุกข์)")
        @OptionGroup var options: OperatorOptions
        @Option(name: .long, help: "Why.") var reason: String

        func run() async throws {
            try options.decide { desk, item in
                guard try desk.reject(item, by: options.operatorName, reason: reason) == .filed else { return }
                print(
                    options.site.say(
                        "this reading is rejected; the complaint filed before stays",
                        "ไม่รับผลการอ่านครั้งนี้ เรื่องที่บันทึกไว้ก่อนยังคงอยู่"))
            }
        }
    }
}

/// One line of a page set right; what came as text, as a mail's, is page 0.
struct LineEdit {
    let page: Int
    let line: Int
    let text: String

    init(_ argument: String) throws {
        let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let place = sides[0].split(separator: ":").compactMap { Int($0) }
        guard sides.count == 2, place.count == 2 else {
            throw Failure(.usage, "\(argument): a line is given as PAGE:LINE=TEXT, such as 1:4=เรื่อง ขอความเป็นธรรม")
        }
        (page, line, text) = (place[0], place[1], String(sides[1]))
    }

    /// The text of a case with lines replaced; lines keep their numbers, an emptied line stays as an empty one.
    static func apply(_ edits: [LineEdit], to reviewCase: ReviewCase) throws -> String {
        let sent = reviewCase.document.text.map { [(0, lines(of: $0))] } ?? []
        var pages = sent + reviewCase.readings.map { ($0.page, $0.lines.map(\.text)) }
        guard !pages.isEmpty else {
            throw Failure(.usage, "Nothing was read, so there are no lines: give the whole text with --text-file.")
        }
        for edit in edits {
            guard let index = pages.firstIndex(where: { $0.0 == edit.page }),
                pages[index].1.indices.contains(edit.line - 1)
            else { throw Failure(.usage, "There is no line \(edit.page):\(edit.line); see `rongthuk review show`.") }
            pages[index].1[edit.line - 1] = edit.text
        }
        return pages.map { $0.1.joined(separator: "\n") }.joined(separator: "\u{C}")
    }

    /// The lines of a text, empty ones too.
    static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// What waits, as a table for people.
struct WaitingTable {
    let text: String

    init(_ waiting: [ReviewDesk.Waiting], _ say: Wording) {
        var table = Table([
            .init(say("item", "รายการ")), .init(say("received", "รับเมื่อ")), .init(say("channel", "ช่องทาง")),
            .init(say("doubts", "ข้อสงสัย"), isNumber: true), .init(say("first doubt", "ข้อแรก"), widest: 70),
            .init(say("in hand of", "ผู้ทำ")),
        ])
        for one in waiting {
            table.add([
                one.item.rawValue, one.receivedAt.thaiDate.rawValue, one.channel.rawValue, String(one.doubts.count),
                one.doubts.first?.words(say) ?? "", one.lease?.holder ?? "",
            ])
        }
        text = waiting.isEmpty ? say("Nothing waits.", "ไม่มีงานค้าง") : table.text
    }
}
