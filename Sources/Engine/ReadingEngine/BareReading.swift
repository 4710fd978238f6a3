internal import CLeptonica
public import EngineContract
internal import Glibc

extension ReadingEngine {
    /// Makes a page ready as for reading, as a PNG that reads alike: for the bench.
    public func prepare(_ image: [UInt8], limits: EngineLimits) throws(EngineFault) -> [UInt8] {
        let page = try PagePreparation(source: try SourceImage(decoding: image, limits: limits)).prepare()
        pixSetResolution(page.image.pix, Int32(page.resolution), Int32(page.resolution))
        return try page.image.png()
    }

    /// Reads a prepared page with the bare Tesseract API and says how long that took, decoding and loading of the model
    /// left out.
    public func timeBareReading(
        _ page: [UInt8], settings: RecognitionSettings, limits: EngineLimits
    ) throws(EngineFault) -> ReadingTime {
        let reader = try reader(for: settings)
        let source = try SourceImage(decoding: page, limits: limits)
        let (started, used) = (ContinuousClock.now, clock())
        _ = reader.bareText(of: source.image, resolution: source.claimedResolution.x)
        return ReadingTime(
            seconds: started.duration(to: .now) / .seconds(1),
            processorSeconds: Double(clock() - used) / Double(CLOCKS_PER_SEC))
    }
}
