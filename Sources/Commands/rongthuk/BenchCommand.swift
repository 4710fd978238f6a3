internal import ArgumentParser
internal import ComplaintModel
internal import EngineContract
internal import Foundation
internal import JailedEngine
internal import PipelineAssembly
internal import Terminal

/// The published figures, reproduced.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Reproduce the published figures. (วัดผล)",
        subcommands: [RecogniseBench.self, SamplesBench.self, TextBenchCommand.self])
}

/// Pages a second beside the bare API.
struct RecogniseBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recognise",
        abstract: "Pages a second through the jailed workers, beside the bare Tesseract API.",
        discussion: """
            Both run in the same run, in turns, with as many worker processes. Give single-page images.

            Example: rongthuk bench recognise samples/scan/desk-1/SCAN000*.tif
            """)
    @Option(name: .long, help: "Workers side by side; the machine's cores otherwise.") var workers: Int?
    @Option(name: .long, help: "How often every page is read each way.") var rounds = 3
    @Flag(name: .long, help: "Answer in JSON.") var json = false
    @Argument(help: "Page images.") var files: [String]

    func run() async throws {
        let configuration = WorkerConfiguration(workers: workers)
        let engine = JailedEngine(configuration)
        defer { engine.shutDown() }
        let pages = try files.map { file in
            guard let data = FileManager.default.contents(atPath: file) else {
                throw Failure(.badData, "\(file) cannot be read.")
            }
            let bytes = [UInt8](data)
            let artefact = Artefact(
                sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: MediaType(sniffing: bytes))
            return Content(artefact: artefact, bytes: bytes)
        }
        let result = try await engine.bench(
            pages, rounds: rounds, settings: RecognitionSettings(model: configuration.preferredModel))
        if json { return try printJSON(result) }
        print(
            """
            workers                       \(result.workers)
            pages read each way           \(result.pages)
            through the workers, pages/s  \(String(format: "%.2f", result.pooledPagesPerSecond))
            bare API, pages/s             \(String(format: "%.2f", result.barePagesPerSecond))
            ratio                         \(String(format: "%.1f", result.ratio * 100)) %
            workers, processor s/page     \(String(format: "%.3f", result.pooledProcessorSeconds))
            bare API, processor s/page    \(String(format: "%.3f", result.bareProcessorSeconds))
            ratio (trust it under load)   \(String(format: "%.1f", result.processorRatio * 100)) %
            """)
    }
}

/// How well a site read the sample letters.
struct SamplesBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "samples",
        abstract: "What became of each sample letter of a site, and how far its text is from the truth.",
        discussion: "Run the samples through a site first; scripts/demo does both.")
    @OptionGroup var options: SiteOptions
    @Option(name: .long, help: "The table of the samples.") var manifest = "samples/MANIFEST.tsv"
    @Flag(name: .long, help: "Answer in JSON Lines.") var jsonLines = false

    func run() async throws {
        let report = try await SampleReport(of: try options.site(), manifest: manifest)
        if jsonLines {
            for row in report.rows { try printJSON(row, pretty: false) }
        } else {
            print(report.table(options.say))
        }
    }
}
