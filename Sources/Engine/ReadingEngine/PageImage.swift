internal import CLeptonica
internal import CTesseract
internal import EngineContract

/// A Leptonica image that is freed with its last reference.
final class PageImage {
    let pix: UnsafeMutablePointer<PIX>

    /// Takes over what a Leptonica function gave; nil means that it could not do its work.
    init(_ pix: UnsafeMutablePointer<PIX>?, from step: String) throws(EngineFault) {
        guard let pix else { throw .unreadable("The image could not be processed (\(step)).") }
        self.pix = pix
    }

    deinit {
        var pix: UnsafeMutablePointer<PIX>? = pix
        pixDestroy(&pix)
    }

    var width: Int { Int(pixGetWidth(pix)) }
    var height: Int { Int(pixGetHeight(pix)) }
    var depth: Int { Int(pixGetDepth(pix)) }
    var wordsPerRow: Int { Int(pixGetWpl(pix)) }
    /// The pixels, row by row in 32-bit words, the leftmost pixel in the highest bits.
    var words: UnsafeMutablePointer<UInt32> { pixGetData(pix) }

    /// Whether both have the same pixels.
    func isSame(as other: PageImage) -> Bool {
        var same: Int32 = 0
        return pixEqual(pix, other.pix, &same) == 0 && same == 1
    }

    /// Sets the image as the one a Tesseract engine reads next.
    func give(to engine: OpaquePointer, resolution: Int) {
        TessBaseAPISetImage2(engine, pix)
        TessBaseAPISetSourceResolution(engine, Int32(clamping: resolution))
    }

    /// The image as a PNG file.
    func png() throws(EngineFault) -> [UInt8] {
        var data: UnsafeMutablePointer<UInt8>?
        var size = 0
        guard pixWriteMemPng(&data, &size, pix, 0) == 0, let data else {
            throw .unreadable("The image could not be written as PNG.")
        }
        defer { lept_free(data) }
        return [UInt8](UnsafeBufferPointer(start: data, count: size))
    }
}
