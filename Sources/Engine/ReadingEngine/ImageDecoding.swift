internal import CLeptonica
internal import EngineContract

/// A page image as it came: decoded, grey or black and white, with the resolution it claims.
struct SourceImage {
    let image: PageImage
    /// Dots an inch as the file says; 0 where it says nothing.
    let claimedResolution: (x: Int, y: Int)
    /// Whether the decoder complained: return codes alone prove nothing.
    let isDamaged: Bool
    let notes: [String]

    /// Looks at the header, refuses what is not on the list or too large, then decodes.
    init(decoding bytes: [UInt8], limits: EngineLimits, messages: LibraryMessages? = nil) throws(EngineFault) {
        let header = try ImageHeader(probing: bytes)
        try header.check(against: limits)
        setMsgSeverity(Int32(L_SEVERITY_ERROR))
        _ = messages?.take()
        let decoded = bytes.withUnsafeBufferPointer { buffer in
            header.isJPEG
                ? pixReadMemJpeg(buffer.baseAddress, buffer.count, 0, 1, nil, Int32(L_JPEG_CONTINUE_WITH_BAD_DATA))
                : pixReadMem(buffer.baseAddress, buffer.count)
        }
        guard let decoded else {
            throw .unreadable("The image is damaged: its header is sound, its pixels cannot be decoded.")
        }
        let raw = try PageImage(decoded, from: "decoding")
        // A header that says one thing and pixels that say another: the limit holds for what came out.
        guard raw.width * raw.height <= limits.pixelsPerPage else {
            throw .tooLarge(limit: "pixels_per_page \(limits.pixelsPerPage)", found: "\(raw.width) x \(raw.height)")
        }
        claimedResolution = (Int(pixGetXRes(raw.pix)), Int(pixGetYRes(raw.pix)))
        notes = messages?.take() ?? []
        isDamaged = notes.contains { $0.contains("Error in") || $0.contains("orrupt") || $0.contains("remature") }
        image = try Self.flattened(raw)
    }

    /// Without colour map, colours and transparency: 1 or 8 bits a pixel.
    private static func flattened(_ raw: PageImage) throws(EngineFault) -> PageImage {
        if raw.depth == 1, pixGetColormap(raw.pix) == nil { return raw }
        if let page = try ColourPage(raw) { return try page.grey() }
        return try PageImage(pixConvertTo8(raw.pix, 0), from: "making grey")
    }
}

/// What the first bytes of an image say, without decoding any pixel.
struct ImageHeader {
    let width: Int
    let height: Int
    let isJPEG: Bool

    private static let formats = [
        IFF_PNG, IFF_JFIF_JPEG, IFF_TIFF, IFF_TIFF_PACKBITS, IFF_TIFF_RLE, IFF_TIFF_G3, IFF_TIFF_G4, IFF_TIFF_LZW,
        IFF_TIFF_ZIP, IFF_TIFF_JPEG,
    ]

    /// Reads the header of a PNG, JPEG or TIFF; Leptonica answers with rubbish for some other formats.
    init(probing bytes: [UInt8]) throws(EngineFault) {
        var format: Int32 = 0, width: Int32 = 0, height: Int32 = 0, bits: Int32 = 0, samples: Int32 = 0
        let known = bytes.withUnsafeBufferPointer { buffer in
            buffer.count >= 12 && findFileFormatBuffer(buffer.baseAddress, &format) == 0
        }
        guard known, Self.formats.contains(Int(format)) else {
            throw .unreadable("Not a PNG, JPEG or TIFF image.")
        }
        let code = bytes.withUnsafeBufferPointer { buffer in
            pixReadHeaderMem(buffer.baseAddress, buffer.count, &format, &width, &height, &bits, &samples, nil)
        }
        guard code == 0, width > 0, height > 0, [1, 2, 4, 8, 16].contains(bits), (1...4).contains(samples) else {
            throw .unreadable("The header of the image is damaged.")
        }
        (self.width, self.height) = (Int(width), Int(height))
        isJPEG = Int(format) == IFF_JFIF_JPEG
    }

    func check(against limits: EngineLimits) throws(EngineFault) {
        // Division, since the product of two claimed sizes may pass the range of Int32 arithmetic elsewhere.
        guard width <= limits.pixelsPerPage / height else {
            throw .tooLarge(limit: "pixels_per_page \(limits.pixelsPerPage)", found: "\(width) x \(height)")
        }
    }
}
