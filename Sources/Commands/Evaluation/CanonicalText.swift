internal import ThaiText

/// A text as readings are compared: in normal form (one order of marks, SARA AM whole), dashes and quotes unified, dot
/// leaders left out, every run of white space one space, and where its lines lie.
struct CanonicalText {
    /// The scalars, one space between words and between lines.
    private(set) var scalars: [UInt32] = []
    /// Where each line that has text lies in `scalars`, without the spaces between lines.
    private(set) var lines: [Range<Int>] = []

    static let space: UInt32 = 0x20
    private static let normaliser = ThaiNormaliser()

    /// Brings a text, lines parted by line feeds and pages by form feeds, into the form for comparing.
    init(_ text: String) {
        let broken = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{C}" ? "\n" : $0 }))
        let normalised = Self.normaliser.normalise(broken, mode: .text).text
        for line in normalised.unicodeScalars.split(whereSeparator: { $0 == "\n" }) {
            append(Self.spaced(Self.withoutLeaders(line.map(Self.unified))))
        }
    }

    /// The scalars but the spaces.
    var withoutSpaces: [UInt32] { scalars.filter { $0 != Self.space } }

    private mutating func append(_ line: [UInt32]) {
        guard !line.isEmpty else { return }
        if !scalars.isEmpty { scalars.append(Self.space) }
        lines.append(scalars.count..<scalars.count + line.count)
        scalars += line
    }

    /// A dash is a dash and a quote a quote, whatever its shape; white space is a space.
    private static func unified(_ scalar: Unicode.Scalar) -> UInt32 {
        switch scalar.value {
        case 0x2010...0x2015, 0x2212: 0x2D
        case 0x201C...0x201F, 0xAB, 0xBB: 0x22
        case 0x2018...0x201B, 0x2032, 0x60, 0xB4: 0x27
        default: scalar.properties.isWhitespace ? space : scalar.value
        }
    }

    /// Dots to write on are no text: runs of three and more dots or underscores, and ellipses, become a space.
    private static func withoutLeaders(_ line: [UInt32]) -> [UInt32] {
        var kept: [UInt32] = []
        var index = 0
        while index < line.count {
            var end = index
            while end < line.count, [0x2E, 0x5F, 0x2026].contains(line[end]) { end += 1 }
            let isLeader = end - index >= 3 || line[index..<end].contains(0x2026)
            kept += isLeader ? [space] : line[index..<max(end, index + 1)]
            index = max(end, index + 1)
        }
        return kept
    }

    private static func spaced(_ line: [UInt32]) -> [UInt32] {
        Array(line.split(separator: space).joined(separator: [space]))
    }
}
