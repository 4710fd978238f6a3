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
    /// The stamps as dark as the writing, whose sides were taken out.
    private let frames: [ComplaintModel.Box]
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
        frames = ink.stamps.filter { !$0.isPale }.map(\.box)
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
            let cut = try cut(part, of: number, from: clean)
            let read = try read(cut)
            parts += frames.contains { $0.meets(cut.box) } ? try surest(of: part, of: number, or: read) : read
        }
        // A lone digit in a table is not dropped where the rest of its row is writing.
        let isAlone = parts.allSatisfy(\.isScrap)
        let line = RawLine(joining: isAlone ? [] : parts.filter { !$0.isRubbish })
        strokesLeftOut += line == nil && !parts.isEmpty ? 1 : 0
        lines[number] = .some(line)
        return line
    }

    /// A part that runs into a dark stamp, read in other ways too.
    ///
    /// Letters that a stamp's side runs along lose more by its going than by its staying. What has grown together with
    /// the stamp's words reads surer without whatever stands on their rows, but marks are lost with it.
    private func surest(of part: [Int], of number: Int, or read: [RawLine]) throws(EngineFault) -> [RawLine] {
        var (best, page) = (read, clean)
        let withSides = try self.read(try cut(part, of: number, from: ink.image))
        if withSides.confidence > best.confidence { (best, page) = (withSides, ink.image) }
        guard best.confidence < 98 else { return best }
        let trimmed = try self.read(try cut(part, of: number, from: page, without: layout.stampWords.rows))
        return trimmed.confidence >= best.confidence + 1 ? trimmed : best
    }

    private func cut(
        _ part: [Int], of number: Int, from page: PageImage, without rows: [Segment] = []
    ) throws(EngineFault) -> LineImage {
        try LineImage(of: part, in: layout, line: number, page: page, ink: ink, without: rows)
    }

    private func read(_ cut: LineImage) throws(EngineFault) -> [RawLine] {
        try reader.read(cut.image, as: .line, resolution: page.resolution, until: deadline).map(cut.onPage)
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
        let mean = symbols.map(\.confidence).reduce(0, +) / Double(max(1, symbols.count))
        return mean < (symbols.count == 1 ? 98 : 95)
    }

    /// The same within a row of writing: only what is hardly sure at all.
    fileprivate var isRubbish: Bool { symbols.count <= 2 && symbols.allSatisfy { $0.confidence < 88 } }
}
