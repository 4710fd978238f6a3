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
}

/// The connected pieces of ink (by edges and corners) of a black-and-white image, found in one pass over its runs.
struct Components {
    private struct Run {
        let row: Int32
        let start: Int32
        let end: Int32
    }

    let list: [Component]
    private let runs: [Run]
    private let owners: [Int32]

    /// Finds the pieces; memory is 24 bytes a run.
    init(of image: PageImage) {
        var runs: [Run] = []
        var parents: [Int32] = []
        var previous = 0..<0
        for row in 0..<image.height {
            let first = runs.count
            Self.forEachRun(inRow: row, of: image) { start, end in
                runs.append(Run(row: Int32(row), start: start, end: end))
                parents.append(Int32(parents.count))
            }
            Self.join(first..<runs.count, with: previous, runs, &parents)
            previous = first..<runs.count
        }
        self.runs = runs
        (list, owners) = Self.collect(runs, &parents)
    }

    /// Whitens every piece that `isUnwanted` picks, in the image it was found in.
    func erase(from image: PageImage, where isUnwanted: (Component) -> Bool) {
        let unwanted = list.map(isUnwanted)
        for (run, owner) in zip(runs, owners) where unwanted[Int(owner)] {
            let row = image.words + Int(run.row) * image.wordsPerRow
            for x in Int(run.start)..<Int(run.end) { row[x >> 5] &= ~(0x8000_0000 >> UInt32(x & 31)) }
        }
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
