internal import CLeptonica
internal import ContainerFormats
internal import EngineContract

/// A PNG or JPEG file: one page, and itself the image of it.
struct SingleImage: Container {
    private let bytes: [UInt8]
    private let header: ImageHeader
    private let limits: EngineLimits
    private let isPNG: Bool

    init(png bytes: [UInt8], limits: EngineLimits) throws(EngineFault) {
        guard let header = ImageHeader(png: bytes) else { throw .unreadable("The header of the PNG file is damaged.") }
        (self.bytes, self.header, self.limits, isPNG) = (bytes, header, limits, true)
    }

    init(jpeg bytes: [UInt8], limits: EngineLimits) throws(EngineFault) {
        guard let header = ImageHeader(jpeg: bytes) else {
            throw .unreadable("The JPEG file is damaged, or of a kind that is not read (12 bits, lossless).")
        }
        (self.bytes, self.header, self.limits, isPNG) = (bytes, header, limits, false)
    }

    func inspect() throws(EngineFault) -> Inspection {
        let isWhole = FileEnding(of: bytes) == .complete
        return Inspection(
            pages: [Inspection.PageHeader(width: header.width, height: header.height)],
            warnings: isWhole ? [] : ["The file is cut off: the lower part of the picture may be missing."])
    }

    func draw(page: Int) throws(EngineFault) -> (page: Raster, isTheFile: Bool) {
        guard page == 1 else { throw .unreadable("There is no page \(page): the file holds a single picture.") }
        try limits.check(header.width, header.height)
        // Half a photograph is worth looking at; inspection says that it is cut off.
        let pix =
            isPNG
            ? pixReadMemPng(bytes, bytes.count)
            : pixReadMemJpeg(bytes, bytes.count, 0, 1, nil, Int32(L_JPEG_CONTINUE_WITH_BAD_DATA))
        guard let raster = Raster(pix), (raster.width, raster.height) == (header.width, header.height) else {
            throw .unreadable("The picture in the \(isPNG ? "PNG" : "JPEG") file is damaged.")
        }
        return (raster, isTheFile: true)
    }
}
