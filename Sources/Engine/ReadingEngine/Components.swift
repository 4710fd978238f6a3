/// A connected piece of ink.
struct Component {
    /// Black pixels.
    var area = 0
    var left = Int.max
    var top = Int.max
    var right = 0
    var bottom = 0

    /// Width in pixels.
    var width: Int { right - left }
    /// Height in pixels.
    var height: Int { bottom - top }
    /// Of its box.
    var middle: (x: Double, y: Double) { (Double(left + right) / 2, Double(top + bottom) / 2) }
}

/// The connected pieces of ink (by edges and corners) of a black-and-white image, found in one pass over its runs.
struct Components {
    /// Black pixels side by side, `end` excluded.
    struct Run {
        let row: Int32
        let start: Int32
        let end: Int32
    }

    let list: [Component]
    private let runs: [Run]
    private let owners: [Int32]
    /// Where the runs of every row begin in `runs`; one more than there are rows.
    private let rowStarts: [Int]

    /// Finds the pieces; memory is 24 bytes a run.
    init(of image: PageImage) {
        var runs: [Run] = []
        var parents: [Int32] = []
        var rowStarts = [0]
        var previous = 0..<0
        for row in 0..<image.height {
            let first = runs.count
            Self.forEachRun(inRow: row, of: image) { start, end in
                runs.append(Run(row: Int32(row), start: start, end: end))
                parents.append(Int32(parents.count))
            }
            Self.join(first..<runs.count, with: previous, runs, &parents)
            previous = first..<runs.count
            rowStarts.append(runs.count)
        }
        self.runs = runs
        self.rowStarts = rowStarts
        (list, owners) = Self.collect(runs, &parents)
    }

    /// Whitens the pieces, by their index in `list`, that `isUnwanted` picks, in an image of the size they were found in.
    func erase(from image: PageImage, where isUnwanted: (Int) -> Bool) {
        forEachWord(of: list.indices.map(isUnwanted)) { row, word, bits in
            image.words[row * image.wordsPerRow + word] &= ~bits
        }
    }

    /// Blackens the pieces that `isWanted` picks.
    func draw(into image: PageImage, where isWanted: (Int) -> Bool) {
        forEachWord(of: list.indices.map(isWanted)) { row, word, bits in
            image.words[row * image.wordsPerRow + word] |= bits
        }
    }

    /// The bits of the chosen pieces, by row and word.
    private func forEachWord(of chosen: [Bool], body: (Int, Int, UInt32) -> Void) {
        for (run, owner) in zip(runs, owners) where chosen[Int(owner)] {
            var x = Int(run.start)
            while x < run.end {
                let end = min(Int(run.end), (x | 31) + 1)
                body(Int(run.row), x >> 5, (.max >> UInt32(x & 31)) & ~(end & 31 == 0 ? 0 : .max >> UInt32(end & 31)))
                x = end
            }
        }
    }

    /// Goes through the runs of some rows, each with the index of its piece in `list`.
    func forEachRun(inRows rows: Range<Int>, body: (Run, Int) -> Void) {
        let rows = rows.clamped(to: 0..<rowStarts.count - 1)
        for index in rowStarts[rows.lowerBound]..<rowStarts[rows.upperBound] { body(runs[index], Int(owners[index])) }
    }

    private static func forEachRun(inRow row: Int, of image: PageImage, body: (Int32, Int32) -> Void) {
        let words = image.words + row * image.wordsPerRow
        let width = image.width
        // The next pixel from `from` on that is black (or, with `flip`, white).
        func next(_ from: Int, flip: UInt32) -> Int {
            var x = from
            while x < width {
                let rest = (words[x >> 5] ^ flip) << UInt32(x & 31)
                if rest != 0 { return min(width, x + rest.leadingZeroBitCount) }
                x = (x | 31) + 1
            }
            return width
        }
        var start = next(0, flip: 0)
        while start < width {
            let end = next(start, flip: .max)
            body(Int32(start), Int32(end))
            start = next(end, flip: 0)
        }
    }

    private static func root(_ index: Int32, _ parents: inout [Int32]) -> Int32 {
        var index = index
        while parents[Int(index)] != index {
            parents[Int(index)] = parents[Int(parents[Int(index)])]
            index = parents[Int(index)]
        }
        return index
    }

    private static func join(
        _ current: Range<Int>, with previous: Range<Int>, _ runs: [Run], _ parents: inout [Int32]
    ) {
        var above = previous.lowerBound
        for index in current {
            let run = runs[index]
            while above < previous.upperBound, runs[above].end < run.start { above += 1 }
            var touching = above
            while touching < previous.upperBound, runs[touching].start <= run.end {
                let (one, other) = (root(Int32(index), &parents), root(Int32(touching), &parents))
                if one != other { parents[Int(max(one, other))] = min(one, other) }
                touching += 1
            }
        }
    }

    private static func collect(_ runs: [Run], _ parents: inout [Int32]) -> ([Component], [Int32]) {
        var numbers = [Int32](repeating: -1, count: runs.count)
        var list: [Component] = []
        var owners: [Int32] = []
        owners.reserveCapacity(runs.count)
        for index in runs.indices {
            let root = Int(root(Int32(index), &parents))
            if numbers[root] < 0 {
                numbers[root] = Int32(list.count)
                list.append(Component())
            }
            let (number, run) = (Int(numbers[root]), runs[index])
            owners.append(Int32(number))
            list[number].area += Int(run.end - run.start)
            list[number].left = min(list[number].left, Int(run.start))
            list[number].right = max(list[number].right, Int(run.end))
            list[number].top = min(list[number].top, Int(run.row))
            list[number].bottom = max(list[number].bottom, Int(run.row) + 1)
        }
        return (list, owners)
    }
}
