internal import CLeptonica
internal import CTIFF
internal import ContainerFormats
internal import Glibc

/// Reads what can be read of a damaged black-and-white page, row by row: a fax over a bad line has flipped bits, and
/// Leptonica gives up at the first row it cannot decode.
enum TIFFSalvage {
    static func read(_ page: TIFFLayout.Page, of bytes: [UInt8]) -> Raster? {
        guard page.bitsPerSample == 1, page.samplesPerPixel == 1 else { return nil }
        return bytes.withUnsafeBytes { buffer in
            var source = TIFFSource(bytes: buffer)
            return withUnsafeMutablePointer(to: &source) { handle in
                guard let tiff = TIFFSource.open(handle) else { return nil }
                defer { TIFFClose(tiff) }
                guard TIFFSetSubDirectory(tiff, UInt64(page.offset)) == 1 else { return nil }
                return rows(of: tiff, page: page)
            }
        }
    }

    private static func rows(of tiff: OpaquePointer, page: TIFFLayout.Page) -> Raster? {
        let rowSize = (page.width + 7) / 8
        guard TIFFIsTiled(tiff) == 0, Int(TIFFScanlineSize(tiff)) == rowSize,
            let raster = Raster(pixCreate(Int32(page.width), Int32(page.height), 1)), let data = pixGetData(raster.pix)
        else { return nil }
        let stride = Int(pixGetWpl(raster.pix)) * 4
        var readable = 0
        var row = [UInt8](repeating: 0, count: rowSize)
        for index in 0..<page.height where TIFFReadScanline(tiff, &row, UInt32(index), 0) == 1 {
            let white: UInt8 = page.photometric == 1 ? 0xFF : 0
            row.withUnsafeBytes { bytes in
                let target = UnsafeMutableRawBufferPointer(
                    start: UnsafeMutableRawPointer(data) + index * stride, count: rowSize)
                for (place, byte) in bytes.enumerated() { target[place] = byte ^ white }
            }
            readable += 1
        }
        pixEndianByteSwap(raster.pix)
        pixSetPadBits(raster.pix, 0)
        pixSetResolution(raster.pix, Int32(page.resolutionX), Int32(page.resolutionY))
        // Half a page may still be read by a person; less is no picture of the letter.
        return readable * 2 >= page.height ? raster : nil
    }
}

/// Bytes in memory as libtiff wants to read them.
private struct TIFFSource {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    static func open(_ source: UnsafeMutablePointer<TIFFSource>) -> OpaquePointer? {
        TIFFSetErrorHandler(nil)
        TIFFSetWarningHandler(nil)
        // "m": without mapping; every byte goes through `read`.
        return TIFFClientOpen(
            "page", "rm", source, read, { _, _, _ in -1 }, seek, { _ in 0 }, size, { _, _, _ in 0 }, { _, _, _ in })
    }

    private static let read: TIFFReadWriteProc = { handle, target, wanted in
        guard let source = handle?.assumingMemoryBound(to: TIFFSource.self), let target else { return 0 }
        let bytes = source.pointee.bytes
        let count = min(Int(wanted), bytes.count - source.pointee.position)
        guard count > 0, let start = bytes.baseAddress else { return 0 }
        memcpy(target, start + source.pointee.position, count)
        source.pointee.position += count
        return tmsize_t(count)
    }

    private static let seek: TIFFSeekProc = { handle, offset, origin in
        guard let source = handle?.assumingMemoryBound(to: TIFFSource.self) else { return UInt64.max }
        let size = source.pointee.bytes.count
        let base = [SEEK_SET: 0, SEEK_CUR: source.pointee.position, SEEK_END: size][origin] ?? 0
        let (place, overflows) = base.addingReportingOverflow(Int(truncatingIfNeeded: offset))
        guard !overflows, (0...size).contains(place) else { return UInt64.max }
        source.pointee.position = place
        return UInt64(place)
    }

    private static let size: TIFFSizeProc = { handle in
        UInt64(handle?.assumingMemoryBound(to: TIFFSource.self).pointee.bytes.count ?? 0)
    }
}
