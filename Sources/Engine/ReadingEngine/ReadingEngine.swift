internal import CLeptonica
public import ComplaintModel
public import EngineContract

/// Reads page images with Leptonica and Tesseract; lives in the worker, one page at a time.
public final class ReadingEngine {
    private let modelFolders: [String]
    private let messages: LibraryMessages?
    private var reader: TesseractReader?

    /// An engine that looks for models in `modelFolders`, in order; `messages` are those of the C libraries.
    public init(modelFolders: [String], messages: LibraryMessages? = nil) {
        (self.modelFolders, self.messages) = (modelFolders, messages)
    }

    /// Reads one page image.
    public func recognise(
        _ image: [UInt8], settings: RecognitionSettings, limits: EngineLimits
    ) throws(EngineFault) -> Recognition {
        let started = ContinuousClock.now
        let reader = try reader(for: settings)
        // Sooner than the caller loses patience and ends the whole worker.
        let deadline = Deadline(seconds: max(1, limits.wallSeconds * 9 / 10))
        let source = try SourceImage(decoding: image, limits: limits, messages: messages)
        let attempt = try PageReading(
            source: source, reader: reader, orientation: Orientation(modelFolders: modelFolders), deadline: deadline
        ).read()
        let assembly = LineAssembly(
            map: attempt.page.map, width: source.image.width, height: source.image.height,
            risk: LineRisk(modelKnowsThaiDigits: reader.model.knowsThaiDigits, table: reader.model.riskTable))
        let resolution = PageResolution(of: source)
        return Recognition(
            width: source.image.width, height: source.image.height, resolutionX: resolution.x,
            resolutionY: resolution.y, lines: attempt.lines.compactMap(assembly.line), confidence: attempt.confidence,
            cover: attempt.cover, isDamaged: source.isDamaged, looksHandwritten: attempt.looksHandwritten,
            warnings: attempt.page.notes + attempt.notes + (messages?.take() ?? []),
            reader: "tesseract \(settings.model)", seconds: started.duration(to: .now) / .seconds(1))
    }

    /// Cuts a rectangle out of a page image, as a PNG no wider than `maximumWidth`, with square pixels.
    public func crop(
        _ image: [UInt8], to box: ComplaintModel.Box, maximumWidth: Int, limits: EngineLimits
    ) throws(EngineFault) -> [UInt8] {
        let source = try SourceImage(decoding: image, limits: limits)
        guard box.width > 0, box.height > 0, maximumWidth > 0,
            let region = boxCreate(Int32(box.x), Int32(box.y), Int32(box.width), Int32(box.height))
        else { throw .unreadable("There is nothing in an empty rectangle.") }
        defer {
            var region: UnsafeMutablePointer<BOX>? = region
            boxDestroy(&region)
        }
        let cut = try PageImage(pixClipRectangle(source.image.pix, region, nil), from: "cutting")
        let resolution = PageResolution(of: source)
        let stretch = resolution.isUnequal ? Double(resolution.x) / Double(resolution.y) : 1
        let shrink = min(1, Double(maximumWidth) / Double(cut.width))
        guard stretch != 1 || shrink < 1 else { return try cut.png() }
        let grey = try PageImage(pixConvertTo8(cut.pix, 0), from: "making grey")
        return try PageImage(
            pixScale(grey.pix, Float(shrink), Float(shrink * stretch)), from: "scaling"
        ).png()
    }

    /// Keeps one engine: a site reads with one model.
    func reader(for settings: RecognitionSettings) throws(EngineFault) -> TesseractReader {
        if let reader, reader.settings == settings { return reader }
        reader = nil
        let fresh = try TesseractReader(settings: settings, folders: modelFolders)
        reader = fresh
        return fresh
    }
}
