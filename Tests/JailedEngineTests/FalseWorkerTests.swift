import EngineContract
import Foundation
import Testing

@testable import JailedEngine

/// Workers that are none, that fall silent, or that lie about their frames.
@Suite struct FalseWorkerTests {
    /// A shell script in the worker's place, outside any jail.
    private func engine(answering script: String, startSeconds: Int = 60) -> JailedEngine {
        var configuration = Bench.configuration()
        configuration.replacement = ["/bin/sh", "-c", script]
        configuration.startSeconds = startSeconds
        return JailedEngine(configuration)
    }

    private func fault(of engine: JailedEngine) async -> EngineFault? {
        let limits = Bench.limits { $0.wallSeconds = 5 }
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

    @Test(arguments: ["exit 3", "echo 'no such library' >&2; exit 127", "echo hello, I am a shell", ready(version: 99)])
    func aWorkerThatDoesNotStartIsUnavailable(script: String) async throws {
        let engine = engine(answering: script)
        let first = await fault(of: engine)
        guard case .unavailable(let reason) = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        if script.contains("library") { #expect(reason.contains("no such library") && reason.contains("127")) }
    }

    @Test func aWorkerThatNeverListensIsUnavailable() async throws {
        let silent = await fault(of: engine(answering: "exec sleep 100", startSeconds: 1))
        guard case .unavailable = silent else {
            Issue.record("\(String(describing: silent))")
            return
        }
    }

    @Test func startsAreTriedLessAndLessOften() throws {
        struct Reason: Error {}
        var backOff = BackOff()
        let now = ContinuousClock.now
        try backOff.check(at: now)
        var delay = 0.5
        for _ in 0..<10 {
            backOff.note(Reason(), at: now)
            #expect(throws: Reason.self) { try backOff.check(at: now + .seconds(delay - 0.01)) }
            try backOff.check(at: now + .seconds(delay))
            delay = min(delay * 2, 30)
        }
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
        (#"printf 'RTE1\14\0\0\0\0\0\0\0\0\0\0\0{"cropped":'; exit 1"#, "crashed"),
        (#"printf 'RTE1\16\0\0\0\0\0\0\0\0\0\0\0{"cropped":{}}'; cat >/dev/null"#, "nonsense"),
        ("exit 0", "crashed"), ("kill -SEGV $$", "crashed"), ("exec sleep 100", "timedOut"),
    ])
    func liesAndSilenceAreFaultsOfTheCall(script: String, expected: String) async throws {
        let engine = engine(answering: Self.ready() + "\n" + script)
        let fault = try #require(await fault(of: engine))
        #expect(fault.kind == expected, "\(fault)")
    }
}

extension EngineFault {
    fileprivate var kind: String {
        switch self {
        case .crashed: "crashed"
        case .nonsense: "nonsense"
        case .timedOut: "timedOut"
        case .unreadable, .tooLarge, .unavailable: "another"
        }
    }
}
