internal import ArgumentParser
internal import PipelineAssembly
internal import Terminal

/// Is this machine fit.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Is this machine fit: models, programs, jail, folders, clock, space? (ตรวจความพร้อมของเครื่อง)")
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "Answer in JSON.") var json = false

    func run() async throws {
        let findings = await Doctor(try options.plan()).examine()
        if json {
            try printJSON(findings)
        } else {
            for finding in findings {
                let remedy = finding.isWell ? "" : "\n    → \(finding.remedy)"
                let line = "\(finding.isWell ? "✓" : "✗") \(finding.what): \(finding.found)\(remedy)"
                print(TerminalText.safe(line, keepingLines: true))
            }
        }
        if findings.contains(where: { !$0.isWell }) { throw ExitCode(Failure.Code.no.rawValue) }
    }
}
