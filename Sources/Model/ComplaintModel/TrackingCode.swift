/// The code a citizen quotes: `RT69-000123-K`, the Buddhist year's last two digits, a number of at least six digits
/// within the year, and a check character.
///
/// The check character is ISO/IEC 7064 MOD 37,36 over the digits and letters before it; it finds every single wrong
/// character and nearly every swap of neighbours.
public struct TrackingCode: RawRepresentable, Codable, Sendable, Hashable, CustomStringConvertible {
    /// The code as printed.
    public let rawValue: String

    /// Makes the code of the complaint numbered `number` (from 1) of a Buddhist year.
    public init(buddhistYear: Int, number: Int) {
        let digits = String(number)
        let padding = String(repeating: "0", count: max(0, 6 - digits.utf8.count))
        let year = String(buddhistYear % 100)
        let body = "RT\(year.utf8.count < 2 ? "0" + year : year)-\(padding)\(digits)"
        rawValue = "\(body)-\(TrackingCode.checkCharacter(of: body))"
    }

    /// Reads a code as a person may write it (any case, spaces or hyphens anywhere), or gives nil where it is none or
    /// the check character does not fit.
    public init?(rawValue: String) {
        let characters = rawValue.uppercased().unicodeScalars.filter { $0 != " " && $0 != "-" }.map(Character.init)
        guard characters.count >= 11, characters.prefix(2) == ["R", "T"],
            characters[2..<(characters.count - 1)].allSatisfy({ $0.isASCII && $0.isNumber }),
            let given = characters.last
        else { return nil }
        let body = "RT\(String(characters[2..<4]))-\(String(characters[4..<(characters.count - 1)]))"
        guard TrackingCode.checkCharacter(of: body) == given else { return nil }
        self.rawValue = "\(body)-\(given)"
    }

    /// The code as printed.
    public var description: String { rawValue }

    private static func checkCharacter(of body: String) -> Character {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        var product = 36
        for character in body {
            guard let value = alphabet.firstIndex(of: character) else { continue }
            let sum = (product + value) % 36
            product = (sum == 0 ? 36 : sum) * 2 % 37
        }
        return alphabet[(37 - product) % 36]
    }
}
