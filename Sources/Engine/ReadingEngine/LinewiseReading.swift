internal import ComplaintModel
internal import EngineContract

/// Reads a page line by line, each line cut out by its own ink.
final class LinewiseReading {
    private let page: PreparedPage
    private let reader: TesseractReader
    private let deadline: Deadline
    private let ink: PageInk
    private let layout: LineLayout
    private let clean: PageImage
    /// The same with the sides of dark stamps.
    private let framed: PageImage
    private var lines: [Int: RawLine?] = [:]
    private var strokesLeftOut = 0

    /// Finds the lines of a page; nil where there are no letters.
    init?(
        of page: PreparedPage, by reader: TesseractReader, until deadline: Deadline,
        lifting: Stamp.Lifting = .thorough
    ) throws(EngineFault) {
        (self.page, self.reader, self.deadline) = (page, reader, deadline)
        ink = try PageInk(
            of: page.image, threshold: page.threshold, resolution: page.resolution,
            isBlackAndWhite: page.isBlackAndWhite, lifting: lifting)
        guard let height = ink.bodyHeight, let layout = LineLayout(of: ink, height: height) else { return nil }
        self.layout = layout
        clean = try ink.withoutRuling()
        framed = layout.stampWords.ofStamps.isEmpty ? clean : try ink.withoutRuling(keepingSides: true)
    }

    /// Reads a few of the longest lines: enough to tell whether the page stands upright.
    func sample() throws(EngineFault) -> ReadingAttempt {
        let longest = layout.lines.indices.sorted { layout.lines[$0].letters > layout.lines[$1].letters }.prefix(4)
        var sample: [RawLine] = []
        for number in longest { if let line = try line(number) { sample.append(line) } }
        return attempt(sample)
    }

    /// Reads all lines.
    func all() throws(EngineFault) -> ReadingAttempt {
        var all: [RawLine] = []
        for number in layout.lines.indices { if let line = try line(number) { all.append(line) } }
        return attempt(all)
    }

    /// Whether stamps were lifted off the writing.
    var hasLifted: Bool { ink.stamps.contains(where: \.isPale) }

    /// What the ink tells of the hand that wrote it.
    var handwriting: Handwriting { Handwriting(of: layout, list: ink.components.list) }

    private func line(_ number: Int) throws(EngineFault) -> RawLine? {
        if let known = lines[number] { return known }
        var parts: [RawLine] = []
        for part in layout.lines[number].parts {
            let picture = try cut(part, of: number, from: clean)
            let stamps = layout.stampWords.ofStamps.filter { $0.box.meets(picture.box) }
            parts += stamps.isEmpty ? try read(picture) : try surest(of: part, of: number, under: stamps, or: picture)
        }
        // A lone digit in a table is not dropped where the rest of its row is writing.
        let isAlone = parts.allSatisfy(\.isScrap)
        let line = RawLine(joining: isAlone ? [] : parts.filter { !$0.isRubbish })
        strokesLeftOut += line == nil && !parts.isEmpty ? 1 : 0
        lines[number] = .some(line)
        return line
    }

    /// A part that runs into dark stamps, read in other ways than from its picture too.
    ///
    /// Letters that a stamp's side runs along lose more by its going than by its staying. What has grown together with
    /// the stamp's words reads surer without whatever stands on their rows, but marks go too: no more sure than before.
    private func surest(
        of part: [Int], of number: Int, under stamps: [StampWords.Rows], or picture: LineImage
    ) throws(EngineFault) -> [RawLine] {
        var (best, page) = (try read(picture), clean)
        let withSides = try cut(part, of: number, from: framed)
        if !withSides.image.isSame(as: picture.image) {
            let other = try read(withSides)
            if other.confidence > best.confidence { (best, page) = (other, framed) }
        }
        guard best.confidence < 98 else { return best }
        let trimmed = try read(try cut(part, of: number, from: page, without: stamps))
        guard trimmed.confidence >= best.confidence + 1 else { return best }
        return trimmed.map { $0.noSurer(than: best.confidence) }
    }

    private func cut(
        _ part: [Int], of number: Int, from page: PageImage, without stamps: [StampWords.Rows] = []
    ) throws(EngineFault) -> LineImage {
        try LineImage(of: part, in: layout, line: number, page: page, ink: ink, without: stamps)
    }

    private func read(_ picture: LineImage) throws(EngineFault) -> [RawLine] {
        try reader.read(picture.image, as: .line, resolution: page.resolution, until: deadline).map(picture.onPage)
    }

    private func attempt(_ lines: [RawLine]) -> ReadingAttempt {
        let lifted = ink.stamps.filter(\.isPale)
        let dark = layout.stampWords.counts
        let notes = [
            ("stamps lifted off", lifted.count),
            ("stamps left out of the writing", dark.leftOut),
            ("stamps read with the writing under them", dark.read),
            ("strokes read as less than a word left out", strokesLeftOut),
        ]
        return ReadingAttempt(
            page: page, lines: lines,
            cover: page.ink.cover(by: lines.map(\.box), leavingOut: lifted.map(\.box) + layout.stampWords.boxes),
            notes: notes.filter { $0.1 > 0 }.map { "\($0.0): \($0.1)" })
    }
}

extension RawLine {
    /// A few characters read with doubt: a smear, a pen's stroke or an edge, read as if it were writing.
    ///
    /// Lone letters that are writing are read with 98 and more.
    fileprivate var isScrap: Bool {
        guard symbols.count <= 4 else { return false }
        return [self].confidence < (symbols.count == 1 ? 98 : 95)
    }

    fileprivate func noSurer(than confidence: Double) -> RawLine {
        let symbols = symbols.map { Symbol(text: $0.text, confidence: min($0.confidence, confidence), box: $0.box) }
        return RawLine(text: text, box: box, symbols: symbols)
    }

    /// The same within a row of writing: only what is hardly sure at all.
    fileprivate var isRubbish: Bool { symbols.count <= 2 && symbols.allSatisfy { $0.confidence < 88 } }
}
