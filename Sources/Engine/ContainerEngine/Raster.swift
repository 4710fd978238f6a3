internal import CLeptonica
internal import EngineContract
internal import Glibc

/// A decoded picture in Leptonica's memory, freed with the value.
final class Raster {
    let pix: UnsafeMutablePointer<Pix>

    /// Takes over a picture, or gives nil where Leptonica gave none.
    init?(_ pix: UnsafeMutablePointer<Pix>?) {
        guard let pix else { return nil }
        self.pix = pix
    }

    deinit {
        var pix: UnsafeMutablePointer<Pix>? = pix
        pixDestroy(&pix)
    }

    var width: Int { Int(pixGetWidth(pix)) }
    var height: Int { Int(pixGetHeight(pix)) }
    var isBilevel: Bool { pixGetDepth(pix) == 1 }

    /// How many pixels of a black-and-white picture are black.
    var inkedPixels: Int {
        var count: Int32 = 0
        pixCountPixels(pix, &count, nil)
        return Int(count)
    }

    /// The picture as a file: G4 TIFF where it is black and white, else a grey PNG, which is all that reading needs
    /// (the colours stay in the arrival's own bytes); the resolution is kept.
    func encoded() throws(EngineFault) -> [UInt8] {
        var data: UnsafeMutablePointer<UInt8>?
        var size = 0
        let failed: Int32
        if isBilevel {
            failed = pixWriteMemTiff(&data, &size, pix, Int32(IFF_TIFF_G4))
        } else {
            guard let grey = Raster(pixConvertTo8(pix, 0)) else {
                throw .crashed("out of memory")
            }
            pixCopyResolution(grey.pix, pix)
            pixSetZlibCompression(grey.pix, 3)
            failed = pixWriteMemPng(&data, &size, grey.pix, 0)
        }
        defer { free(data) }
        guard failed == 0, let data, size > 0 else { throw .crashed("the page could not be written as an image") }
        return Array(UnsafeBufferPointer(start: data, count: size))
    }
}
