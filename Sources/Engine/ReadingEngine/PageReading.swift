internal import EngineContract

/// One reading of a page.
struct ReadingAttempt {
    let page: PreparedPage
    let lines: [RawLine]
    /// The share of the writing that was read, 0 to 1.
    let cover: Double
    /// What was left out on purpose, and how the page was read.
    let notes: [String]
    /// Whether it is a hand's writing, of which nothing that was read is worth anything.
    var looksHandwritten = false

    /// Mean over the symbols; 0 where there are none.
    var confidence: Double { lines.confidence }

    /// Upright pages read with 97 and more, pages upside down with 92 to 95, pages on their side hardly at all.
    var looksTurned: Bool { confidence < 96 }

    /// How much was read well: symbols that are rather sure less those that are not.
    var worth: Int {
        lines.reduce(0) { $0 + $1.symbols.reduce(0) { $0 + ($1.confidence >= 85 ? 1 : -1) } }
    }

    /// Whether another way of reading may do better.
    var isDoubtful: Bool { confidence < 98 || cover < 0.93 }
}

/// Reads the pages of one request: turns them upright, then takes the better of the two ways of finding lines.
struct PageReading {
    let source: SourceImage
    let reader: TesseractReader
    let orientation: Orientation
    let deadline: Deadline

    func read() throws(EngineFault) -> ReadingAttempt {
        let page = try prepared()
        guard let upright = try LinewiseReading(of: page, by: reader, until: deadline) else {
            return try wholePage(page)
        }
        let reading = try turned(upright, of: page) ?? upright
        var byLines = try liftedGently(reading.all(), by: reading)
        guard byLines.isDoubtful else { return byLines }
        byLines.looksHandwritten = reading.handwriting.isLikely(readWith: byLines.confidence)
        if byLines.looksHandwritten { return byLines }
        let byPage = try wholePage(byLines.page)
        return byPage.worth * 100 > byLines.worth * 102 ? byPage : byLines
    }

    /// The page read again with its stamps lifted less, where that is better: thin writing is nearly as pale as they are.
    private func liftedGently(
        _ attempt: ReadingAttempt, by reading: LinewiseReading
    ) throws(EngineFault) -> ReadingAttempt {
        guard reading.hasLifted,
            let gentle = try LinewiseReading(of: attempt.page, by: reader, until: deadline, lifting: .gentle)
        else { return attempt }
        do {
            let other = try gentle.all()
            return other.worth > attempt.worth + abs(attempt.worth) / 100 ? other : attempt
        } catch .timedOut {
            return attempt
        }
    }

    /// The page as it reads once turned, where that is better.
    private func turned(
        _ reading: LinewiseReading, of page: PreparedPage
    ) throws(EngineFault) -> LinewiseReading? {
        let sample = try reading.sample()
        guard sample.looksTurned, let turns = orientation.quarterTurns(of: page),
            let other = try LinewiseReading(of: try prepared(turns), by: reader, until: deadline)
        else { return nil }
        return try other.sample().confidence > sample.confidence ? other : nil
    }

    private func prepared(_ quarterTurns: Int = 0) throws(EngineFault) -> PreparedPage {
        let page = try PagePreparation(source: source).prepare(quarterTurns: quarterTurns)
        guard !page.ink.isNoise else {
            throw .unreadable("The page is noise: \(page.ink.pieces) specks, more than any page has letters.")
        }
        return page
    }

    /// With Tesseract's own layout.
    private func wholePage(_ page: PreparedPage) throws(EngineFault) -> ReadingAttempt {
        let lines = try reader.read(page.image, as: .page, resolution: page.resolution, until: deadline)
        return ReadingAttempt(
            page: page, lines: lines, cover: page.ink.cover(by: lines.map(\.box)), notes: ["read as a whole page"])
    }
}
