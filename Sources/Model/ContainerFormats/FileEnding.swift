internal import ComplaintModel

/// Whether a file ends as its kind must: what tells a finished file from one that is still being written.
public enum FileEnding: Sendable, Hashable {
    /// The end is there.
    case complete
    /// The end is missing: more is to come, or the file was cut off.
    case incomplete
    /// The kind has no mark at its end that could be looked for.
    case unknown

    /// Looks at the end of a file.
    public init(of source: some ByteSource) {
        guard source.count > 0 else {
            self = .incomplete
            return
        }
        switch MediaType(sniffing: source.bytes(at: 0, length: 1024)) {
        case .tiff:
            let layout = TIFFLayout(source, maximumPages: 10_000)
            let isWhole = layout.fault == nil && layout.pages.allSatisfy { $0.dataEnd <= source.count }
            self = isWhole ? .complete : .incomplete
        // Telephones and some scanners write a little after the end mark; a mark further up is one of a thumbnail.
        case .png: self = Self.mark(Array("IEND".utf8), in: source.tail(4096))
        case .jpeg: self = Self.mark([0xFF, 0xD9], in: source.tail(4096))
        case .pdf: self = Self.mark(Array("%%EOF".utf8), in: source.tail(2048))
        case .mail, .text, .json, .multipart, .unknown: self = .unknown
        }
    }

    private static func mark(_ mark: [UInt8], in tail: [UInt8]) -> FileEnding {
        let isThere = tail.indices.reversed().contains { tail[$0...].starts(with: mark) }
        return isThere ? .complete : .incomplete
    }
}
