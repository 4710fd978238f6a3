internal import Benchmarks
internal import ComplaintModel
internal import EngineContract
internal import Evaluation
internal import Foundation
internal import JailedEngine

/// What reading so many pages took.
struct ReadingCost {
    var pages = 0
    var failed = 0
    /// On the wall, all workers together.
    var seconds = 0.0
    var processorSeconds = 0.0
    var peakBytes = 0

    static func + (left: Self, right: Self) -> Self {
        ReadingCost(
            pages: left.pages + right.pages, failed: left.failed + right.failed, seconds: left.seconds + right.seconds,
            processorSeconds: left.processorSeconds + right.processorSeconds,
            peakBytes: max(left.peakBytes, right.peakBytes))
    }
    var pagesPerSecond: Double { seconds == 0 ? 0 : Double(pages) / seconds }
    var processorSecondsPerPage: Double { pages == 0 ? 0 : processorSeconds / Double(pages) }
}

/// What came of a bench of reading.
struct ReadingMeasurement {
    struct Page {
        let page: LabelledPage
        let sha256: String
        let ours: ReadingScore
        let doubt: DoubtScore
        let plain: ReadingScore?
    }
    /// The costs of one condition.
    struct Condition {
        let name: String
        let ours: ReadingCost
        let plain: ReadingCost?
    }
    let workers: Int
    let plainVersion: String?
    var reader = ""
    var pages: [Page] = []
    var conditions: [Condition] = []
    var bare: ReadingBenchResult?
    var memory: PeakMemory?

    var ours: ReadingCost { conditions.map(\.ours).reduce(ReadingCost(), +) }
    var plain: ReadingCost? {
        let costs = conditions.compactMap(\.plain)
        return costs.isEmpty ? nil : costs.reduce(ReadingCost(), +)
    }
    var doubt: DoubtScore { pages.map(\.doubt).reduce(DoubtScore(), +) }
    /// Processor time a page over that of plain tesseract, which the load on the machine changes little.
    var processorRatio: Double? {
        plain.flatMap { $0.processorSeconds == 0 ? nil : ours.processorSecondsPerPage / $0.processorSecondsPerPage }
    }

    var entries: [(page: LabelledPage, entry: ReadingBaseline.Entry)] {
        pages.map { ($0.page, ReadingBaseline.Entry(sha256: $0.sha256, score: $0.ours)) }
    }

    /// All of it as a baseline of today on this machine.
    var baseline: ReadingBaseline {
        ReadingBaseline(
            made: String(Date.now.formatted(.iso8601).prefix(10)), machine: Self.machine, reader: reader,
            processorRatio: processorRatio.map { ($0 * 1000).rounded() / 1000 },
            workerMegabytes: (Double(memory?.worker ?? 0) / 1e6).rounded(),
            pages: Dictionary(entries.map { ($0.page.file, $0.entry) }, uniquingKeysWith: { first, _ in first }))
    }

    private static var machine: String {
        let facts = (try? FileHandle(forReadingAtPath: "/proc/cpuinfo")?.readToEnd()) ?? Data()
        let model = String(decoding: facts, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("model name") }
        let name =
            model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "processor unknown"
        return "\(name), \(ProcessInfo.processInfo.activeProcessorCount) cores"
    }
}

/// Reads labelled pages both ways, condition by condition, and compares with their text.
struct ReadingMeasuring {
    let engine: JailedEngine
    let settings: RecognitionSettings
    let folder: String
    let plain: PlainTesseract?
    /// Where to leave what was read; nil for nowhere.
    let readings: String?
    private var reader = ""

    init(
        engine: JailedEngine, settings: RecognitionSettings, folder: String, plain: PlainTesseract?, readings: String?
    ) {
        (self.engine, self.settings, self.folder) = (engine, settings, folder)
        (self.plain, self.readings) = (plain, readings)
    }

    mutating func measure(_ pages: [LabelledPage]) async throws -> ReadingMeasurement {
        var result = ReadingMeasurement(workers: engine.workers, plainVersion: plain?.version)
        if let readings { try FileManager.default.createDirectory(atPath: readings, withIntermediateDirectories: true) }
        try await warmUp(pages)
        var names: [String] = []
        for page in pages where !names.contains(page.condition) { names.append(page.condition) }
        for name in names {
            let some = pages.filter { $0.condition == name }
            let ours = try await readOurs(some)
            let theirs = await readPlain(some)
            result.conditions.append(.init(name: name, ours: ours.cost, plain: theirs?.cost))
            for (index, page) in some.enumerated() {
                result.pages.append(try score(page, ours.readings[index], theirs?.texts[index]))
            }
            report(name, result, of: pages.count)
        }
        result.reader = reader
        return result
    }

    /// Every worker loads its model before the clock runs: in the house it is loaded once for thousands of pages.
    private func warmUp(_ pages: [LabelledPage]) async throws {
        guard let page = pages.first else { throw Failure(.badData, "No page is left to read.") }
        let content = try Content(benchFile: "\(folder)/\(page.file)")
        let (engine, settings) = (engine, settings)
        _ = await inTurns(Array(0..<engine.workers), width: engine.workers) { _ in
            try? await engine.recognise(content, settings: settings, limits: EngineLimits())
        }
    }

    private mutating func readOurs(_ pages: [LabelledPage]) async throws -> (readings: [[Line]], cost: ReadingCost) {
        let (engine, settings, folder) = (engine, settings, folder)
        let (started, used) = (ContinuousClock.now, engine.processorSeconds)
        let answers = await inTurns(pages, width: engine.workers) { page in
            await Result {
                try await engine.recognise(
                    try Content(benchFile: "\(folder)/\(page.file)"), settings: settings, limits: EngineLimits())
            }
        }
        var cost = ReadingCost(
            pages: pages.count, seconds: started.duration(to: .now) / .seconds(1),
            processorSeconds: engine.processorSeconds - used)
        let readings = try zip(pages, answers).map { page, answer in
            do {
                let reading = try answer.get()
                reader = reading.reader
                return reading.lines
            } catch let fault as EngineFault {
                // A page that cannot be read is read all wrong; an engine that is not there is no measurement.
                if case .unavailable = fault { throw Failure(.tryLater, fault.description) }
                printToStandardError("bench: \(page.file): \(fault.description)")
                cost.failed += 1
                return []
            }
        }
        return (readings, cost)
    }

    private func readPlain(_ pages: [LabelledPage]) async -> (texts: [String], cost: ReadingCost)? {
        guard let plain else { return nil }
        let folder = folder
        let started = ContinuousClock.now
        let answers = await inTurns(pages, width: engine.workers) { await plain.read("\(folder)/\($0.file)") }
        let cost = ReadingCost(
            pages: pages.count, failed: answers.count { $0 == nil }, seconds: started.duration(to: .now) / .seconds(1),
            processorSeconds: answers.reduce(0) { $0 + ($1?.processorSeconds ?? 0) },
            peakBytes: answers.map { $0?.peakBytes ?? 0 }.max() ?? 0)
        return (answers.map { $0?.text ?? "" }, cost)
    }

    private func score(_ page: LabelledPage, _ reading: [Line], _ theirs: String?) throws -> ReadingMeasurement.Page {
        guard let truth = try? String(contentsOfFile: "\(folder)/\(page.truth)", encoding: .utf8) else {
            throw Failure(.badData, "\(folder)/\(page.truth), the text of \(page.file), cannot be read.")
        }
        let ours = reading.map(\.text).joined(separator: "\n")
        if let readings {
            for (text, kind) in [(ours, "ours"), (theirs ?? "", "plain")] where !text.isEmpty {
                try Data(text.utf8).write(to: URL(filePath: "\(readings)/\(page.file).\(kind).txt"))
            }
        }
        let aside = page.stamp ?? ""
        return ReadingMeasurement.Page(
            page: page, sha256: try Content(benchFile: "\(folder)/\(page.file)").artefact.sha256.description,
            ours: ReadingScore(of: ours, truth: truth, aside: aside), doubt: DoubtScore(of: reading, truth: truth),
            plain: theirs.map { ReadingScore(of: $0, truth: truth, aside: aside) })
    }

    private func report(_ condition: String, _ result: ReadingMeasurement, of all: Int) {
        let pages = result.pages.filter { $0.page.condition == condition }
        let ours = pages.map(\.ours).reduce(.none, +)[.characters].rate
        let theirs = pages.compactMap(\.plain).reduce(.none, +)[.characters].rate
        printToStandardError(
            "bench: \(result.pages.count) of \(all) pages; \(condition): characters wrong \(ReadingReport.percent(ours)) %"
                + (plain == nil ? "" : ", plain tesseract \(ReadingReport.percent(theirs)) %"))
    }
}

/// Works on items in their order, `width` at a time, and gives the answers in the same order.
private func inTurns<Item: Sendable, Answer: Sendable>(
    _ items: [Item], width: Int, _ work: @escaping @Sendable (Item) async -> Answer
) async -> [Answer] {
    await withTaskGroup(of: (Int, Answer).self) { group in
        var answers = [Answer?](repeating: nil, count: items.count)
        for (index, item) in items.enumerated() {
            if index >= width, let (done, answer) = await group.next() { answers[done] = answer }
            group.addTask { (index, await work(item)) }
        }
        for await (done, answer) in group { answers[done] = answer }
        return answers.compactMap { $0 }
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous call gave or threw.
    fileprivate init(_ call: () async throws -> Success) async {
        do { self = .success(try await call()) } catch { self = .failure(error) }
    }
}
