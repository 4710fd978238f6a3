/// A text as readings are compared: marks in one order, SARA AM whole, dashes and quotes unified, dot leaders left out,
/// every run of white space one space, and where its lines lie.
///
/// A form of its own: a yardstick must not grow with the rules of `ThaiText`.
struct CanonicalText {
    /// The scalars, one space between words and between lines.
    private(set) var scalars: [UInt32] = []
    /// Where each line that has text lies in `scalars`, without the spaces between lines.
    private(set) var lines: [Range<Int>] = []

    static let space: UInt32 = 0x20

    /// Brings a text, lines parted by line feeds and pages by form feeds, into the form for comparing.
    init(_ text: String) {
        for line in text.unicodeScalars.split(whereSeparator: {
            "\n\r\u{C}\u{2028}\u{2029}".unicodeScalars.contains($0)
        }) {
            let plain = line.filter { $0.properties.generalCategory != .format }.map(Self.unified)
            append(Self.spaced(Self.withoutLeaders(Self.arranged(plain))))
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

    /// Marks above and below in the order of the standard keyboard: vowel, tone, the rest; the parts of SARA AM, and of
    /// SARA AE, as one.
    private static func arranged(_ line: [UInt32]) -> [UInt32] {
        var (arranged, marks) = ([UInt32](), [UInt32]())
        for scalar in line {
            if let rank = rank(of: scalar) {
                let place = marks.firstIndex { Self.rank(of: $0) ?? 0 > rank } ?? marks.count
                marks.insert(scalar, at: place)
            } else if scalar == saraAA, let nikhahit = marks.lastIndex(of: nikhahit) {
                marks.remove(at: nikhahit)
                arranged += marks
                (arranged, marks) = (arranged + [saraAM], [])
            } else {
                settle(&marks, in: &arranged)
                let isSecondE = scalar == saraE && arranged.last == saraE
                if isSecondE { arranged.removeLast() }
                arranged.append(isSecondE ? saraAE : scalar)
            }
        }
        settle(&marks, in: &arranged)
        return arranged
    }

    /// Writes marks down; those typed after SARA AM belong before it.
    private static func settle(_ marks: inout [UInt32], in arranged: inout [UInt32]) {
        let isAfterAM = arranged.last == saraAM && !marks.isEmpty
        if isAfterAM { arranged.removeLast() }
        arranged += marks
        if isAfterAM { arranged.append(saraAM) }
        marks = []
    }

    private static let (saraAA, saraAM, saraE, saraAE): (UInt32, UInt32, UInt32, UInt32) = (0xE32, 0xE33, 0xE40, 0xE41)
    private static let nikhahit: UInt32 = 0xE4D

    private static func rank(of scalar: UInt32) -> Int? {
        switch scalar {
        case 0xE31, 0xE34...0xE3A, 0xE47: 0
        case 0xE48...0xE4B: 1
        case 0xE4C...0xE4E: 2
        default: nil
        }
    }

    /// Dots to write on are no text: dots and underscores that follow each other, spaces among them or not, three and
    /// more, become a space; an ellipsis counts for three.
    private static func withoutLeaders(_ line: [UInt32]) -> [UInt32] {
        var kept: [UInt32] = []
        var index = 0
        while index < line.count {
            var (end, place, dots) = (index, index, 0)
            while place < line.count, let worth = dotsWorth(line[place]) {
                (place, dots) = (place + 1, dots + worth)
                if worth > 0 { end = place }
                if dots == 0 { break }
            }
            end = max(end, index + 1)
            kept += dots >= 3 ? [space] : line[index..<end]
            index = end
        }
        return kept
    }

    private static func dotsWorth(_ scalar: UInt32) -> Int? {
        switch scalar {
        case 0x2E, 0x5F: 1
        case 0x2026: 3
        case space: 0
        default: nil
        }
    }

    private static func spaced(_ line: [UInt32]) -> [UInt32] {
        Array(line.split(separator: space).joined(separator: [space]))
    }
}
