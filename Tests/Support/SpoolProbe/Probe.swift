internal import Foundation
internal import Glibc
internal import Spool

/// The program that the crash tests stop, starve and cut off: `SpoolProbe live ROOT OPERATOR [KEY…]`.
///
/// `early` instead of `live` is the mutant that acknowledges before the letter is durable.
@main struct Probe {
    static func main() async {
        let words = CommandLine.arguments
        guard words.count >= 4, ["live", "early"].contains(words[1]) else {
            complain("usage: SpoolProbe live|early ROOT OPERATOR [KEY…]")
            exit(64)
        }
        do {
            let letters = ProbeLetter.all.filter { words[4...].contains($0.key) }
            let life = try ProbeLife(words[2], say: say, complain: complain)
            try await life.live(offering: letters, operatorName: words[3], acknowledgingEarly: words[1] == "early")
            let balance = try await life.balance()
            say(String(decoding: try JSONEncoder().encode(balance), as: UTF8.self))
            exit(balance.holds ? 0 : 1)
        } catch {
            complain("\(error)")
            exit(75)
        }
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
