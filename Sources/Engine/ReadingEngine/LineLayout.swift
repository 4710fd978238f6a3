/// The lines of a page as sets of pieces of ink, in reading order: pure geometry.
struct LineLayout {
    /// One line of writing.
    struct Line {
        /// Where it runs.
        let segment: Segment
        /// Its pieces, letters and the marks that go with them, parted where there is more than a space between them:
        /// a network that reads across a wide gap loses its place.
        let parts: [[Int]]

        /// How many letters it has, or pieces of letters.
        var letters: Int { segment.pieces.count }
    }

    let lines: [Line]
    /// For every piece the line it belongs to, `none` or `shared`; those of a stamp's rows have numbers beyond.
    let owners: [Int]
    /// The words of stamps, which are no part of the letter.
    let stampWords: StampWords

    /// Belongs to no line.
    static let none = -1
    /// Runs through several lines and is shown in each.
    static let shared = -2

    /// Finds the lines, where a plain consonant is `height` high; nil where there are more than any page has: noise.
    init?(of ink: PageInk, height: Double) {
        let list = ink.components.list
        var kinds = list.map { PieceKind(of: $0, height: height) }
        let letters = list.indices.filter { kinds[$0] == .body }
        guard letters.count <= Self.mostLetters else { return nil }
        let words = StampWords(
            of: ink.stamps.filter { !$0.isPale }, among: letters, kinds: kinds, list: list, height: height)
        for index in Leaders(in: list, height: height).dots(kinds: kinds) { kinds[index] = .dismissed }
        stampWords = words
        let ofStamps = Set(words.rows.flatMap(\.pieces))
        let segments = SegmentChaining(list: list, height: height).segments(
            of: letters.filter { kinds[$0] == .body && !ofStamps.contains($0) })
        guard segments.count <= Self.mostSegments else { return nil }
        let columns = TextColumns.find(among: segments, height: height, uprights: ink.uprights)
        let dark = ink.stamps.filter { !$0.isPale }.map(\.box)
        let apart = columns.reduce(segments) { $1.parted($0, under: dark, of: list, body: height) }
        let rows = RowJoining(list: list, height: height, columns: columns).rows(of: apart)
        var ownership = MarkOwnership(list: list, rows: rows + words.rows)
        for index in list.indices where kinds[index] == .body || kinds[index] == .mark { ownership.assign(index) }
        for index in list.indices where kinds[index] == .large { ownership.share(index, of: ink.components) }
        owners = ownership.owners
        lines = zip(rows, ownership.piecesOfRows()).map { row, pieces in
            Line(segment: row, parts: Self.parts(of: pieces, list, Self.widestSpace * row.height))
        }
    }

    /// A page of dense writing has up to 3,000 letters in some hundred segments; the work grows with their square.
    private static let mostLetters = 15_000
    private static let mostSegments = 2000

    /// In letter heights; justified lines have spaces of more than two.
    private static let widestSpace = 2.5

    private static func parts(of pieces: [Int], _ list: [Component], _ space: Double) -> [[Int]] {
        var parts: [[Int]] = []
        var right = 0
        for index in pieces.sorted(by: { list[$0].left < list[$1].left }) {
            if !parts.isEmpty, Double(list[index].left - right) <= space {
                parts[parts.count - 1].append(index)
            } else {
                parts.append([index])
            }
            right = max(right, list[index].right)
        }
        return parts
    }
}

/// What a piece of ink may be, by its size.
enum PieceKind {
    /// A letter, or several that touch.
    case body
    /// A vowel sign, tone mark, dot or dash.
    case mark
    /// Too small for any mark.
    case speck
    /// Larger than letters: a signature, a picture, letters of two lines that touch.
    case large
    /// Of a dotted line, or a hole.
    case dismissed

    init(of piece: Component, height: Double) {
        let (tall, wide) = (Double(piece.height) / height, Double(piece.width) / height)
        let isSolid = piece.area * 10 > piece.width * piece.height * 7
        if Double(piece.area) < max(2, 0.012 * height * height) {
            self = .speck
        } else if isSolid, tall > 1.5, wide > 1.5 {
            // A punch hole, a blot: no letter is without a hollow.
            self = .dismissed
        } else if tall > 2.4 || wide > 20 && tall < 0.62 {
            // Bold letters grown together with all their marks fill their box; a signature's loops do not.
            let isWord =
                tall > 2.4 && tall <= 3.4 && wide >= 2 * tall && piece.area * 10 > piece.width * piece.height * 3
            self = isWord ? .body : .large
        } else {
            self = tall >= 0.62 && wide >= 0.08 ? .body : .mark
        }
    }
}
