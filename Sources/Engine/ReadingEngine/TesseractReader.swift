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
        TessBaseAPISetPageSegMode(engine, PSM_AUTO)
    }

    deinit {
        TessBaseAPIEnd(engine)
        TessBaseAPIDelete(engine)
    }

    /// Reads a prepared page within a time; nil where it was not done by then.
    func read(_ image: PageImage, resolution: Int, seconds: Int) -> [RawLine]? {
        image.give(to: engine, resolution: resolution)
        defer { TessBaseAPIClear(engine) }
        let monitor = TessMonitorCreate()
        defer { TessMonitorDelete(monitor) }
        TessMonitorSetDeadlineMSecs(monitor, Int32(clamping: seconds * 1000))
        guard TessBaseAPIRecognize(engine, monitor) == 0 else { return nil }
        return lines()
    }

    /// The bare reading, for comparison: recognition and text, nothing else.
    func bareText(of image: PageImage, resolution: Int) -> Int {
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
