internal import ArgumentParser

/// The published figures, reproduced.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Reproduce the published figures. (วัดผล)",
        subcommands: [RecogniseBench.self, SamplesBench.self, TextBenchCommand.self])
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
