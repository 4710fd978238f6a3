internal import CTesseract
internal import Foundation

/// Which way up a page stands, by Tesseract's orientation detection; asked only where a reading makes no sense.
struct Orientation {
    let modelFolders: [String]

    /// The clockwise quarter turns that put the page upright; nil where none are needed, or the answer is not sure.
    func quarterTurns(of page: PreparedPage) -> Int? {
        guard let folder = modelFolders.first(where: { access("\($0)/osd.traineddata", R_OK) == 0 }),
            let engine = TessBaseAPICreate()
        else { return nil }
        defer {
            TessBaseAPIEnd(engine)
            TessBaseAPIDelete(engine)
        }
        guard TessBaseAPIInit2(engine, folder, "osd", OEM_TESSERACT_ONLY) == 0 else { return nil }
        TessBaseAPISetPageSegMode(engine, PSM_OSD_ONLY)
        page.image.give(to: engine, resolution: page.resolution)
        var degrees: Int32 = 0
        var confidence: Float = 0
        var script: UnsafePointer<CChar>?
        var scriptConfidence: Float = 0
        guard TessBaseAPIDetectOrientationScript(engine, &degrees, &confidence, &script, &scriptConfidence) != 0,
            confidence >= Self.trustworthy, degrees != 0
        else { return nil }
        return (360 - Int(degrees)) / 90 & 3
    }

    /// Blank backs and scribbles answer with up to 2, real pages with 7 and more.
    private static let trustworthy: Float = 5
}
