/// Dotted lines to write on: rows of small dots, on a fax with many of them lost.
struct Leaders {
    private let list: [Component]
    private let height: Double
    private let small: [Int]

    init(in list: [Component], height: Double) {
        (self.list, self.height) = (list, height)
        small = list.indices.filter { index in
            let (tall, wide) = (Double(list[index].height), Double(list[index].width))
            return tall <= 0.3 * height && wide <= 0.5 * height
        }.sorted { list[$0].left < list[$1].left }
    }

    /// The dots of dotted lines among the pieces; a few dots in a row are punctuation, unless they keep the lines' step.
    func dots(kinds: [PieceKind]) -> Set<Int> {
        var sure = Set(chains(within: 0.9 * height).joined())
        guard small.count <= Self.mostDots else { return sure }
        if let even = EvenDots(among: small, of: list, height: height) { sure.formUnion(even.dots(among: small)) }
        let loose = chains(within: 3 * height)
        guard loose.count >= Self.leastLines else { return sure }
        // The page has dotted lines: what is of their dots' size and no letter's stands alone, where others are lost.
        let areas = loose.joined().map { list[$0].area }.sorted()
        let largest = areas[areas.count / 2] * 3 / 2
        let letters = list.indices.filter { kinds[$0] == .body }.map { list[$0] }
        return sure.union(
            small.filter { dot in
                list[dot].area <= largest && !isOfLetter(list[dot], letters) { isOnLine(list[dot], loose) }
            })
    }

    private static let leastDots = 8
    private static let leastLines = 3
    private static let mostDots = 4000

    /// Dots on one level, each within a distance of the one before.
    private func chains(within distance: Double) -> [[Int]] {
        var open: [[Int]] = []
        var closed: [[Int]] = []
        for index in small {
            let piece = list[index]
            open.removeAll { chain in
                let isOver = Double(piece.left - list[chain[chain.count - 1]].right) > distance
                if isOver { closed.append(chain) }
                return isOver
            }
            if let next = open.firstIndex(where: { isLevel(list[$0[$0.count - 1]], piece) }) {
                open[next].append(index)
            } else {
                open.append([index])
            }
        }
        return (closed + open).filter { $0.count >= Self.leastDots }
    }

    private func isLevel(_ one: Component, _ other: Component) -> Bool {
        Double(abs(one.top + one.bottom - other.top - other.bottom)) <= 0.24 * height
    }

    /// Whether it is a full stop or a mark: close behind a letter or over it; below it, or between two at a typewriter's
    /// distance, where no dotted line runs.
    private func isOfLetter(_ dot: Component, _ letters: [Component], isOnLine: () -> Bool) -> Bool {
        let isBetween = [true, false].allSatisfy { isBefore in
            letters.contains { letter in
                let gap = isBefore ? dot.left - letter.right : letter.left - dot.right
                return gap >= 0 && Double(gap) < height && letter.top < dot.top && dot.top < letter.bottom
            }
        }
        if isBetween && !isOnLine() { return true }
        return letters.contains { letter in
            guard letter.left < dot.right, Double(dot.left - letter.right) < 0.35 * height,
                Double(letter.top - dot.bottom) < 1.2 * height, Double(dot.top - letter.bottom) < 0.7 * height
            else { return false }
            return dot.top < letter.bottom || !isOnLine()
        }
    }

    private func isOnLine(_ dot: Component, _ chains: [[Int]]) -> Bool {
        chains.joined().contains {
            isLevel(list[$0], dot) && Double(abs(list[$0].left - dot.left)) < 15 * height
        }
    }
}
