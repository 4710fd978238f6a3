internal import CTesseract
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
    let symbols: [Symbol]
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
        guard let iterator = TessBaseAPIGetIterator(engine) else { return [] }
        defer { TessResultIteratorDelete(iterator) }
        let page = TessResultIteratorGetPageIterator(iterator)
        var lines: [RawLine] = []
        repeat {
            guard let text = text(of: iterator, RIL_TEXTLINE), let box = box(of: page, RIL_TEXTLINE) else { continue }
            lines.append(RawLine(text: text, box: box, symbols: symbols(of: iterator, page)))
        } while TessResultIteratorNext(iterator, RIL_TEXTLINE) != 0
        return lines
    }

    private func symbols(of iterator: OpaquePointer, _ line: OpaquePointer?) -> [Symbol] {
        guard let copy = TessResultIteratorCopy(iterator) else { return [] }
        defer { TessResultIteratorDelete(copy) }
        let page = TessResultIteratorGetPageIterator(copy)
        var symbols: [Symbol] = []
        repeat {
            guard let text = text(of: copy, RIL_SYMBOL), let box = box(of: page, RIL_SYMBOL) else { continue }
            let confidence = Double(TessResultIteratorConfidence(copy, RIL_SYMBOL))
            symbols.append(Symbol(text: text, confidence: min(max(confidence, 0), 100), box: box))
        } while TessResultIteratorNext(copy, RIL_SYMBOL) != 0
            && TessPageIteratorIsAtBeginningOf(page, RIL_TEXTLINE) == 0
        return symbols
    }

    private func text(of iterator: OpaquePointer, _ level: TessPageIteratorLevel) -> String? {
        guard let text = TessResultIteratorGetUTF8Text(iterator, level) else { return nil }
        defer { TessDeleteText(text) }
        return String(cString: text)
    }

    private func box(of page: OpaquePointer?, _ level: TessPageIteratorLevel) -> Box? {
        var left: Int32 = 0, top: Int32 = 0, right: Int32 = 0, bottom: Int32 = 0
        guard TessPageIteratorBoundingBox(page, level, &left, &top, &right, &bottom) != 0 else { return nil }
        return Box(x: Int(left), y: Int(top), width: Int(right - left), height: Int(bottom - top))
    }
}
