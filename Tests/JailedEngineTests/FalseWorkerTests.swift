import EngineContract
import Foundation
import Testing

@testable import JailedEngine

/// Workers that are none, that fall silent, or that lie about their frames.
@Suite struct FalseWorkerTests {
    /// A shell script in the worker's place, outside any jail.
    private func engine(answering script: String) throws -> JailedEngine {
        let file = FileManager.default.temporaryDirectory.appending(path: "false-worker-\(UUID().uuidString)")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        var configuration = Bench.configuration()
        (configuration.worker, configuration.isBare, configuration.startSeconds) = (file.path, true, 2)
        return JailedEngine(configuration)
    }

    private func fault(of engine: JailedEngine) async -> EngineFault? {
        let limits = Bench.limits { $0.wallSeconds = 2 }
        do {
            _ = try await engine.recognise(Bench.content([1]), settings: RecognitionSettings(), limits: limits)
            return nil
        } catch { return error as? EngineFault }
    }

    /// `ready` as the real worker says it.
    private static func ready(version: Int = EngineReply.version) -> String {
        let header = #"{"ready":{"version":\#(version)}}"#
        return "printf 'RTE1\\\(String(header.utf8.count, radix: 8))\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0%s' '\(header)'"
    }

    @Test(arguments: ["exit 3", "echo 'no such library' >&2; exit 127", "echo hello, I am a shell", "cat", ready(version: 99)])
    func aWorkerThatDoesNotStartIsUnavailableForAWhile(script: String) async throws {
        let engine = try engine(answering: script)
        let first = await fault(of: engine)
        guard case .unavailable(let reason) = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        if script.contains("library") { #expect(reason.contains("no such library") && reason.contains("127")) }
        // Within the delay the same answer comes without another try.
        #expect(await fault(of: engine) == first)
    }

    @Test func missingProgramsAreNamed() async throws {
        var configuration = Bench.configuration()
        configuration.launcher = "/nowhere/rongthuk-jail"
        let jailless = await fault(of: JailedEngine(configuration))
        guard case .unavailable(let reason) = jailless else {
            Issue.record("\(String(describing: jailless))")
            return
        }
        #expect(reason.contains("/nowhere/rongthuk-jail"))
    }

    @Test(arguments: [
        (#"dd bs=1 count=16 >/dev/null 2>&1; head -c 100 /dev/zero"#, "nonsense"),
        (#"printf 'RTE1\377\377\377\377\0\0\0\0\0\0\0\0'; cat >/dev/null"#, "nonsense"),
        (#"printf 'RTE1\2\0\0\0\0\0\0\0\0\0\0\0{}'; cat >/dev/null"#, "nonsense"),
        (#"printf 'RTE1\13\0\0\0\0\0\0\0\0\0\0\0{"cropped":'; exit 1"#, "crashed"),
        (#"printf 'RTE1\16\0\0\0\0\0\0\0\0\0\0\0{"cropped":{}}'; cat >/dev/null"#, "nonsense"),
        ("exit 0", "crashed"), ("kill -SEGV $$", "crashed"), ("exec sleep 100", "timedOut"),
    ])
    func liesAndSilenceAreFaultsOfTheCall(script: String, expected: String) async throws {
        let engine = try engine(answering: Self.ready() + "\n" + script)
        let fault = try #require(await fault(of: engine))
        #expect("\(fault)".hasPrefix(expected), "\(fault)")
    }
}
