internal import ArgumentParser
internal import Benchmarks
internal import ComplaintModel
internal import EngineContract
internal import Evaluation
internal import Foundation
internal import JailedEngine
internal import Terminal

/// How well and how fast pages are read, beside plain `tesseract` and the bare API.
struct RecogniseBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recognise",
        abstract: "Error rates and speed of reading, beside the plain tesseract program, and against the baseline.",
        discussion: """
            Reads labelled pages (scripts/bench draws them and runs this) and compares with their text: characters \
            wrong with and without spaces, lines right and lost, Thai and Arabic digits, tone marks and Latin right, by \
            condition, font and layout; then pages a second, processor time and memory, beside the bare Tesseract API \
            on the same prepared pages. Plain tesseract reads the same pages in the same run, in turns.

            Then how many lines with an error would be held for a person at several bounds of risk, and how many in vain.

            What changed against the baseline is said where 99 of a hundred redraws of the letters agree (paired \
            bootstrap). With fewer than four letters: characters and lost lines that moved by a fifth and by half a point. \
            Processor time (beside that of plain tesseract) and memory: where they moved by 15 %.

            --calibrate writes MODEL.risk.tsv for a new model; do it on pages that nothing is measured on:
            SEED=2026 scripts/bench --alone --calibrate models/rongthuk.risk.tsv

            With FILE… instead: no text to compare with, only the speed beside the bare API, of single-page images.

            Examples:
              rongthuk bench recognise --condition scan --condition faxstd --font Norasi
              rongthuk bench recognise samples/scan/desk-1/SCAN000*.tif
            """)
    @OptionGroup var options: SiteOptions
    @Option(name: .long, help: "The folder of labelled pages, with its pages.tsv.") var pages = "rongthuk-data/bench"
    @Option(name: .long, help: "Only pages in this condition; may be given again.") var condition: [String] = []
    @Option(name: .long, help: "Only pages in this font; may be given again.") var font: [String] = []
    @Flag(name: .long, help: "Two pages a condition, one in a font the model knows, one in another.") var quick = false
    @Flag(name: .long, help: "Leave plain tesseract out.") var alone = false
    @Option(name: .long, help: "Workers side by side; the machine's cores otherwise.") var workers: Int?
    @Option(name: .long, help: "How often each page is read to compare speed with the bare API.") var rounds = 3
    @Option(name: .long, help: "What was measured before.") var baseline = "models/reading-baseline.json"
    @Option(name: .long, help: "Keep what is measured now as a baseline, in this file.") var saveBaseline: String?
    @Option(name: .long, help: "Write how far the model's confidences can be trusted into this file, to lie beside it.")
    var calibrate: String?
    @Option(name: .long, help: "Write what was read of each page into this folder.") var readings: String?
    @Flag(name: .long, help: "Answer in JSON: shares of faults, seconds, bytes.") var json = false
    @Argument(help: "Page images without known text, for speed alone.") var files: [String] = []

    func validate() throws {
        if rounds < 1 { throw ValidationError("--rounds must be 1 or more.") }
    }

    func run() async throws {
        let configuration = WorkerConfiguration(workers: workers)
        let engine = JailedEngine(configuration)
        defer { engine.shutDown() }
        let settings = RecognitionSettings(model: configuration.preferredModel)
        guard files.isEmpty else {
            let result = try await engine.bench(try files.map(content), rounds: rounds, settings: settings)
            return try json ? printJSON(result) : print(result.table(options.say))
        }
        let chosen = try choose()
        let old = try readBaseline()
        var measuring = ReadingMeasuring(
            engine: engine, settings: settings, folder: pages, plain: alone ? nil : await PlainTesseract(),
            readings: readings)
        var measurement = try await measuring.measure(chosen)
        let sampled = Dictionary(grouping: chosen, by: \.condition).compactMap { $0.value.first?.file }.sorted()
        measurement.bare = try await engine.bench(
            try sampled.map { try content("\(pages)/\($0)") }, rounds: quick ? 1 : rounds, settings: settings)
        measurement.memory = engine.peakMemory
        let report = ReadingReport(measurement, against: old, wantsPlain: !alone)
        try json ? printJSON(report) : print(report.text(options.say))
        if let calibrate {
            try Data(measurement.doubt.riskTable.utf8).write(to: URL(filePath: calibrate), options: .atomic)
        }
        if let saveBaseline { try measurement.baseline.json.write(to: URL(filePath: saveBaseline), options: .atomic) }
    }

    private func content(_ file: String) throws -> Content { try Content(benchFile: file) }

    private func choose() throws -> [LabelledPage] {
        let list = "\(pages)/pages.tsv"
        guard let text = try? String(contentsOfFile: list, encoding: .utf8) else {
            throw Failure(
                .configuration,
                options.say(
                    "There are no labelled pages in \(pages). `scripts/bench` draws them and runs this; or draw some with `scripts/make-samples --pages \(pages)`.",
                    "ไม่พบหน้าทดสอบใน \(pages) ให้ใช้ `scripts/bench` ซึ่งจะวาดหน้าทดสอบแล้ววัดผลให้ หรือ `scripts/make-samples --pages \(pages)`"
                ))
        }
        let all: [LabelledPage]
        do throws(TableFault) {
            all = try LabelledPage.list(text)
        } catch {
            throw Failure(.badData, "\(list): \(error.description). Draw the pages anew with scripts/bench.")
        }
        try known(condition, among: all.map(\.condition), what: "condition")
        try known(font, among: all.map(\.font), what: "font")
        var seen: Set<String> = []
        return all.filter { page in
            (condition.isEmpty || condition.contains(page.condition)) && (font.isEmpty || font.contains(page.font))
                && (!quick || seen.insert("\(page.condition) \(page.isHeldOut)").inserted)
        }
    }

    private func known(_ names: [String], among all: [String], what: String) throws {
        guard let unknown = names.first(where: { !all.contains($0) }) else { return }
        let there = Set(all).sorted().joined(separator: ", ")
        throw Failure(.usage, "No page in \(pages) has the \(what) \(unknown); there are \(there).")
    }

    private func readBaseline() throws -> ReadingBaseline? {
        guard let data = FileManager.default.contents(atPath: baseline) else { return nil }
        do {
            return try ReadingBaseline(json: data)
        } catch {
            throw Failure(.badData, "\(baseline) is no baseline of this bench; name another with --baseline.")
        }
    }
}

extension Content {
    /// A page image out of a file.
    init(benchFile file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(.badData, "\(file) cannot be read.")
        }
        self.init(bytes: [UInt8](data))
    }
}
