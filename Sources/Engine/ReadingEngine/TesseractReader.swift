internal import CTesseract
internal import CTesseractSymbols
internal import ComplaintModel
internal import EngineContract

/// A character as Tesseract gives it, on the prepared page.
struct Symbol {
    let text: String
    let confidence: Double
    let box: Box
}

/// A line as Tesseract gives it, on the prepared page.
struct RawLine {
    let text: String
    let box: Box
    var symbols: [Symbol]
}

extension RawLine {
    /// Parts of one line, left to right, with a space between them; nil where there are none.
    init?(joining parts: [RawLine]) {
        let parts = parts.filter { !$0.symbols.isEmpty }
        guard let left = parts.map(\.box.x).min(), let top = parts.map(\.box.y).min(),
            let right = parts.map({ $0.box.x + $0.box.width }).max(),
            let bottom = parts.map({ $0.box.y + $0.box.height }).max()
        else { return nil }
        let texts = parts.map { $0.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        self.init(
            text: texts.joined(separator: " "),
            box: Box(x: left, y: top, width: right - left, height: bottom - top), symbols: parts.flatMap(\.symbols))
    }
}

extension [RawLine] {
    /// The mean over the symbols; 0 where there are none.
    var confidence: Double {
        let confidences = flatMap { $0.symbols.map(\.confidence) }
        return confidences.isEmpty ? 0 : confidences.reduce(0, +) / Double(confidences.count)
    }
}

/// When a reading must be done.
struct Deadline {
    private let moment: ContinuousClock.Instant
    private let seconds: Int

    init(seconds: Int) { (moment, self.seconds) = (.now + .seconds(seconds), seconds) }

    var passed: EngineFault { .timedOut(seconds: seconds) }

    func millisecondsLeft() throws(EngineFault) -> Int {
        let left = ContinuousClock.now.duration(to: moment) / .milliseconds(1)
        guard left >= 1 else { throw passed }
        return Int(left)
    }
}

/// One Tesseract engine with one model; loading takes about a tenth of a second, so it is kept between pages.
final class TesseractReader {
    let model: ModelFile
    let settings: RecognitionSettings
    private let engine: OpaquePointer

    init(settings: RecognitionSettings, folders: [String]) throws(EngineFault) {
        model = try ModelFile(named: settings.model, in: folders)
        self.settings = settings
        guard let engine = TessBaseAPICreate() else { throw .unavailable("Tesseract cannot be started.") }
        self.engine = engine
        guard TessBaseAPIInit2(engine, model.folder, model.name, OEM_LSTM_ONLY) == 0 else {
            throw .unavailable("Tesseract cannot load the model \(model.folder)/\(model.name).traineddata.")
        }
        for (name, value) in settings.variables where TessBaseAPISetVariable(engine, name, value) == 0 {
            throw .unavailable("Tesseract knows no variable \(name), or not with the value \(value).")
        }
    }

    deinit {
        TessBaseAPIEnd(engine)
        TessBaseAPIDelete(engine)
    }

    /// Whether an image holds a page, whose lines Tesseract finds, or one line and nothing else.
    enum Extent {
        case page
        case line
    }

    /// Reads a prepared image until a deadline.
    func read(
        _ image: PageImage, as extent: Extent, resolution: Int, until deadline: Deadline
    ) throws(EngineFault) -> [RawLine] {
        TessBaseAPISetPageSegMode(engine, extent == .page ? PSM_AUTO : PSM_RAW_LINE)
        image.give(to: engine, resolution: resolution)
        defer { TessBaseAPIClear(engine) }
        let monitor = TessMonitorCreate()
        defer { TessMonitorDelete(monitor) }
        TessMonitorSetDeadlineMSecs(monitor, Int32(clamping: try deadline.millisecondsLeft()))
        guard TessBaseAPIRecognize(engine, monitor) == 0 else { throw deadline.passed }
        return lines()
    }

    /// The bare reading, for comparison: recognition and text, nothing else.
    func bareText(of image: PageImage, resolution: Int) -> Int {
        TessBaseAPISetPageSegMode(engine, PSM_AUTO)
        image.give(to: engine, resolution: resolution)
        defer { TessBaseAPIClear(engine) }
        guard let text = TessBaseAPIGetUTF8Text(engine) else { return 0 }
        defer { TessDeleteText(text) }
        return String(cString: text).utf8.count
    }

    /// The text of a line is Tesseract's own, since only that has the true spaces; the places are the symbols'.
    private func lines() -> [RawLine] {
        var lines: [RawLine] = []
        withUnsafeMutablePointer(to: &lines) { lines in
            var visitor = tesseract_visitor(
                context: lines,
                line: { context, text, box in
                    let line = RawLine(text: String(cString: text), box: Box(box), symbols: [])
                    context.assumingMemoryBound(to: [RawLine].self).pointee.append(line)
                },
                symbol: { context, text, confidence, box in
                    let lines = context.assumingMemoryBound(to: [RawLine].self)
                    let symbol = Symbol(
                        text: String(cString: text), confidence: min(max(Double(confidence), 0), 100), box: Box(box))
                    lines.pointee[lines.pointee.count - 1].symbols.append(symbol)
                })
            tesseract_visit(UnsafeMutableRawPointer(engine), &visitor)
        }
        return lines
    }
}

extension Box {
    fileprivate init(_ box: tesseract_box) {
        self.init(
            x: Int(box.left), y: Int(box.top), width: Int(box.right - box.left), height: Int(box.bottom - box.top))
    }
}
