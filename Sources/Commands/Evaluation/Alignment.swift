/// The cheapest way to make a reading out of the truth, scalar by scalar (Levenshtein).
///
/// Computed in a band around the diagonal that is widened until no way outside it can be cheaper (Ukkonen 1985), so
/// that a good reading of a page costs its length, not its square.
struct Alignment {
    /// What becomes of the next scalar of the truth, of the reading, or of both.
    enum Step: UInt8 {
        /// Read right.
        case same
        /// Read as another one.
        case replaced
        /// In the truth, not read.
        case missing
        /// Read, not in the truth.
        case surplus
    }

    /// The steps from the first scalars to the last; of ways alike, one with long gaps rather than many.
    let steps: [Step]

    /// Aligns a reading with the truth.
    init(of reading: [UInt32], truth: [UInt32]) {
        let shorter = min(reading.count, truth.count)
        var head = 0
        while head < shorter, reading[head] == truth[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, reading[reading.count - 1 - tail] == truth[truth.count - 1 - tail] { tail += 1 }
        let inner = Self.widen(reading[head..<reading.count - tail], truth[head..<truth.count - tail])
        steps = Array(repeating: .same, count: head) + inner + Array(repeating: .same, count: tail)
    }

    /// Wrong, missing and surplus scalars.
    var errors: Int { steps.count { $0 != .same } }

    private static func widen(_ reading: ArraySlice<UInt32>, _ truth: ArraySlice<UInt32>) -> [Step] {
        var margin = 16
        while true {
            let band = Band(reading: Array(reading), truth: Array(truth), margin: margin)
            if band.isWideEnough { return band.steps() }
            margin *= 4
        }
    }
}

/// The table of costs between two diagonals: rows are scalars of the truth, columns offsets of the reading against it.
private struct Band {
    private let reading: [UInt32]
    private let truth: [UInt32]
    private let margin: Int
    private let lowest: Int
    private let width: Int
    /// For every place the steps that lead there at its cost, a bit each.
    private var ways: [UInt8]
    private var cost: Int32 = 0

    private static let far = Int32.max / 2

    init(reading: [UInt32], truth: [UInt32], margin: Int) {
        (self.reading, self.truth, self.margin) = (reading, truth, margin)
        let difference = reading.count - truth.count
        lowest = max(min(0, difference) - margin, -truth.count)
        width = min(max(0, difference) + margin, reading.count) - lowest + 1
        ways = [UInt8](repeating: 0, count: (truth.count + 1) * width)
        fill()
    }

    /// A way out of the band and back costs at least the two margins and the difference in length.
    var isWideEnough: Bool {
        let isWhole = lowest == -truth.count && width == reading.count + truth.count + 1
        return isWhole || Int(cost) <= abs(reading.count - truth.count) + 2 * margin + 1
    }

    private static func bit(_ step: Alignment.Step) -> UInt8 { 1 << step.rawValue }

    private mutating func fill() {
        var row = [Int32](repeating: Self.far, count: width + 1)
        for i in 0...truth.count {
            for k in 0..<width {
                let j = i + lowest + k
                guard j >= 0, j <= reading.count else {
                    row[k] = Self.far
                    continue
                }
                if i == 0, j == 0 {
                    row[k] = 0
                    continue
                }
                let isSame = i > 0 && j > 0 && truth[i - 1] == reading[j - 1]
                let across = i > 0 && j > 0 ? row[k] + (isSame ? 0 : 1) : Self.far
                let missing = i > 0 ? row[k + 1] + 1 : Self.far
                let surplus = j > 0 && k > 0 ? row[k - 1] + 1 : Self.far
                let least = min(across, min(missing, surplus))
                row[k] = least
                var way: UInt8 = 0
                if across == least { way |= Self.bit(isSame ? .same : .replaced) }
                if missing == least { way |= Self.bit(.missing) }
                if surplus == least { way |= Self.bit(.surplus) }
                ways[i * width + k] = way
            }
        }
        cost = row[reading.count - truth.count - lowest]
    }

    /// One of the cheapest ways, walked back from the ends.
    func steps() -> [Alignment.Step] {
        var steps: [Alignment.Step] = []
        var (i, j) = (truth.count, reading.count)
        while i > 0 || j > 0 {
            let way = ways[i * width + j - i - lowest]
            let gap = steps.last == .surplus || steps.last == .missing ? steps.last : nil
            let order = [gap, .same, .replaced, .missing, .surplus].compactMap { $0 }
            guard let step = order.first(where: { way & Self.bit($0) != 0 }) else { return [] }
            steps.append(step)
            if step != .surplus { i -= 1 }
            if step != .missing { j -= 1 }
        }
        return steps.reversed()
    }
}
