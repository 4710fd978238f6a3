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
