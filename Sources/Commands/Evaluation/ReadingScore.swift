/// What is measured of a reading.
public enum Measure: String, CaseIterable, Codable, Sendable, CodingKeyRepresentable {
    /// Wrong, missing and surplus characters, of those in the truth, spaces counted.
    case characters
    /// The same, spaces not counted.
    case withoutSpaces = "without_spaces"
    /// Printed lines with any fault in them.
    case lines
    /// Printed lines of which half or more was not read.
    case lostLines = "lost_lines"
    /// ๐ to ๙.
    case thaiDigits = "thai_digits"
    /// 0 to 9.
    case arabicDigits = "arabic_digits"
    /// Tone marks and the other signs on the upper line: ่ ้ ๊ ๋ ็ ์.
    case toneMarks = "tone_marks"
    /// A to Z and a to z.
    case latin

    /// The class a character is counted in.
    static func of(_ scalar: UInt32) -> Measure? {
        switch scalar {
        case 0x0E50...0x0E59: .thaiDigits
        case 0x30...0x39: .arabicDigits
        case 0x0E47...0x0E4C: .toneMarks
        case 0x41...0x5A, 0x61...0x7A: .latin
        default: nil
        }
    }
}

/// So many wrong of so many.
public struct Tally: Sendable, Hashable {
    /// How many are wrong.
    public var wrong: Int
    /// How many there are in the truth.
    public var of: Int

    /// Counts nothing unless told.
    public init(wrong: Int = 0, of: Int = 0) { (self.wrong, self.of) = (wrong, of) }

    /// The share that is wrong; nil where there are none.
    public var rate: Double? { of == 0 ? nil : Double(wrong) / Double(of) }

    /// Adds counts, so that long pages weigh more than short ones.
    public static func + (left: Tally, right: Tally) -> Tally {
        Tally(wrong: left.wrong + right.wrong, of: left.of + right.of)
    }
}

/// How well a page was read, by what is measured.
public struct ReadingScore: Sendable, Hashable {
    private var tallies: [Measure: Tally]

    /// Nothing read yet.
    public static let none = ReadingScore([:])

    /// Puts counts together; what was counted of nothing is as if it were not counted.
    public init(_ tallies: [Measure: Tally]) { self.tallies = tallies.filter { $0.value != Tally() } }

    /// The count of one measure.
    public subscript(measure: Measure) -> Tally { tallies[measure] ?? Tally() }

    /// Adds counts.
    public static func + (left: ReadingScore, right: ReadingScore) -> ReadingScore {
        ReadingScore(left.tallies.merging(right.tallies, uniquingKeysWith: +))
    }

    /// Compares a reading with the truth, a printed line a line.
    ///
    /// `aside` is what else is printed on the page, as the words of a stamp: to read it is no fault, to leave it out
    /// neither.
    public init(of reading: String, truth: String, aside: String = "") {
        let (left, right) = (CanonicalText(reading), CanonicalText(truth))
        let words = Aside(CanonicalText(aside).withoutSpaces)
        let steps = Alignment(of: left.scalars, truth: right.scalars).steps
        let (denseLeft, denseRight) = (left.withoutSpaces, right.withoutSpaces)
        let denseSteps = Alignment(of: denseLeft, truth: denseRight).steps
        tallies = [
            .characters: Tally(wrong: words.errors(of: steps, reading: left.scalars), of: right.scalars.count),
            .withoutSpaces: Tally(wrong: words.errors(of: denseSteps, reading: denseLeft), of: denseRight.count),
        ]
        countLines(of: right, by: steps)
    }

    /// The measures that look at what became of each printed line and each of its characters.
    private mutating func countLines(of truth: CanonicalText, by steps: [Alignment.Step]) {
        var isRight = [Bool](repeating: true, count: truth.scalars.count)
        var isSplit = [Bool](repeating: false, count: truth.scalars.count + 1)
        var place = 0
        for step in steps {
            if step == .surplus {
                isSplit[place] = true
            } else {
                isRight[place] = step == .same
                place += 1
            }
        }
        for line in truth.lines {
            let missed = line.count { !isRight[$0] }
            // Surplus text before or after a line is no fault of the line.
            note(.lines, isWrong: missed > 0 || line.dropFirst().contains { isSplit[$0] })
            note(.lostLines, isWrong: 2 * missed >= line.count)
        }
        for (index, scalar) in truth.scalars.enumerated() {
            if let kind = Measure.of(scalar) { note(kind, isWrong: !isRight[index]) }
        }
    }

    private mutating func note(_ measure: Measure, isWrong: Bool) {
        tallies[measure] = self[measure] + Tally(wrong: isWrong ? 1 : 0, of: 1)
    }
}

/// Words on a page that belong to nothing in the truth, as those of a stamp.
private struct Aside {
    private let words: [UInt32]

    init(_ words: [UInt32]) { self.words = words }

    /// Errors of an alignment but for surplus stretches that are read from these words.
    func errors(of steps: [Alignment.Step], reading: [UInt32]) -> Int {
        var (errors, place) = (0, 0)
        var stretch: [UInt32] = []
        for step in steps + [.same] {
            if step == .surplus {
                stretch.append(reading[place])
            } else {
                if !holds(stretch) { errors += stretch.count }
                stretch = []
                if step != .same { errors += 1 }
            }
            if step != .missing { place += 1 }
        }
        return errors
    }

    /// Whether a stretch of four characters or more is a part of the words, two in five of its characters misread at
    /// most (Sellers 1980: the cheapest way to find it anywhere).
    private func holds(_ stretch: [UInt32]) -> Bool {
        let dense = stretch.filter { $0 != CanonicalText.space }
        guard !words.isEmpty, dense.count >= 4 else { return stretch.isEmpty }
        var row = [Int](repeating: 0, count: words.count + 1)
        for (i, scalar) in dense.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in words.indices {
                let replaced = diagonal + (scalar == words[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, min(row[j], row[j + 1]) + 1)
            }
        }
        return 5 * (row.min() ?? dense.count) <= 2 * dense.count
    }
}
