internal import ArgumentParser
internal import Benchmarks
internal import Foundation
internal import Terminal

/// The speed of the text libraries beside their peers.
struct TextBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "MB/s of normalising, cutting and structuring Thai, beside libthai and PyThaiNLP.",
        discussion: """
            On a corpus it makes itself, one thread, the peers in the same run where they are installed, copying memory \
            as the physical limit. Build with -c release.
            """)
    @OptionGroup var options: SiteOptions
    @Option(name: .long, help: "The size of the corpus.") var megabytes = 4.0
    @Option(name: .long, help: "The seed of the corpus.") var seed: UInt64 = 1111
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        let result = try await TextBench(megabytes: megabytes, seed: seed).run { step in
            if isatty(STDERR_FILENO) == 1 { printToStandardError(step) }
        }
        if json { return try printJSON(result) }
        let say = options.say
        var table = Table([
            .init(say("job", "งาน"), widest: 50), .init(say("unit", "หน่วย")),
            .init(say("median", "มัธยฐาน"), isNumber: true), .init(say("least", "ต่ำสุด"), isNumber: true),
            .init(say("most", "สูงสุด"), isNumber: true), .init(say("note", "หมายเหตุ"), widest: 60),
        ])
        for row in result.rows {
            let figures = [row.processor?.median, row.processor?.minimum, row.processor?.maximum]
            table.add(
                [(row.isPeer ? "  ↳ " : "") + row.name, row.unit.rawValue]
                    + figures.map { $0.map { String(format: "%.2f", $0) } ?? "–" } + [row.note ?? ""])
        }
        print(table.text)
        print(say("Processor time of one thread.", "เวลาประมวลผลของเธรดเดียว"))
    }
}
