extension Lexicon {
    /// Every word with its corpus count, in the order of its code points.
    public var words: [(word: String, count: Int)] {
        var walk = LexiconWalk(lexicon: self)
        walk.visit(0)
        return walk.words
    }
}

/// A walk down every branch of the trie; no unit is visited twice, even should a foreign lexicon go round in circles.
private struct LexiconWalk {
    let lexicon: Lexicon
    private(set) var words: [(word: String, count: Int)] = []
    private var path: [Unicode.Scalar] = []
    private var visited: [Bool]

    init(lexicon: Lexicon) {
        self.lexicon = lexicon
        visited = [Bool](repeating: false, count: lexicon.units.count)
        words.reserveCapacity(min(lexicon.wordCount, lexicon.units.count))
    }

    mutating func visit(_ index: Int) {
        guard !visited[index] else { return }
        visited[index] = true
        let unit = lexicon.units[index]
        if unit & 0x100 != 0, let count = lexicon.count(of: path) {
            words.append((String(String.UnicodeScalarView(path)), count))
        }
        for code: UInt32 in 1...0x4E {
            let child = Int(unit >> 9) ^ Int(code)
            guard lexicon.units[child] & 0xFF == code, let scalar = Unicode.Scalar(0x0E00 + code) else { continue }
            path.append(scalar)
            visit(child)
            path.removeLast()
        }
    }
}
