internal import ComplaintModel
internal import ThaiText

/// The text layer of a born-digital page, and whether it can be believed.
///
/// Many programs write Thai PDF files whose picture is right and whose text is not: SARA AM lost, marks in private-use
/// codes, letters out of order or in a wrong encoding. What repair and normalisation mend is sound; what is lost for
/// good must be read from the picture.
struct TextLayer {
    enum Verdict: Equatable {
        /// It can be taken for the page.
        case sound
        /// It is sound as far as it goes, but short: the picture may hold more.
        case short
        case unsound(String)
    }

    /// The layer with wrong decodings undone and control characters dropped.
    private let text: String
    /// How the layer was decoded anew, in words; nil where it was right.
    private let repair: String?
    let verdict: Verdict
    /// Letters of the layer in normal form.
    let letters: Int

    init(_ raw: String) {
        let (decoded, repairs) = ThaiDecoder.repair(raw)
        let writing = LayerWriting(of: ThaiNormaliser().normalise(decoded, mode: .pdf).text)
        letters = writing.letters
        repair = repairs.isEmpty ? nil : "text layer decoded anew"
        verdict =
            writing.fault.map(Verdict.unsound) ?? (writing.letters < Self.lettersOfAPage ? .short : .sound)
        text = String(String.UnicodeScalarView(decoded.unicodeScalars.filter { !LayerWriting.isControl($0) }))
    }

    /// The layer as a reading: lines without places, since the layer tells none; each stands for the whole page.
    func reading(of page: Page) -> PageReading {
        let wholePage = Box(x: 0, y: 0, width: page.width, height: page.height)
        let lines = text.split(whereSeparator: \.isNewline)
            .filter { $0.unicodeScalars.contains { !$0.properties.isWhitespace } }
            .map { Line(text: String($0), confidence: 100, risk: 0, box: wholePage, clusters: []) }
        return PageReading(
            page: page.number, origin: .textLayer, lines: lines, confidence: 100,
            warnings: repair.map { [$0] } ?? [], reader: "text layer")
    }

    /// A written page has more; a layer with less may be a letterhead over a picture.
    private static let lettersOfAPage = 250
}
