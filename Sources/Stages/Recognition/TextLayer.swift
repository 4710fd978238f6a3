internal import ComplaintModel
internal import ThaiText

/// The text layer of a born-digital page, and whether it can be believed.
///
/// Many programs write Thai PDF files whose picture is right and whose text is not: SARA AM lost, marks in private-use
/// codes, letters out of order. What normalisation repairs is sound; what is lost for good must be read from the
/// picture.
struct TextLayer {
    enum Verdict: Equatable {
        case sound
        case unsound(String)
    }

    private let raw: String

    init(_ raw: String) { self.raw = raw }

    var verdict: Verdict {
        let text = ThaiNormaliser().normalise(raw, mode: .pdf).text
        let scalars = text.unicodeScalars
        let letters = scalars.count { $0.properties.isAlphabetic }
        guard letters >= Self.leastLetters else { return .unsound("it holds next to no text") }
        let strange = scalars.count(where: Self.isStrange)
        guard strange * 200 <= letters else { return .unsound("it holds \(strange) characters of no known meaning") }
        let thai = scalars.count { (0x0E01...0x0E4E).contains($0.value) }
        guard thai * 5 > letters else { return .sound }
        guard WritingQuality.legalPairShare(of: text) >= 0.98 else { return .unsound("its marks are out of order") }
        guard thai < Self.enoughForSaraAm || scalars.contains("\u{0E33}") else {
            return .unsound("it has lost SARA AM")
        }
        guard WritingQuality.lexiconCover(of: text) >= 0.8 else { return .unsound("its words are not Thai words") }
        return .sound
    }

    /// The layer as a reading: lines without places, since the layer tells none; each stands for the whole page.
    func reading(of page: Page) -> PageReading {
        let wholePage = Box(x: 0, y: 0, width: page.width, height: page.height)
        let lines = raw.split(whereSeparator: \.isNewline)
            .filter { $0.unicodeScalars.contains { !$0.properties.isWhitespace } }
            .map { Line(text: String($0), confidence: 100, risk: 0, box: wholePage, clusters: []) }
        return PageReading(
            page: page.number, origin: .textLayer, lines: lines, confidence: 100, reader: "text layer")
    }

    /// A page with less is a picture with a caption, a stamp or a page number.
    private static let leastLetters = 40

    /// SARA AM is one in a hundred characters of Thai: a text of this length without it has lost it.
    private static let enoughForSaraAm = 600

    private static func isStrange(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFFFD, 0xE000...0xF8FF, 0xF0000...0x10FFFF: true
        case 0x80...0x9F: true
        case 0..<0x20: ![0x09, 0x0A, 0x0C, 0x0D].contains(scalar.value)
        default: false
        }
    }
}
