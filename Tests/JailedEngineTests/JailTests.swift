import EngineContract
import Foundation
import Testing

@testable import JailedEngine

@Suite struct JailTests {
    @Test func refusesEveryProbe() async throws {
        let probes = try await JailedEngine(Bench.configuration()).probe()
        #expect(probes.count >= 8)
        #expect(probes.allSatisfy { $0.isRefused }, "\(probes.filter { !$0.isRefused })")
    }

    /// A probe that fails outside the jail too would prove nothing.
    @Test func everyProbeSucceedsOutside() async throws {
        var configuration = Bench.configuration()
        configuration.replacement = configuration.bareCommand
        let probes = try await JailedEngine(configuration).probe()
        #expect(probes.allSatisfy { !$0.isRefused }, "\(probes.filter(\.isRefused))")
    }

    @Test func failsClosedWhereTheKernelOffersNoLandlock() throws {
        // Inside a jail Landlock cannot be asked for again: to a second launcher it looks like a kernel without it.
        let configuration = Bench.configuration()
        let (jail, libraries) = (configuration.launcher, configuration.readablePaths.flatMap { ["--read", $0] })
        let closed = try run(jail, libraries + ["--execute", jail, "--", jail, "--", "/bin/true"])
        #expect(closed.status == 78)
        #expect(closed.errors.contains("no Landlock") && closed.errors.contains("--allow-unconfined"))
    }

    private static let calls: [([String], Int32)] = [
        ([], 64), (["--", "true"], 64), (["--memory-bytes", "-1", "--", "/bin/true"], 64), (["--read"], 64),
        (["--what", "x", "--", "/bin/true"], 64), (["--read", "/no/such/path", "--", "/bin/true"], 78),
        (["--", "/no/such/program"], 78), (["--", "/bin/true"], 0), (["--help"], 0),
        (["--parent", "1", "--", "/bin/sh"], 0),
    ]

    @Test(arguments: calls)
    func saysWhatIsWrong(arguments: [String], status: Int32) throws {
        let result = try run(Bench.configuration().launcher, arguments)
        #expect(result.status == status)
        let isSilent = result.errors.isEmpty
        #expect(isSilent == (status == 0), "\(result.errors)")
    }

    @Test func emptiesTheEnvironmentAndLimitsFilesAndMemory() throws {
        let script = "export -p; ulimit -v; ulimit -n; ulimit -c; : > /tmp/rongthuk-jail-test"
        let result = try run(
            Bench.configuration().launcher, ["--memory-bytes", "536870912", "--", "/bin/sh", "-c", script],
            environment: ["SECRET": "canary", "LD_PRELOAD": ""])
        #expect(!result.output.contains("SECRET"))
        #expect(result.output.contains("524288\n64\n0\n"))
        #expect(result.output.contains("OMP_THREAD_LIMIT='1'"))
        #expect(result.errors.contains("Permission denied"))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/rongthuk-jail-test"))
    }

    @Test func diesWithItsParentEvenInTheMiddleOfWork() async throws {
        let configuration = Bench.configuration()
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        // The worker's input stays open, so that only the death of the shell can end it.
        let worker = configuration.command.map { "'\($0)'" }.joined(separator: " ")
            .replacing("'\(getpid())'", with: "$$")
        shell.arguments = ["-c", "\(worker) <&0 >/dev/null & echo $!; wait"]
        let (input, output) = (Pipe(), Pipe())
        (shell.standardInput, shell.standardOutput) = (input, output)
        try shell.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let child = try #require(pid_t(line.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(isAlive(child))
        kill(shell.processIdentifier, SIGKILL)
        #expect(await eventually { !isAlive(child) })
        try input.fileHandleForWriting.close()
    }

    private func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let complaint = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, complaint)
    }
}
