internal import ArgumentParser
internal import Foundation
internal import PipelineAssembly
internal import Terminal

/// Which site a command speaks of, and in which language it answers.
struct SiteOptions: ParsableArguments {
    @Option(name: .long, help: "The pipeline file of the site. (แฟ้มกำหนดค่า)")
    var pipeline: String?

    @Option(name: .long, help: "Answer in th or en; the locale decides otherwise. (ภาษา)")
    var language: Language = .ofLocale

    var say: Wording { Wording(language) }

    func plan() throws -> PipelinePlan {
        let named = pipeline ?? ProcessInfo.processInfo.environment["RONGTHUK_PIPELINE"]
        if let file = named { return try plan(of: file) }
        if FileManager.default.fileExists(atPath: "rongthuk.yaml") { return try plan(of: "rongthuk.yaml") }
        let here = FileManager.default.currentDirectoryPath
        return try PlanReader.read("version: 1\n", file: "\(here)/built-in.yaml").plan
    }

    func plan(of file: String) throws -> PipelinePlan {
        let (plan, warnings) = try PlanReader.read(file)
        for warning in warnings { printToStandardError(warning.description) }
        return plan
    }

    func site() throws -> Site { try Site(try plan()) }
}


func printToStandardError(_ text: String) {
    FileHandle.standardError.write(Data((TerminalText.safe(text, keepingLines: true) + "\n").utf8))
}

/// Prints a value as JSON, for machines.
func printJSON(_ value: some Encodable, pretty: Bool = true) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
}
