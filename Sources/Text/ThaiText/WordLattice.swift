/// The cheapest way to cover a run of Thai letters by words of the lexicon, and the buffers that finding it needs.
///
/// Labels come one byte a scalar; bit 7 set says that a space stands before it. Time is linear in the run's length,
/// as no word is longer than the lexicon's longest.
struct WordLattice {
    /// Cost of the best path to each position.
    private var best: [Int] = []
    /// Where the last unit of that path starts; complemented if no word covers the unit.
    private var origin: [Int32] = []
    /// Ends of the units of the best path, in order, after `segment`.
    private(set) var units: [Unit] = []

    struct Unit {
        let start: Int
        let end: Int
        let isWord: Bool
    }

    /// Cost of the cheapest cover, in parts of a nat.
    mutating func cost(of codes: [UInt8], in lexicon: Lexicon) -> Int {
        codes.withUnsafeBufferPointer { relax($0, in: lexicon, gapCost: 0) }
        return best[codes.count]
    }

    /// Finds the cheapest cover; a unit that starts where a space stands adds `gapCost`.
    mutating func segment(_ codes: UnsafeBufferPointer<UInt8>, in lexicon: Lexicon, gapCost: Int = 0) {
        relax(codes, in: lexicon, gapCost: gapCost)
        units.removeAll(keepingCapacity: true)
        var end = codes.count
        while end > 0 {
            let mark = Int(origin[end])
            let start = mark < 0 ? ~mark : mark
            units.append(Unit(start: start, end: end, isWord: mark >= 0))
            end = start
        }
        units.reverse()
    }

    /// Whether words of the lexicon alone cover the labels.
    mutating func isCover(of codes: ArraySlice<UInt8>, in lexicon: Lexicon) -> Bool {
        codes.withUnsafeBufferPointer { segment($0, in: lexicon) }
        return units.allSatisfy(\.isWord)
    }

    private mutating func relax(_ codes: UnsafeBufferPointer<UInt8>, in lexicon: Lexicon, gapCost: Int) {
        let count = codes.count
        if best.count <= count {
            best = [Int](repeating: 0, count: max(256, count * 2))
            origin = [Int32](repeating: 0, count: best.count)
        }
        best.withUnsafeMutableBufferPointer { best in
            origin.withUnsafeMutableBufferPointer { origin in
                lexicon.units.withUnsafeBufferPointer { trie in
                    lexicon.costs.withUnsafeBufferPointer { costs in
                        let search = LatticeSearch(
                            codes: codes, best: best, origin: origin, trie: trie, costs: costs, gapCost: gapCost,
                            leastCost: lexicon.leastCost &+ min(0, gapCost))
                        search.run()
                    }
                }
            }
        }
    }
}

/// The forward search.
///
/// `best` and `origin` are longer than `codes`; trie bounds are proven when a lexicon is read.
private struct LatticeSearch {
    let codes: UnsafeBufferPointer<UInt8>
    let best: UnsafeMutableBufferPointer<Int>
    let origin: UnsafeMutableBufferPointer<Int32>
    let trie: UnsafeBufferPointer<UInt32>
    let costs: UnsafeBufferPointer<Int32>
    let gapCost: Int
    /// What a word costs at least, a gap behind it counted in.
    let leastCost: Int

    /// What a position costs where no text may break: no path is cheaper, so none ends there.
    private static let forbidden = Int.min

    func run() {
        let count = codes.count
        best[0] = 0
        guard count > 0 else { return }
        for i in 1..<count {
            best[i] = ThaiScalar.mayBreak(between: codes[i - 1], and: codes[i]) ? .max : Self.forbidden
        }
        best[count] = .max
        var position = 0
        while position < count {
            var next = position + 1
            while best[next] == Self.forbidden { next += 1 }
            if best[position] != .max {
                reach(next, from: position, mark: ~Int32(position), cost: Lexicon.unknownCost)
                walk(from: position)
            }
            position = next
        }
    }

    @inline(__always)
    private func reach(_ end: Int, from start: Int, mark: Int32, cost: Int) {
        var total = best[start] &+ cost
        if end < codes.count, codes[end] & 0x80 != 0 { total &+= gapCost }
        if total < best[end] {
            best[end] = total
            origin[end] = mark
        }
    }

    @inline(__always)
    private func walk(from start: Int) {
        var unit = trie[0]
        var index = start
        let least = best[start] &+ leastCost
        while index < codes.count {
            let label = UInt32(codes[index] & 0x7F)
            unit = trie[Int(unit >> 9) ^ Int(label)]
            guard unit & 0xFF == label else { return }
            index += 1
            // Fetching a cost from memory takes longer than all the rest: only where it could be low enough.
            guard unit & 0x100 != 0, least < best[index] else { continue }
            let cost = costs[Int(trie[Int(unit >> 9)] >> 9)]
            reach(index, from: start, mark: Int32(truncatingIfNeeded: start), cost: Int(cost))
        }
    }
}
