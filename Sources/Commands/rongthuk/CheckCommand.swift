internal import ArgumentParser
internal import PipelineAssembly
internal import Terminal

/// Every fault of a configuration at once.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every fault of a pipeline file at once, with line and nearest spelling. (ตรวจแฟ้มกำหนดค่า)",
        discussion: """
            With --tests the cases in the file beside it are run too: for po-box.yaml those in po-box.tests.yaml, each a \
            text with the fields that must come out of it.

            Example: rongthuk check pipelines/po-box.yaml --tests
            """)
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "Run the tests beside the file too.") var tests = false
    @Flag(name: .long, help: "Answer in JSON.") var json = false
    @Argument(help: "The pipeline file.") var file: String

    struct Answer: Encodable {
        let diagnostics: [Diagnostic]
        let tests: [PipelineTestResult]
    }

    func run() async throws {
        var diagnostics: [Diagnostic] = []
        var results: [PipelineTestResult] = []
        do {
            let (plan, warnings) = try PlanReader.read(file)
            diagnostics += warnings + PlanChecks.diagnostics(of: plan)
            // Tests against tables that are themselves at fault would only repeat those faults.
            let isSound = !diagnostics.contains { $0.severity == .error }
            if tests, isSound { results = try PipelineTests(beside: file).run(with: plan) }
        } catch let fault as ConfigurationFault {
            diagnostics += fault.diagnostics
        }
        let failures = results.filter { !$0.failures.isEmpty }
        if json {
            try printJSON(Answer(diagnostics: diagnostics, tests: results))
        } else {
            for diagnostic in diagnostics { print(diagnostic.description) }
            for result in failures {
                for failure in result.failures { print("\(result.place): ✗ \(result.name): \(failure)") }
            }
            if tests {
                print(
                    options.say(
                        "\(results.count) tests, \(failures.count) failed",
                        "ทดสอบ \(results.count) ข้อ ไม่ผ่าน \(failures.count)"))
            }
            if diagnostics.isEmpty { print(options.say("\(file) is sound.", "\(file) ถูกต้อง")) }
        }
        if diagnostics.contains(where: { $0.severity == .error }) { throw Failure(.configuration, "") }
        if !failures.isEmpty { throw ExitCode(Failure.Code.no.rawValue) }
    }
}
