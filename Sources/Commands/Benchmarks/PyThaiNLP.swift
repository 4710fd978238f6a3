internal import Foundation

/// pythainlp in a python3 of the user's, which measures itself on the same texts: its start is not counted.
struct PyThaiNLP {
    let rounds: Int

    private static let normalisation = "normalise by pythainlp normalize"
    private static let segmentation = "segmentation by pythainlp newmm"
    private static let remedy = "not installed: pip install pythainlp, so that python3 finds it"

    /// What the child prints.
    private struct Report: Decodable {
        let version: String
        let normalize: [Timing]
        let newmm: [Timing]
    }

    /// Takes the texts' file and the number of rounds; stops early after a minute.
    private static let program = """
        import json, sys, time
        try:
            import pythainlp
            from pythainlp.tokenize.newmm import segment
            from pythainlp.util import normalize
        except ImportError:
            sys.exit(3)
        with open(sys.argv[1], encoding="utf-8", newline="") as file:
            texts = file.read().split("\\f")
        started = time.monotonic()
        def measure(work):
            work(texts[0])
            timings = []
            while not timings or (len(timings) < int(sys.argv[2]) and time.monotonic() - started < 60):
                processor, wall = time.thread_time(), time.perf_counter()
                for text in texts:
                    work(text)
                timings.append({"processor": time.thread_time() - processor, "wall": time.perf_counter() - wall})
            return timings
        print(json.dumps({
            "version": pythainlp.__version__, "normalize": measure(normalize), "newmm": measure(segment)}))
        """

    /// Its figures, or how to install it.
    func rows(_ texts: [String]) async -> [TextBenchResult.Row] {
        let report = try? await measure(texts)
        let note = report.map { "pythainlp \($0.version)" } ?? Self.remedy
        let size = Double(texts.utf8Count) / 1e6
        return [(Self.normalisation, report?.normalize), (Self.segmentation, report?.newmm)].map { name, timings in
            TextBenchResult.Row(
                name: name, unit: .megabytesPerSecond, processor: .init((timings ?? []).map { size / $0.processor }),
                wall: .init((timings ?? []).map { size / $0.wall }), isPeer: true, note: note)
        }
    }

    private func measure(_ texts: [String]) async throws -> Report {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rongthuk-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (corpus, output) = (folder.appending(path: "corpus.txt"), folder.appending(path: "report.json"))
        try Data(texts.joined(separator: "\u{C}").utf8).write(to: corpus)
        try Data().write(to: output)
        let child = Process()
        child.executableURL = URL(filePath: "/usr/bin/env")
        child.arguments = ["python3", "-c", Self.program, corpus.path, String(rounds)]
        child.standardInput = FileHandle.nullDevice
        child.standardOutput = try FileHandle(forWritingTo: output)
        child.standardError = FileHandle.nullDevice
        try await finish(child)
        return try JSONDecoder().decode(Report.self, from: Data(contentsOf: output))
    }

    /// Starts the child and waits for its end without holding a thread.
    private func finish(_ child: Process) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            child.terminationHandler = { _ in continuation.resume() }
            do {
                try child.run()
            } catch {
                child.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
    }
}
