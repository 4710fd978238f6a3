/// Dotted lines to write on: rows of small dots at even distances.
enum Leaders {
    /// The dots of dotted lines among the pieces; a few dots in a row are punctuation.
    static func dots(in list: [Component], height: Double) -> Set<Int> {
        let small = list.indices.filter { index in
            let (tall, wide) = (Double(list[index].height), Double(list[index].width))
            return tall <= 0.3 * height && wide <= 0.5 * height
        }
        var open: [[Int]] = []
        var dots = Set<Int>()
        func close(_ chain: [Int]) { if chain.count >= leastDots { dots.formUnion(chain) } }
        for index in small.sorted(by: { list[$0].left < list[$1].left }) {
            let piece = list[index]
            open.removeAll { chain in
                let isOver = Double(piece.left - list[chain[chain.count - 1]].right) > 0.9 * height
                if isOver { close(chain) }
                return isOver
            }
            let next = open.firstIndex { chain in
                let last = list[chain[chain.count - 1]]
                return Double(abs(last.top + last.bottom - piece.top - piece.bottom)) <= 0.24 * height
            }
            if let next { open[next].append(index) } else { open.append([index]) }
        }
        open.forEach(close)
        return dots
    }

    private static let leastDots = 8
}
