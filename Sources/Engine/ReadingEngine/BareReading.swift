public import EngineContract

extension ReadingEngine {
    /// Makes a page ready as for reading, as a PNG that reads alike: for the bench.
    public func prepare(_ image: [UInt8], limits: EngineLimits) throws(EngineFault) -> [UInt8] {
        try PagePreparation(source: try SourceImage(decoding: image, limits: limits)).prepare().image.png()
    }

    /// Reads prepared pages with the bare Tesseract API and says how long it took once all were decoded and the model
    /// was loaded.
    public func timeBareReading(
        _ pages: [[UInt8]], settings: RecognitionSettings, limits: EngineLimits
    ) throws(EngineFault) -> Double {
        let reader = try reader(for: settings)
        var images: [PageImage] = []
        for page in pages { images.append(try SourceImage(decoding: page, limits: limits).image) }
        let started = ContinuousClock.now
        for image in images { _ = reader.bareText(of: image, resolution: 300) }
        return started.duration(to: .now) / .seconds(1)
    }
}
