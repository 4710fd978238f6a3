/// Makes segments out of body-sized pieces: each is chained to the nearest one on its left that stands on its level.
struct SegmentChaining {
    let list: [Component]
    /// The height of a plain consonant.
    let height: Double

    /// The segments of writing: rows, but for those of marks as tall as letters.
    func segments(of bodies: [Int]) -> [Segment] { withoutFalseLines(rows(of: bodies)) }

    /// Whatever stands in a row, slopes measured or taken over from the nearest one that has its own.
    func rows(of bodies: [Int]) -> [Segment] {
        let first = chains(of: bodies).map { Segment($0, of: list, body: height) }
        let known = first.filter(\.knowsSlope)
        return first.map { segment in
            segment.knowsSlope || known.isEmpty
                ? segment
                : Segment(segment.pieces, of: list, body: height, slope: nearest(to: segment, among: known).slope)
        }
    }

    private struct Chain {
        var pieces: [Int]
        var right: Int
        var top: Double
        var bottom: Double
    }

    /// The widest space inside a segment: that between words, narrower than between columns.
    private static let widestSpace = 1.6

    private func chains(of bodies: [Int]) -> [[Int]] {
        var open: [Chain] = []
        var closed: [[Int]] = []
        for index in bodies.sorted(by: { list[$0].left < list[$1].left }) {
            let piece = list[index]
            open.removeAll { chain in
                let isOver = Double(piece.left - chain.right) > Self.widestSpace * height
                if isOver { closed.append(chain.pieces) }
                return isOver
            }
            var best: (chain: Int, cost: Double)?
            for (number, chain) in open.enumerated() {
                guard let cost = cost(of: piece, after: chain), cost < best?.cost ?? .infinity else { continue }
                best = (number, cost)
            }
            let (top, bottom) = (Double(piece.top), Double(piece.bottom))
            if let best {
                open[best.chain].pieces.append(index)
                open[best.chain].right = max(open[best.chain].right, piece.right)
                // Only plain letters tell the level; ascenders and joined marks do not.
                if Double(piece.height) <= 1.3 * height {
                    open[best.chain].top += (top - open[best.chain].top) * 0.4
                    open[best.chain].bottom += (bottom - open[best.chain].bottom) * 0.4
                }
            } else {
                open.append(Chain(pieces: [index], right: piece.right, top: top, bottom: bottom))
            }
        }
        return closed + open.map(\.pieces)
    }

    /// Small where a piece follows a chain on its level; nil where it does not.
    private func cost(of piece: Component, after chain: Chain) -> Double? {
        let overlap = min(Double(piece.bottom), chain.bottom) - max(Double(piece.top), chain.top)
        let share = overlap / min(Double(piece.height), chain.bottom - chain.top)
        guard share >= 0.55 else { return nil }
        return Double(max(0, piece.left - chain.right)) / height + 3 * (1 - share)
    }

    private func nearest(to segment: Segment, among known: [Segment]) -> Segment {
        let x = (segment.left + segment.right) / 2
        let y = segment.middle(at: x)
        return known.min { abs($0.middle(at: x) - y) < abs($1.middle(at: x) - y) } ?? segment
    }

    /// Without rows of marks that are as tall as letters: they lie nearer to a heavier segment than lines ever lie.
    private func withoutFalseLines(_ segments: [Segment]) -> [Segment] {
        segments.filter { segment in
            !segments.contains { other in
                let shared = min(segment.right, other.right) - max(segment.left, other.left)
                guard shared > 0.4 * segment.width, segment.pieces != other.pieces else { return false }
                let x = (max(segment.left, other.left) + min(segment.right, other.right)) / 2
                let distance = abs(segment.middle(at: x) - other.middle(at: x))
                return distance < 1.4 * max(segment.height, other.height) && segment.weight < 0.6 * other.weight
            }
        }
    }
}
