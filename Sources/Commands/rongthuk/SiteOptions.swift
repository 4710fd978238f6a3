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

    /// The site as it stands.
    ///
    /// - Throws: a failure where there is none: an empty one, made by mistake, would balance and say so.
    func site() throws -> Site {
        let plan = try plan()
        guard Site.exists(plan) else {
            throw Failure(
                .configuration,
                say(
                    "There is no spool at \(plan.spoolDirectory) (of \(plan.file)); `rongthuk run` makes it. Is it the right pipeline file?",
                    "ไม่พบที่เก็บที่ \(plan.spoolDirectory) (ตาม \(plan.file)) คำสั่ง `rongthuk run` จะสร้างให้ โปรดตรวจว่าเลือกแฟ้มกำหนดค่าถูกต้อง"
                ))
        }
        return try Site(plan)
    }
}

func printToStandardError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((TerminalText.safe(text, keepingLines: true) + "\n").utf8))
}

/// Prints a line, and ends quietly where nobody reads any more.
func printLine(_ text: String) throws { try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8)) }

/// Prints a value as JSON, for machines.
func printJSON(_ value: some Encodable, pretty: Bool = true) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    try printLine(TerminalText.safeJSON(String(decoding: try encoder.encode(value), as: UTF8.self)))
}
