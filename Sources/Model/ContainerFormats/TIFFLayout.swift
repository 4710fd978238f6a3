/// The directories of a TIFF file, read without decoding a page: bounded, and safe against loops.
///
/// After TIFF 6.0 (Adobe 1992), section 2; classic TIFF only, for no scanner or fax server writes BigTIFF.
public struct TIFFLayout: Sendable, Hashable {
    /// What one directory says.
    public struct Page: Sendable, Hashable {
        /// Where the directory lies.
        public let offset: Int
        /// Width in pixels.
        public let width: Int
        /// Height in pixels.
        public let height: Int
        /// Bits of one sample (the largest, where they differ).
        public let bitsPerSample: Int
        /// Samples of one pixel.
        public let samplesPerPixel: Int
        /// The compression scheme, by its TIFF number.
        public let compression: Int
        /// What a sample of 0 means, by its TIFF number: 0 for white, 1 for black.
        public let photometric: Int
        /// Dots an inch across, 0 where the directory does not say.
        public let resolutionX: Int
        /// Dots an inch down, 0 where the directory does not say.
        public let resolutionY: Int
        /// Whether it is a thumbnail or a mask of another page.
        public let isAuxiliary: Bool
        /// The byte after the last one that its strips or tiles claim.
        public let dataEnd: Int
    }

    /// Why the chain of directories could not be followed to its end.
    public enum Fault: Sendable, Hashable {
        /// The file does not begin like a TIFF.
        case notTIFF
        /// A directory lies outside the file or is cut off.
        case cutOff
        /// A directory points back to an earlier one.
        case loop
        /// There are more directories than were allowed.
        case tooMany
    }

    /// The directories that could be read, in order.
    public let pages: [Page]
    /// Why there may be more; nil where the chain ended as it should.
    public let fault: Fault?

    /// Follows the chain of directories, at most `maximumPages` of them.
    public init(_ source: some ByteSource, maximumPages: Int) {
        guard let reader = TIFFReader(source), var offset = reader.number(at: 4, bytes: 4) else {
            (pages, fault) = ([], .notTIFF)
            return
        }
        var pages: [Page] = []
        var seen: Set<Int> = []
        var fault: Fault?
        repeat {
            if !seen.insert(offset).inserted {
                fault = .loop
            } else if pages.count == maximumPages {
                fault = .tooMany
            } else if let directory = reader.directory(at: offset) {
                pages.append(Page(directory, of: reader, at: offset))
                offset = directory.next
            } else {
                fault = .cutOff
            }
        } while fault == nil && offset != 0
        (self.pages, self.fault) = (pages, fault)
    }
}

extension TIFFLayout.Page {
    fileprivate init(
        _ directory: TIFFReader<some ByteSource>.Directory, of reader: TIFFReader<some ByteSource>, at: Int
    ) {
        func first(_ tag: Int, or standard: Int) -> Int { directory.values(tag, 1).first ?? standard }
        offset = at
        width = first(256, or: 0)
        height = first(257, or: 0)
        bitsPerSample = directory.values(258, 16).max() ?? 1
        samplesPerPixel = first(277, or: 1)
        compression = first(259, or: 1)
        photometric = first(262, or: 0)
        let unit: Double = [2: 1, 3: 2.54][first(296, or: 2)] ?? 0
        resolutionX = directory.rational(282, times: unit)
        resolutionY = directory.rational(283, times: unit)
        isAuxiliary = first(254, or: 0) & 0b101 != 0
        let starts = directory.values(273, 65_536) + directory.values(324, 65_536)
        let lengths = directory.values(279, 65_536) + directory.values(325, 65_536)
        dataEnd = zip(starts, lengths).map { $0 + $1 }.max() ?? starts.max() ?? at
    }
}

/// Numbers and directories of a TIFF file in its own byte order.
private struct TIFFReader<Source: ByteSource> {
    struct Directory {
        let entries: [Int: (type: Int, count: Int, valueAt: Int)]
        let next: Int
        let reader: TIFFReader

        /// The numbers of a field, at most `limit`; none where it is missing, of another type or cut off.
        func values(_ tag: Int, _ limit: Int) -> [Int] {
            guard let entry = entries[tag], let width = [1: 1, 3: 2, 4: 4][entry.type] else { return [] }
            let count = min(entry.count, limit)
            var start = entry.valueAt
            if entry.count * width > 4 {
                guard let pointed = reader.number(at: start, bytes: 4) else { return [] }
                start = pointed
            }
            let raw = reader.source.bytes(at: start, length: count * width)
            return stride(from: 0, to: raw.count / width * width, by: width).map {
                reader.number(raw[$0..<($0 + width)])
            }
        }

        /// A fraction times `factor`, rounded; 0 where it is missing or no sensible resolution.
        func rational(_ tag: Int, times factor: Double) -> Int {
            guard let entry = entries[tag], entry.type == 5, let at = reader.number(at: entry.valueAt, bytes: 4),
                let above = reader.number(at: at, bytes: 4), let below = reader.number(at: at + 4, bytes: 4), below > 0
            else { return 0 }
            let value = Double(above) / Double(below) * factor
            return value < 10_000 ? Int(value.rounded()) : 0
        }
    }

    let source: Source
    let isLittleEndian: Bool

    init?(_ source: Source) {
        let head = source.bytes(at: 0, length: 4)
        guard head == [0x49, 0x49, 0x2A, 0] || head == [0x4D, 0x4D, 0, 0x2A] else { return nil }
        self.source = source
        isLittleEndian = head[0] == 0x49
    }

    func number(_ bytes: ArraySlice<UInt8>) -> Int {
        isLittleEndian ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    func number(at offset: Int, bytes: Int) -> Int? {
        let raw = source.bytes(at: offset, length: bytes)
        return raw.count == bytes ? number(raw[...]) : nil
    }

    /// The directory at `offset`; nil where it does not lie wholly within the file.
    func directory(at offset: Int) -> Directory? {
        guard offset >= 8, let count = number(at: offset, bytes: 2), count > 0,
            let next = number(at: offset + 2 + count * 12, bytes: 4)
        else { return nil }
        let raw = source.bytes(at: offset + 2, length: count * 12)
        var entries: [Int: (type: Int, count: Int, valueAt: Int)] = [:]
        for start in stride(from: 0, to: raw.count, by: 12) {
            let tag = number(raw[start..<(start + 2)])
            entries[tag] = (
                number(raw[(start + 2)..<(start + 4)]), number(raw[(start + 4)..<(start + 8)]), offset + 2 + start + 8
            )
        }
        return Directory(entries: entries, next: next, reader: self)
    }
}
