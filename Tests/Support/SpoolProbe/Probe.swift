internal import Foundation
internal import Glibc
internal import Spool

/// The program that the crash tests stop, starve and cut off: `SpoolProbe MODE ROOT OPERATOR [KEY…]`.
///
/// Modes: `join` takes short messages in and joins them, some of them late; `live` works the letters of the keys through and ends; `early` does so too, but is the mutant that
/// acknowledges before the letter is durable; `serve` takes letters from standard input, a line each, and
/// refuses them below marks that suit a disk of a few megabytes; `serve-unmarked` has no marks.
@main struct Probe {
    static func main() async {
        let words = CommandLine.arguments
        guard words.count >= 4, let run = runs[words[1]] else {
            complain("usage: SpoolProbe \(runs.keys.sorted().joined(separator: "|")) ROOT OPERATOR [KEY…]")
            exit(64)
        }
        do {
            let marks = words[1] == "serve" ? SpaceMarks.small : .none
            let life = try ProbeLife(words[2], marks: marks, joining: words[1] == "join", say: say, complain: complain)
            try await run(
                life, words[3], (ProbeLetter.all + ProbeLetter.messages).filter { words[4...].contains($0.key) })
            let balance = try await life.balance()
            say(String(decoding: try JSONEncoder().encode(balance), as: UTF8.self))
            exit(balance.holds ? 0 : 1)
        } catch {
            complain("\(error)")
            exit(75)
        }
    }

    private typealias Run = @Sendable (ProbeLife, String, [ProbeLetter]) async throws -> Void

    private static let runs: [String: Run] = [
        "live": { try await $0.live(offering: $2, operatorName: $1) },
        "join": { life, _, letters in try await life.liveJoining(offering: letters) },
        "early": { try await $0.live(offering: $2, operatorName: $1, acknowledgingEarly: true) },
        "serve": { life, _, _ in try await life.serve(standardInput()) },
        "serve-unmarked": { life, _, _ in try await life.serve(standardInput()) },
    ]

    /// The lines of standard input, read off the pool of tasks.
    private static func standardInput() -> AsyncStream<String> {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        DispatchQueue.global().async {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }
        return lines
    }
}

extension SpaceMarks {
    /// Marks for a disk of a few megabytes.
    fileprivate static var small: SpaceMarks {
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (256 << 10, 0.02, 0.05)
        return marks
    }
}

/// Writes a line with one call, so that a process killed after it has written it.
@Sendable func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(1, bytes, bytes.count)
}

@Sendable func complain(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(2, bytes, bytes.count)
}
