internal import ComplaintModel

/// Two columns of running text side by side, to be read one after the other.
struct TextColumns {
    /// Where the gutter is.
    let gutter: Double
    /// From the top of the shorter column to the end of the left one.
    let range: ClosedRange<Double>

    /// Finds the columns of a page.
    ///
    /// They are told from table cells and from a letter's head by what fills them: line after line, side by side, of
    /// nearly full width. `uprights` are upright ruling lines: between the columns of a table, not of a text.
    static func find(among segments: [Segment], height: Double, uprights: [Component]) -> [TextColumns] {
        let all = gutters(of: segments, height: height).flatMap { gutter in
            Run.runs(of: segments, along: gutter, height: height).compactMap(\.columns)
        }
        var found: [TextColumns] = []
        // The longest first: a space that happens to run down a few lines is no gutter.
        for columns in all.sorted(by: { $0.length > $1.length })
        where !found.contains(where: { $0.range.overlaps(columns.range) }) {
            let isTable = uprights.contains { rule in
                abs(Double(rule.left) - columns.gutter) < 3 * height
                    && columns.range.overlaps(Double(rule.top)...Double(rule.bottom))
            }
            if !isTable { found.append(columns) }
        }
        return found
    }

    /// The segments, those that run across the gutter with what a stamp in one of the boxes has put there parted at it.
    func parted(_ segments: [Segment], under stamps: [ComplaintModel.Box], of list: [Component], body: Double)
        -> [Segment]
    {
        segments.flatMap { segment in
            let middle = segment.middle(at: gutter)
            let box = ComplaintModel.Box(
                x: Int(segment.left), y: Int(middle), width: Int(segment.width), height: 1)
            guard range.contains(middle), segment.left < gutter, segment.right > gutter,
                stamps.contains(where: { $0.meets(box) })
            else { return [segment] }
            let isLeft = { (index: Int) in Double(list[index].left + list[index].right) / 2 < gutter }
            return [segment.pieces.filter(isLeft), segment.pieces.filter { !isLeft($0) }].filter { !$0.isEmpty }
                .map { Segment($0, of: list, body: body, slope: segment.slope) }
        }
    }

    private var length: Double { range.upperBound - range.lowerBound }

    /// Whether a gutter parts two segments of one level, by their middles: in a stamp a letter may stand on it.
    func part(_ left: Segment, _ right: Segment, at y: Double) -> Bool {
        range.contains(y) && left.left + left.right < 2 * gutter && 2 * gutter < right.left + right.right
    }

    /// The middles of the spaces between segments of one level, without near repetitions.
    private static func gutters(of segments: [Segment], height: Double) -> [Double] {
        var gutters: [Double] = []
        for left in segments {
            for right in segments where right.left - left.right > Run.leastGutter * height {
                let x = (left.right + right.left) / 2
                let isBeside = abs(left.middle(at: x) - right.middle(at: x)) < height
                if isBeside, !gutters.contains(where: { abs($0 - x) < height / 2 }) { gutters.append(x) }
            }
        }
        return gutters
    }

    /// The lines of one side of a gutter.
    private struct Side {
        /// Level at the gutter, outer ends and width of the letters of every line, top to bottom.
        fileprivate(set) var lines: [(level: Double, left: Double, right: Double, ink: Double)] = []

        func wideLines(
            _ least: Double
        ) -> [(level: Double, left: Double, right: Double, ink: Double)] {
            lines.filter { $0.right - $0.left >= least }
        }

        mutating func add(_ segment: Segment, level: Double, height: Double) {
            // A speck on the level of a line makes no column wider.
            guard segment.width >= height / 4 else { return }
            if let last = lines.last, level - last.level < height {
                lines[lines.count - 1].left = min(last.left, segment.left)
                lines[lines.count - 1].right = max(last.right, segment.right)
                lines[lines.count - 1].ink += segment.width
            } else {
                lines.append((level, segment.left, segment.right, segment.width))
            }
        }
    }

    /// Segments below one another of which none crosses the gutter.
    private struct Run {
        private var left = Side()
        private var right = Side()
        /// Whether the segment that crossed the gutter above had others beside it, as a stamp has and a headline has not.
        private var isBelowStamp = false
        private let gutter: Double
        private let height: Double

        static let leastGutter = 1.5
        /// From end to end of the columns; on a photograph the gutter leans.
        private static let narrowestGutter = 0.8
        private static let leastWidth = 8.0
        private static let leastLines = 4
        /// Lines of a stamp, and of the text it joins.
        private static let mostPressedOver = 8

        private init(gutter: Double, height: Double) { (self.gutter, self.height) = (gutter, height) }

        /// The runs along a gutter; those that only a stamp parts are one.
        static func runs(of segments: [Segment], along gutter: Double, height: Double) -> [Run] {
            var runs = parts(of: segments, along: gutter, height: height)
            for first in runs.indices.reversed() where runs[first].columns != nil {
                let next = runs.indices.dropFirst(first + 1).prefix(mostPressedOver)
                guard let second = next.last(where: { runs[$0].columns != nil }),
                    runs[first + 1...second].contains(where: \.isBelowStamp)
                else { continue }
                for lower in runs[first + 1...second] { runs[first].append(lower) }
                runs.removeSubrange(first + 1...second)
            }
            return runs
        }

        private mutating func append(_ lower: Run) {
            left.lines += lower.left.lines
            right.lines += lower.right.lines
        }

        private static func parts(of segments: [Segment], along gutter: Double, height: Double) -> [Run] {
            var runs = [Run(gutter: gutter, height: height)]
            for segment in segments.sorted(by: { $0.middle(at: gutter) < $1.middle(at: gutter) }) {
                let level = segment.middle(at: gutter)
                if segment.right <= gutter {
                    runs[runs.count - 1].left.add(segment, level: level, height: height)
                } else if segment.left >= gutter {
                    runs[runs.count - 1].right.add(segment, level: level, height: height)
                } else {
                    runs.append(Run(gutter: gutter, height: height))
                    runs[runs.count - 1].isBelowStamp = segments.contains { other in
                        (other.right <= segment.left || other.left >= segment.right)
                            && abs(other.middle(at: gutter) - level) < height
                    }
                }
            }
            return runs
        }

        var columns: TextColumns? {
            let wide = (
                left: left.wideLines(Self.leastWidth * height), right: right.wideLines(Self.leastWidth * height)
            )
            guard let (first, second) = both(wide.left.first, wide.right.first),
                let (last, lowest) = both(wide.left.last, wide.right.last)
            else { return nil }
            // Half a line more at each end: the lines of the two sides need not stand on one level.
            let (top, bottom) = (max(first, second) - 2 * height, min(last, lowest) + 2 * height)
            guard top < bottom else { return nil }
            let inside = (
                left: left.lines.filter { (top...bottom).contains($0.level) },
                right: right.lines.filter { (top...bottom).contains($0.level) }
            )
            // Nor does one on a level of its own, at the edge of the sheet.
            let outermost = (
                left: wide.left.filter { (top...bottom).contains($0.level) },
                right: wide.right.filter { (top...bottom).contains($0.level) }
            )
            guard let start = outermost.left.map(\.left).min(), let inner = inside.left.map(\.right).max(),
                let outer = inside.right.map(\.left).min(), let end = outermost.right.map(\.right).max(),
                outer - inner >= Self.narrowestGutter * height,
                isFilled(inside.left.map(\.ink), inner - start), isFilled(inside.right.map(\.ink), end - outer)
            else { return nil }
            return TextColumns(
                gutter: (inner + outer) / 2, range: top...max(bottom, endOfTail(below: bottom, columnAt: outer)))
        }

        private func both(
            _ one: (level: Double, left: Double, right: Double, ink: Double)?,
            _ other: (level: Double, left: Double, right: Double, ink: Double)?
        ) -> (Double, Double)? {
            guard let one, let other else { return nil }
            return (one.level, other.level)
        }

        private func isFilled(_ inks: [Double], _ width: Double) -> Bool {
            inks.count >= Self.leastLines && width >= Self.leastWidth * height
                && inks.reduce(0, +) >= 0.65 * width * Double(inks.count)
        }

        /// Short last lines, and lines that only the left column still has, are read before or with the right one.
        ///
        /// Those of the right column begin where it begins: what stands elsewhere, as a signature does, is none of its lines.
        private func endOfTail(below bottom: Double, columnAt outer: Double) -> Double {
            let lines =
                left.lines.map { (level: $0.level, belongs: true) }
                + right.lines.map { (level: $0.level, belongs: abs($0.left - outer) < height) }
            var end = bottom
            for line in lines.sorted(by: { $0.level < $1.level }) where line.level > bottom {
                guard line.belongs, line.level - end < 3 * height else { break }
                end = line.level + height
            }
            return end
        }
    }
}
