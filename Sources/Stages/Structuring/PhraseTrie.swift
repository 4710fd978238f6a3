/// Many phrases, each with its terms, found in one walk from a position of a text.
///
/// Edges live in one open-addressing table keyed by parent and unit: building 10,000 phrases takes a few milliseconds,
/// and most positions of a text end at the first look-up.
struct PhraseTrie<Term: Sendable>: Sendable {
    private var keys: [UInt64]
    private var children: [Int32]
    private var nodeCount: Int32 = 1
    private var heads: [Int32] = [-1]
    private var terms: [(term: Term, next: Int32)] = []
    /// For each node the marks that lead on from it, a bit each.
    private var marksAfter: [UInt16] = [0]

    init(expectedNodes: Int = 1 << 10) {
        var capacity = 1 << 11
        while capacity < expectedNodes * 2 { capacity *= 2 }
        keys = Array(repeating: 0, count: capacity)
        children = Array(repeating: 0, count: capacity)
    }

    /// Adds a phrase; the same phrase may carry several terms.
    mutating func insert(_ phrase: [Unit], _ term: Term) {
        guard !phrase.isEmpty else { return }
        var node: Int32 = 0
        for unit in phrase { node = childForInsertion(of: node, by: unit) }
        terms.append((term, heads[Int(node)]))
        heads[Int(node)] = Int32(terms.count - 1)
    }

    /// Calls `body` with the end and the term of every phrase that begins at `start`, short ones first.
    func forEachPhrase(in text: [Unit], at start: Int, _ body: (Int, Term) -> Void) {
        forEachPhrase(in: text, at: start, after: 0, body)
    }

    /// The same for every phrase that begins at `start` but for one mark that is lost.
    func forEachBlurredPhrase(in text: [Unit], at start: Int, _ body: (Int, Term) -> Void) {
        let marks = fineMarks
        var node: Int32 = 0
        var position = start
        while position < text.count {
            node = child(of: node, by: text[position])
            if node == 0 { return }
            position += 1
            // Where a mark stands none is missing.
            var following = position < text.count && marks.contains(text[position]) ? 0 : marksAfter[Int(node)]
            while following != 0 {
                let marked = child(of: node, by: marks[following.trailingZeroBitCount])
                following &= following - 1
                report(marked, position, body)
                forEachPhrase(in: text, at: position, after: marked, body)
            }
        }
    }

    private func forEachPhrase(in text: [Unit], at start: Int, after first: Int32, _ body: (Int, Term) -> Void) {
        var node = first
        var position = start
        while position < text.count {
            node = child(of: node, by: text[position])
            if node == 0 { return }
            position += 1
            report(node, position, body)
        }
    }

    private func report(_ node: Int32, _ end: Int, _ body: (Int, Term) -> Void) {
        var entry = heads[Int(node)]
        while entry >= 0 {
            body(end, terms[Int(entry)].term)
            entry = terms[Int(entry)].next
        }
    }

    private func key(_ node: Int32, _ unit: Unit) -> UInt64 { UInt64(node) << 16 | UInt64(unit) | 1 << 63 }

    private func slot(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    /// The child of `node`, or 0, which is no child's number.
    private func child(of node: Int32, by unit: Unit) -> Int32 { children[slot(key(node, unit))] }

    private mutating func childForInsertion(of node: Int32, by unit: Unit) -> Int32 {
        let key = key(node, unit)
        var place = slot(key)
        if keys[place] == key { return children[place] }
        if Int(nodeCount) * 2 >= keys.count {
            grow()
            place = slot(key)
        }
        keys[place] = key
        children[place] = nodeCount
        heads.append(-1)
        marksAfter.append(0)
        if let bit = fineMarks.firstIndex(of: unit) { marksAfter[Int(node)] |= 1 << bit }
        nodeCount += 1
        return nodeCount - 1
    }

    private mutating func grow() {
        let (oldKeys, oldChildren) = (keys, children)
        keys = Array(repeating: 0, count: oldKeys.count * 2)
        children = Array(repeating: 0, count: oldKeys.count * 2)
        for (key, child) in zip(oldKeys, oldChildren) where key != 0 {
            let place = slot(key)
            (keys[place], children[place]) = (key, child)
        }
    }
}

/// What stands above a letter, and so is lost first where a scan is faint.
private let fineMarks: [Unit] = [
    0x0E31, 0x0E34, 0x0E35, 0x0E36, 0x0E37, 0x0E47, 0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C,
]
