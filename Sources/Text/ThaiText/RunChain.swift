/// Thai runs with spaces between them: labels (bit 7: a space stands before), and where each run starts.
struct RunChain {
    private(set) var codes: [UInt8] = []
    private(set) var runStarts = [0]
    /// The places in the line of the spaces before each run but the first.
    private(set) var spaces: [Range<Int>] = []

    init() { codes.reserveCapacity(512) }

    /// Reads the chain that starts at an index of a line; gives the index after it.
    mutating func read(_ line: LineLabels, from start: Int) -> Int {
        codes.removeAll(keepingCapacity: true)
        runStarts.removeAll(keepingCapacity: true)
        spaces.removeAll(keepingCapacity: true)
        runStarts.append(0)
        var index = start
        while true {
            let end = line.endOfLetters(from: index)
            codes.append(contentsOf: line.labels[index..<end])
            guard end < line.labels.count else { return end }
            if line.labels[end] == LineLabels.removed {
                index = end + 1
                continue
            }
            let next = line.endOfSpaces(from: end)
            guard next > end, next < line.labels.count, line.labels[next] < 0x80 else { return end }
            spaces.append(end..<next)
            runStarts.append(codes.count)
            codes.append(line.labels[next] | 0x80)
            index = next + 1
        }
    }

    func range(of run: Int) -> Range<Int> {
        runStarts[run]..<(run + 1 < runStarts.count ? runStarts[run + 1] : codes.count)
    }

    func scalars(_ range: Range<Int>) -> some Sequence<Unicode.Scalar> {
        codes[range].lazy.compactMap { Unicode.Scalar(UInt32($0 & 0x7F) | 0x0E00) }
    }

    /// Whether a run starts at an index; the first run does not count.
    @inline(__always)
    func startsRun(_ index: Int) -> Bool { codes[index] & 0x80 != 0 }

    /// Whether a word may end before a run.
    func mayBreak(before run: Int) -> Bool {
        let start = runStarts[run]
        return start > 0 && ThaiScalar.mayBreak(between: codes[start - 1], and: codes[start])
    }

    /// For each run, whether a unit starts with it.
    func boundaries(of units: [WordLattice.Unit]) -> [Bool] {
        var boundaries = [Bool](repeating: false, count: runStarts.count)
        var run = 0
        for unit in units {
            while run < runStarts.count, runStarts[run] < unit.start { run += 1 }
            if run < runStarts.count, runStarts[run] == unit.start { boundaries[run] = true }
        }
        return boundaries
    }

    /// Whether every run is one cluster, so that the spaces tell nothing of words.
    var isLetterSpaced: Bool {
        codes.indices.dropFirst().allSatisfy {
            startsRun($0) || !ThaiScalar.mayBreak(between: codes[$0 - 1], and: codes[$0])
        }
    }
}
