import Foundation
import Glibc
import Testing

@testable import Benchmarks

@Suite("The plain tesseract program, and what a program used")
struct PlainTesseractTests {
    private func run(_ script: String) async -> MeasuredProgram? {
        await MeasuredProgram.run(["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin", "WORD": "เรื่อง"])
    }

    @Test("output, end, time and memory of a child are its own")
    func measures() async throws {
        let idle = try #require(await run("printf %s \"$WORD\"; echo unheard >&2"))
        #expect(idle.output == "เรื่อง")
        #expect(idle.isSuccess)
        // Linux counts what the caller held when it started the child, too: these tests themselves, run as one program.
        var own = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &own)
        #expect(idle.peakBytes > 100_000 && idle.peakBytes < max(100_000_000, (own.ru_maxrss << 10) + 1))
        let busy = try #require(await run("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"))
        #expect(busy.processorSeconds > idle.processorSeconds)
    }

    @Test("a failing, a killed and a missing program are told apart from a good one")
    func failures() async throws {
        #expect(try #require(await run("exit 3")).isSuccess == false)
        #expect(try #require(await run("kill -9 $$")).isSuccess == false)
        #expect(await MeasuredProgram.run(["/nonexistent/program"], environment: [:]) == nil)
        #expect(await MeasuredProgram.run([], environment: [:]) == nil)
    }

    @Test("much output and many children at once do not get in each other's way")
    func manyAtOnce() async {
        let lengths = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<6 { group.addTask { await run("head -c 300000 /dev/zero")?.output.utf8.count ?? -1 } }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(lengths == Array(repeating: 300_000, count: 6))
    }

    /// A tesseract of our own making, as no machine that runs tests need have the real one.
    ///
    /// A child writes it: what this process had open for writing while another test starts a program could not be run.
    private func program(_ script: String) async throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "tesseract-\(UUID().uuidString)").path
        let written = await MeasuredProgram.run(
            ["sh", "-c", "printf '#!/bin/sh\\n%s\\n' \"$SCRIPT\" > \"$FILE\" && chmod +x \"$FILE\""],
            environment: ["PATH": "/usr/bin:/bin", "SCRIPT": script, "FILE": path])
        #expect(try #require(written).isSuccess)
        return path
    }

    @Test("it is found with both languages, reads with one thread, and is missed otherwise")
    func finds() async throws {
        let good = try await program(
            """
            case "$1" in
            --version) echo tesseract 5.9.9; echo leptonica ;;
            --list-langs) printf 'List:\\nThai\\neng\\ntha\\n' ;;
            *.png) echo "$1 $2 $3 $4 $OMP_THREAD_LIMIT" ;;
            *) exit 1 ;;
            esac
            """)
        defer { try? FileManager.default.removeItem(atPath: good) }
        let plain = try #require(await PlainTesseract(program: good))
        #expect(plain.version == "tesseract 5.9.9")
        #expect(await plain.read("a.png")?.text == "a.png - -l tha+eng 1\n")
        #expect(await plain.read("a.broken") == nil)
        let half = try await program("printf 'List:\\nThai\\neng\\n'")
        defer { try? FileManager.default.removeItem(atPath: half) }
        #expect(await PlainTesseract(program: half) == nil)
        #expect(await PlainTesseract(program: "/nonexistent/tesseract") == nil)
    }
}
