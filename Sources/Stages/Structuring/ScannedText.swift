/// A phrase of the vocabulary where it stands in a text.
struct Match: Sendable {
    /// In scalars of the text.
    let range: Range<Int>
    /// In the text without spaces.
    let dense: Range<Int>
    /// What the phrase stands for.
    let value: Int
}

/// A text prepared for finding: scalars, match level, lines, and every phrase of the vocabulary in it.
///
/// Phrases are looked for in the text without spaces and line ends, since a scan may have a space at any word boundary
/// and a line may end anywhere; a blank line still parts phrases.
struct ScannedText {
    let scalars: [Unicode.Scalar]
    let units: [Unit]
    /// The lines without the spaces around them; never parted by what a phrase spans.
    let lines: [Range<Int>]
    let dense: [Unit]
    /// The offset of each dense unit in `units`.
    let offsets: [Int]
    /// For each offset the first dense unit at or after it.
    let denseIndex: [Int]
    private var byKind: [[Match]]
    private var byCue: [[Match]]
    private var outerByKind: [[Match]] = []
    private var outerByCue: [[Match]] = []
    /// The length of the longest phrase over each dense unit that protects its inside from shorter readings.
    private var shields: [UInt16]

    /// A blurred text, as scans have it, may lack a mark in a long phrase.
    init(_ text: String, vocabulary: Vocabulary, isBlurred: Bool = false) {
        scalars = Array(text.unicodeScalars)
        units = scalars.map(Unit.init(matching:))
        lines = ScannedText.lines(of: units)
        (dense, offsets, denseIndex) = ScannedText.squeeze(units)
        byKind = Array(repeating: [], count: Term.Kind.allCases.count)
        byCue = Array(repeating: [], count: Cue.allCases.count)
        shields = Array(repeating: 0, count: dense.count)
        scan(vocabulary, isBlurred)
        outerByKind = byKind.map(withoutInner)
        outerByCue = byCue.map(withoutInner)
    }

    /// The places of a list's phrases, by start; of those at one start the short ones first.
    func matches(_ kind: Term.Kind) -> [Match] { byKind[Int(kind.rawValue)] }

    /// The places of a cue's phrases, by start.
    func matches(_ cue: Cue) -> [Match] { byCue[cue.index] }

    /// The places of several cues' phrases, by start, at one start the longest last.
    func matches(of cues: [Cue]) -> [Match] {
        cues.flatMap(matches).sorted {
            ($0.dense.lowerBound, $0.dense.upperBound) < ($1.dense.lowerBound, $1.dense.upperBound)
        }
    }

    /// The places of a list's phrases that are not inside one another nor inside a longer protecting phrase.
    func outermost(_ kind: Term.Kind) -> [Match] { outerByKind[Int(kind.rawValue)] }

    /// The places of a cue's phrases that are not inside one another nor inside a longer protecting phrase.
    func outermost(_ cue: Cue) -> [Match] { outerByCue[cue.index] }

    /// The text of a range as it stands, line ends and space runs as one space.
    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        var spacePending = false
        for offset in range {
            if units[offset].isSpace {
                spacePending = !text.isEmpty
            } else {
                if spacePending { text.append(" ") }
                spacePending = false
                text.append(scalars[offset])
            }
        }
        return String(text)
    }

    /// The number of the line an offset stands in.
    func line(at offset: Int) -> Int {
        var (low, high) = (0, lines.count)
        while low < high {
            let middle = (low + high) / 2
            if lines[middle].upperBound < offset { low = middle + 1 } else { high = middle }
        }
        return min(low, max(0, lines.count - 1))
    }

    /// Whether a phrase at `dense` lies inside a longer protecting one.
    func isShielded(_ dense: Range<Int>) -> Bool { Int(shields[dense.lowerBound]) > dense.count }

    private func withoutInner(_ matches: [Match]) -> [Match] {
        var kept: [Match] = []
        for match in matches where !isShielded(match.dense) {
            if let last = kept.last, last.dense.lowerBound == match.dense.lowerBound {
                kept[kept.count - 1] = match
            } else if kept.last.map({ match.dense.upperBound > $0.dense.upperBound }) ?? true {
                kept.append(match)
            }
        }
        return kept
    }

    private mutating func scan(_ vocabulary: Vocabulary, _ isBlurred: Bool) {
        var found: [(end: Int, term: Term)] = []
        for start in dense.indices where isPhraseStart(start) {
            found.removeAll(keepingCapacity: true)
            vocabulary.trie.forEachPhrase(in: dense, at: start) { found.append(($0, $1)) }
            if isBlurred {
                let count = found.count
                vocabulary.trie.forEachBlurredPhrase(in: dense, at: start) { end, term in
                    if end - start >= ScannedText.leastBlurred, term.mayBeBlurred { found.append((end, term)) }
                }
                if found.count > count { found.sort { $0.end < $1.end } }
            }
            for (end, term) in found { add(term, start..<end) }
        }
    }

    /// A shorter phrase that lacks a mark may be another word.
    private static let leastBlurred = 6

    private mutating func add(_ term: Term, _ dense: Range<Int>) {
        guard isPhraseEnd(dense.upperBound, after: self.dense[dense.upperBound - 1]) else { return }
        let range = offsets[dense.lowerBound]..<(offsets[dense.upperBound - 1] + 1)
        if cutsNumber(dense) { return }
        if term.isShort, isTorn(range, dense) { return }
        if term.isAbbreviated, isAfterLetterOrDigit(range.lowerBound) { return }
        // The end of สุวรรณภูมิ and a จ. are no มิจ.
        if term.kind == .category, dense.count <= 3, range.count > dense.count { return }
        let match = Match(range: range, dense: dense, value: Int(term.value))
        if term.kind == .cue {
            byCue[match.value].append(match)
        } else {
            byKind[Int(term.kind.rawValue)].append(match)
        }
        if term.shields { shield(dense) }
    }

    /// Whether a letter stands right before or a number before: the เคา of เคารพ, the 50 of 50 ตร.ว.
    private func isAfterLetterOrDigit(_ offset: Int) -> Bool {
        guard offset > 0 else { return false }
        if units[offset - 1].isThaiLetter || units[offset - 1].isDigit { return true }
        return offset > 1 && units[offset - 1] == .space && units[offset - 2].isDigit
    }

    /// Whether a short abbreviation is put together from the end of one word and the next (the end of เหนือ and a ต).
    private func isTorn(_ range: Range<Int>, _ dense: Range<Int>) -> Bool {
        guard dense.count <= 4 else { return false }
        return range.count > dense.count
            || (dense.count <= 3 && range.lowerBound > 0 && units[range.lowerBound - 1].isThaiLetter)
    }

    /// Whether a phrase holds only a part of a number (1669 in 0816690000) or puts two together (the ม.40 of "ม.4 081").
    private func cutsNumber(_ range: Range<Int>) -> Bool {
        let isNumber = dense[range].allSatisfy(\.isDigit)
        for index in range where dense[index].isDigit {
            let isEdge = index == range.lowerBound
            if index > 0, dense[index - 1].isDigit {
                let isParted = offsets[index - 1] + 1 != offsets[index]
                if isEdge ? isNumber || !isParted : isParted { return true }
            }
        }
        let end = range.upperBound
        guard end < dense.count, dense[end - 1].isDigit, dense[end].isDigit else { return false }
        return isNumber || offsets[end - 1] + 1 == offsets[end]
    }

    private mutating func shield(_ range: Range<Int>) {
        for index in range { shields[index] = max(shields[index], UInt16(clamping: range.count)) }
    }

    private func isPhraseStart(_ start: Int) -> Bool {
        let unit = dense[start]
        guard !unit.isDependent, unit != .newline else { return false }
        guard start > 0, offsets[start - 1] + 1 == offsets[start] else { return true }
        let before = dense[start - 1]
        return !before.isLeadVowel && !(unit.isLatin && before.isLatin)
    }

    private func isPhraseEnd(_ end: Int, after last: Unit) -> Bool {
        guard end < dense.count else { return true }
        if dense[end].isDependent { return false }
        // ต.ค is October, but not in ต.คอหงส์: an abbreviation without its last dot ends only before a gap.
        if last.isConsonant, end > 1, dense[end - 2] == 0x2E, dense[end].isThaiLetter,
            offsets[end - 1] + 1 == offsets[end]
        {
            return false
        }
        return !(last.isLatin && dense[end].isLatin && offsets[end - 1] + 1 == offsets[end])
    }

    private static func lines(of units: [Unit]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for end in 0...units.count where end == units.count || units[end] == .newline {
            var (low, high) = (start, end)
            while low < high, units[low] == .space { low += 1 }
            while high > low, units[high - 1] == .space { high -= 1 }
            lines.append(low..<high)
            start = end + 1
        }
        return lines
    }

    private static func squeeze(_ units: [Unit]) -> (dense: [Unit], offsets: [Int], index: [Int]) {
        var (dense, offsets, index): ([Unit], [Int], [Int]) = ([], [], [])
        dense.reserveCapacity(units.count)
        offsets.reserveCapacity(units.count)
        index.reserveCapacity(units.count + 1)
        for (offset, unit) in units.enumerated() {
            index.append(dense.count)
            let endsParagraph = unit == .newline && offset > 0 && units[offset - 1] == .newline
            guard !unit.isSpace || endsParagraph else { continue }
            dense.append(unit)
            offsets.append(offset)
        }
        index.append(dense.count)
        return (dense, offsets, index)
    }
}

extension Term {
    /// Whether a phrase of this list may be a few letters that two words make by chance (the end of หอบ and a ต.).
    fileprivate var isShort: Bool {
        kind == .abbreviation || kind == .cue && Cue.allCases[Int(value)] == .notPlace
    }

    /// Whether nothing shorter should be read inside a phrase of this list, as นาย in นายอำเภอ.
    fileprivate var shields: Bool {
        switch kind {
        case .notTitle, .agency, .abbreviation, .month, .notUrgent: true
        case .cue: Cue.allCases[Int(value)].shields
        default: false
        }
    }
}

extension Cue {
    fileprivate var shields: Bool {
        switch self {
        case .notPlace, .closing: true
        default: false
        }
    }
}
