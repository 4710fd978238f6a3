/// What the header of a PNG or JPEG file says, read without decoding it.
public struct ImageHeader: Sendable, Hashable {
    /// Width in pixels.
    public let width: Int
    /// Height in pixels.
    public let height: Int
    /// Bits of one sample.
    public let bitsPerSample: Int
    /// Samples of one pixel.
    public let samplesPerPixel: Int

    /// Reads the header chunk of a PNG (ISO/IEC 15948, 11.2.2), or gives nil where it is none that a decoder accepts.
    public init?(png source: some ByteSource) {
        let head = source.bytes(at: 0, length: 33)
        guard head.count == 33, head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
            Array(head[8..<16]) == [0, 0, 0, 13] + Array("IHDR".utf8),
            let samples = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][head[25]], [1, 2, 4, 8, 16].contains(head[24])
        else { return nil }
        width = head[16..<20].reduce(0) { $0 << 8 | Int($1) }
        height = head[20..<24].reduce(0) { $0 << 8 | Int($1) }
        (bitsPerSample, samplesPerPixel) = (Int(head[24]), samples)
        guard width > 0, height > 0 else { return nil }
    }

    /// Finds the frame header of a JPEG (ITU-T T.81, B.2.2), or gives nil where there is none that a decoder accepts:
    /// baseline, extended and progressive, 8 bits, one, three or four samples.
    public init?(jpeg source: some ByteSource) {
        guard source.bytes(at: 0, length: 2) == [0xFF, 0xD8] else { return nil }
        var offset = 2
        for _ in 0..<4096 {
            let head = source.bytes(at: offset, length: 10)
            guard head.count == 10, head[0] == 0xFF else { return nil }
            switch head[1] {
            case 0xFF:
                offset += 1
            case 0x01, 0xD0...0xD7:
                offset += 2
            case 0xC0...0xC2:
                height = Int(head[5]) << 8 | Int(head[6])
                width = Int(head[7]) << 8 | Int(head[8])
                (bitsPerSample, samplesPerPixel) = (Int(head[4]), Int(head[9]))
                guard width > 0, height > 0, bitsPerSample == 8, [1, 3, 4].contains(samplesPerPixel) else { return nil }
                return
            case 0xC4, 0xCC, 0xDB...0xFE:
                let length = Int(head[2]) << 8 | Int(head[3])
                guard length >= 2 else { return nil }
                offset += 2 + length
            default:
                return nil
            }
        }
        return nil
    }
}
