import CLeptonica
import ComplaintModel
import ContainerEngine
import EngineContract
import Foundation
import TestPages

/// What a page is written as.
enum Encoding: CaseIterable {
    case g3, g4, lzw, deflate, packBits, jpegInTIFF, png, jpeg

    var isMultiPage: Bool { self != .png && self != .jpeg }
}

extension Sheet {
    /// The sheet as a picture of Leptonica; the caller frees it.
    fileprivate func picture(grey: Bool) -> UnsafeMutablePointer<Pix>? {
        let bytes = pbm
        var pix = pixReadMemPnm(bytes, bytes.count)
        if grey {
            let shades = pixConvert1To8(nil, pix, 230, 40)
            pixDestroy(&pix)
            pix = shades
        }
        pixSetResolution(pix, Int32(resolution.x), Int32(resolution.y))
        return pix
    }
}

/// Sheets as a file of some kind.
func file(_ sheets: [Sheet], as encoding: Encoding) -> [UInt8] {
    let kinds: [Encoding: Int] = [
        .g3: IFF_TIFF_G3, .g4: IFF_TIFF_G4, .lzw: IFF_TIFF_LZW, .deflate: IFF_TIFF_ZIP, .packBits: IFF_TIFF_PACKBITS,
        .jpegInTIFF: IFF_TIFF_JPEG,
    ]
    let isGrey = [.lzw, .deflate, .jpegInTIFF, .png, .jpeg].contains(encoding)
    var pages = pixaCreate(Int32(sheets.count))
    defer { pixaDestroy(&pages) }
    for sheet in sheets { pixaAddPix(pages, sheet.picture(grey: isGrey), Int32(L_INSERT)) }
    var data: UnsafeMutablePointer<UInt8>?
    var size = 0
    if let kind = kinds[encoding] {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).tif")
        defer { try? FileManager.default.removeItem(at: path) }
        for index in 0..<pixaGetCount(pages) {
            var pix = pixaGetPix(pages, index, Int32(L_CLONE))
            pixWriteTiff(path.path, pix, Int32(kind), index == 0 ? "w" : "a")
            pixDestroy(&pix)
        }
        return (try? Data(contentsOf: path)).map(Array.init) ?? []
    }
    var pix = pixaGetPix(pages, 0, Int32(L_CLONE))
    defer { pixDestroy(&pix) }
    if encoding == .png { pixWriteMemPng(&data, &size, pix, 0) } else { pixWriteMemJpeg(&data, &size, pix, 80, 0) }
    defer { free(data) }
    return Array(UnsafeBufferPointer(start: data, count: size))
}

/// Bytes as an engine gets them.
func content(_ bytes: [UInt8]) -> Content {
    Content(
        artefact: Artefact(sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: MediaType(sniffing: bytes)),
        bytes: bytes)
}

let limits = EngineLimits()

/// Width, height and both resolutions of an image file.
func facts(of image: [UInt8]) -> [Int]? {
    var pix = pixReadMem(image, image.count)
    defer { pixDestroy(&pix) }
    return pix.map { [Int(pixGetWidth($0)), Int(pixGetHeight($0)), Int(pixGetXRes($0)), Int(pixGetYRes($0))] }
}

/// Pixels that differ between a drawn page and the sheet it was made from, where both have them.
func differences(_ image: [UInt8], _ sheet: Sheet) -> Int? {
    let bytes = sheet.pbm
    let (drawn, meant) = (pixReadMem(image, image.count), pixReadMemPnm(bytes, bytes.count))
    let black = pixConvertTo1(drawn, 128)
    var differing = Int32(-1)
    let common = pixXor(nil, black, meant)
    pixSetOrClearBorder(common, 0, 2, 0, 2, Int32(PIX_CLR))
    pixCountPixels(common, &differing, nil)
    for pix in [drawn, meant, black, common] {
        var pix = pix
        pixDestroy(&pix)
    }
    return differing >= 0 ? Int(differing) : nil
}
