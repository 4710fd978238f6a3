/// Bytes that are read in pieces, so that a header can be looked at without loading a whole file.
public protocol ByteSource {
    /// How many bytes there are.
    var count: Int { get }

    /// At most `length` bytes from `offset` on: fewer where the source ends, none where `offset` lies outside it.
    func bytes(at offset: Int, length: Int) -> [UInt8]
}

extension Array: ByteSource where Element == UInt8 {
    /// At most `length` bytes from `offset` on.
    public func bytes(at offset: Int, length: Int) -> [UInt8] {
        guard offset >= 0, offset < count, length > 0 else { return [] }
        return Array(self[offset..<(offset + Swift.min(length, count - offset))])
    }
}

extension ByteSource {
    /// The last `length` bytes, or all where there are fewer.
    func tail(_ length: Int) -> [UInt8] { bytes(at: Swift.max(0, count - length), length: length) }

    /// The big-endian 16-bit number at `offset`, or nil where the source ends before.
    func bigEndian16(at offset: Int) -> Int? {
        let pair = bytes(at: offset, length: 2)
        return pair.count == 2 ? Int(pair[0]) << 8 | Int(pair[1]) : nil
    }
}
