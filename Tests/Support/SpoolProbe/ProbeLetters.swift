/// A letter of the probe: its words say what becomes of it.
///
/// `|` parts several letters in one arrival, `?` makes a doubt for the operator, `busy` asks for a second try, `broken`
/// cannot be opened, `advert` is no complaint; the operator rejects what says `refuse` and corrects the rest.
package struct ProbeLetter: Sendable, Hashable {
    package let key: String
    package let words: String

    /// The letters of the tests, between them on every way through the house.
    package static let all = [
        ProbeLetter(key: "1", words: "busy road"), ProbeLetter(key: "2", words: "late bus|brown water?"),
        ProbeLetter(key: "3", words: "refuse this?"), ProbeLetter(key: "4", words: "broken"),
        ProbeLetter(key: "5", words: "advert"),
    ]

    /// Short messages, a key each: `set.number.total.sender`; the later part of the set `e` comes late, and `d` twice.
    package static let messages = [
        ProbeLetter(key: "a.1.3.66810000001", words: "A1"), ProbeLetter(key: "a.2.3.66810000001", words: "A2"),
        ProbeLetter(key: "a.3.3.66810000001", words: "A3"), ProbeLetter(key: "d.1.1.66810000002", words: "D"),
        ProbeLetter(key: "dd.1.1.66810000002", words: "D"), ProbeLetter(key: "e.1.2.66810000003", words: "E1"),
        ProbeLetter(key: "e.2.2.66810000003", words: "E2"),
    ]

    /// Whether it comes once the others have gone on.
    package var isLate: Bool { key.hasPrefix("e.2.") }

    /// The words of the letters in it.
    package var parts: [String] { words.split(separator: "|").map(String.init) }
}

extension String {
    package var isDoubtful: Bool { contains("?") }
    package var isRefused: Bool { contains("refuse") }
    package var asksForTime: Bool { contains("busy") }
    package var isBroken: Bool { contains("broken") }
    package var isAdvert: Bool { contains("advert") }

    /// The words as an operator sets them right.
    package func corrected(by operatorName: String) -> String {
        "\(filter { $0 != "?" }) [\(operatorName)]"
    }
}
