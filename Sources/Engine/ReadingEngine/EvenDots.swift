/// The dots of lines to write on by their even step: so they are told from full stops also among letters.
struct EvenDots {
    private let list: [Component]
    private let step: Double
    /// How far a dot may stand above or below the one before, in pixels.
    private let unevenness: Double
    /// What writing may hide, or a fax may lose, in pixels.
    private let longestGap: Double

    /// Finds the step among small pieces, from left to right, where a plain consonant is `height` high; nil where there
    /// is none.
    init?(among small: [Int], of list: [Component], height: Double) {
        self.list = list
        unevenness = max(1.2, 0.06 * height)
        guard let step = Self.step(among: small.map { list[$0] }, height: height, unevenness: unevenness) else {
            return nil
        }
        (self.step, longestGap) = (step, 12 * height)
    }

    /// Those of the small pieces that stand in step with enough others.
    func dots(among small: [Int]) -> [Int] {
        var open: [Run] = []
        var done: [Run] = []
        for dot in small {
            let (x, y) = list[dot].middle
            done += open.filter { x - $0.x > longestGap }
            open.removeAll { x - $0.x > longestGap }
            if let next = open.indices.filter({ fits(x, y, open[$0]) }).max(by: { open[$0].x < open[$1].x }) {
                open[next].add(dot, x: x, y: y, steps: steps(to: x, from: open[next]))
            } else {
                open.append(Run(dots: [dot], firstX: x, x: x, y: y))
            }
        }
        return (done + open).filter { run in
            run.dots.count >= Self.leastDots && run.dots.count + 2 * run.neighbours >= Self.leastEvidence
        }.flatMap(ofOneSize)
    }

    /// What is larger than its fellows is a full stop or a mark that stands in their place.
    private func ofOneSize(_ run: Run) -> [Int] {
        let areas = run.dots.map { list[$0].area }.sorted()
        return run.dots.filter { list[$0].area * 2 <= areas[areas.count / 2] * 3 }
    }

    /// Dots in step so far, and where the last one stands.
    private struct Run {
        var dots: [Int]
        let firstX: Double
        var x: Double
        var y: Double
        var steps = 0.0
        /// How many stand one step from the dot before.
        var neighbours = 0

        mutating func add(_ dot: Int, x: Double, y: Double, steps: Double) {
            dots.append(dot)
            (self.x, self.y) = (x, y)
            self.steps += steps
            if steps == 1 { neighbours += 1 }
        }
    }

    private static let leastSteps = 20
    /// An ellipsis has three.
    private static let leastDots = 4
    /// Dots in step, those one step apart counted threefold: one piece in four is in step by chance, side by side none.
    private static let leastEvidence = 7

    private func fits(_ x: Double, _ y: Double, _ run: Run) -> Bool {
        let steps = steps(to: x, from: run)
        return steps >= 1 && abs(y - run.y) <= unevenness
            && abs(x - run.x - steps * own(run)) <= max(1, 0.12 * step)
    }

    private func steps(to x: Double, from run: Run) -> Double { ((x - run.x) / own(run)).rounded() }

    /// The step of a run, once it is long enough to tell.
    private func own(_ run: Run) -> Double { run.steps >= 10 ? (run.x - run.firstX) / run.steps : step }

    /// The commonest distance between small pieces side by side.
    private static func step(among small: [Component], height: Double, unevenness: Double) -> Double? {
        var gaps: [Double] = []
        for (index, piece) in small.enumerated() {
            let (x, y) = piece.middle
            let next = small[(index + 1)...].lazy.map(\.middle).prefix { $0.x - x <= 0.9 * height }
                .first { abs($0.y - y) <= unevenness && $0.x - x >= 0.2 * height }
            if let next { gaps.append(next.x - x) }
        }
        gaps.sort()
        var best: ArraySlice<Double> = []
        for index in gaps.indices {
            let like = gaps[index...].prefix { $0 <= gaps[index] * 1.2 }
            if like.count > best.count { best = like }
        }
        return best.count >= leastSteps ? best.reduce(0, +) / Double(best.count) : nil
    }
}
