/// Gives every piece of ink to the line it belongs to.
struct MarkOwnership {
    let list: [Component]
    let rows: [Segment]
    private(set) var owners: [Int]

    init(list: [Component], rows: [Segment]) {
        (self.list, self.rows) = (list, rows)
        owners = [Int](repeating: LineLayout.none, count: list.count)
        for (row, segment) in rows.enumerated() { for index in segment.pieces { owners[index] = row } }
    }

    /// The pieces of each row.
    func piecesOfRows() -> [[Int]] {
        var pieces = [[Int]](repeating: [], count: rows.count)
        for (index, owner) in owners.enumerated() where owner >= 0 { pieces[owner].append(index) }
        return pieces
    }

    /// Gives a mark, or a letter of no segment, to the nearest line that has a letter beside, below or above it.
    mutating func assign(_ index: Int) {
        guard owners[index] == LineLayout.none else { return }
        let piece = list[index]
        let (x, y) = (Double(piece.left + piece.right) / 2, Double(piece.top + piece.bottom) / 2)
        var best: (row: Int, cost: Double)?
        for (number, row) in rows.enumerated() {
            let cost = Self.cost(above: (row.middle(at: x) - y) / row.height)
            guard cost < best?.cost ?? Self.farthest, hasLetter(near: piece, in: row, at: y) else { continue }
            best = (number, cost)
        }
        if let best { owners[index] = best.row }
    }

    /// Shows a large piece in the lines whose letters have grown together with it; elsewhere it is left out.
    mutating func share(_ index: Int, of components: Components) {
        let piece = list[index]
        for row in rows {
            let (left, right) = (max(Double(piece.left), row.left), min(Double(piece.right), row.right))
            guard right - left > 0.3 * row.height else { continue }
            let middle = row.middle(at: (left + right) / 2)
            let band = Int(middle - row.height / 2)..<Int(middle + row.height / 2) + 1
            guard band.lowerBound < piece.bottom, band.upperBound > piece.top else { continue }
            var ink = 0
            components.forEachRun(inRows: band) { run, owner in
                if owner == index { ink += max(0, min(Int(run.end), Int(right)) - max(Int(run.start), Int(left))) }
            }
            if Double(ink) > Self.writing * row.height * (right - left) {
                owners[index] = LineLayout.shared
                return
            }
        }
    }

    /// The share of a line's band that letters fill at least; a pen's stroke across fills less.
    private static let writing = 0.17
    private static let farthest = 1.0

    /// How ill a piece fits a line whose middle is `above` letter heights below the piece's (negative: above it).
    ///
    /// Upper marks stand farther from the middle than lower ones.
    private static func cost(above: Double) -> Double {
        above >= 0 ? max(0, above - 0.9) + above * 0.01 : max(0, -above - 0.75) * 1.6 - above * 0.012
    }

    /// Marks stand over or under a letter, dots and dashes in a line at no great distance; specks stand alone.
    private func hasLetter(near piece: Component, in row: Segment, at y: Double) -> Bool {
        let x = Double(piece.left + piece.right) / 2
        let isLevel = abs(row.middle(at: x) - y) < 0.6 * row.height
        let reach = Int((isLevel ? 3 : 0.7) * row.height)
        return row.pieces.contains { list[$0].left - reach < piece.right && list[$0].right + reach > piece.left }
    }
}
