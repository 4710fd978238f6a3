internal import Foundation

/// One message between the daemon and a worker: a JSON header, small, and raw bytes behind it.
///
/// On the wire: `RTE1`, the header's length (4 bytes), the payload's length (8 bytes), both little-endian, the header,
/// the payload.
public struct Frame: Sendable {
    /// Bytes before the header.
    public static let prefixLength = 16
    /// The most that a header may take: a page of very many clusters stays far below.
    public static let maximumHeader = 64 << 20
    /// The most that a payload may take.
    public static let maximumPayload = 1 << 30

    /// The JSON header.
    public let header: [UInt8]
    /// The raw bytes behind it.
    public let payload: [UInt8]

    /// Frames a value and the bytes that go with it.
    public init(_ value: some Encodable, payload: [UInt8] = []) throws {
        header = [UInt8](try JSONEncoder().encode(value))
        self.payload = payload
    }

    /// Puts together what came over the wire.
    public init(header: [UInt8], payload: [UInt8]) { (self.header, self.payload) = (header, payload) }

    /// Reads the header as a value.
    public func decode<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(header))
    }

    /// The bytes that go before header and payload.
    public var prefix: [UInt8] {
        Array("RTE1".utf8) + Self.littleEndian(UInt32(header.count)) + Self.littleEndian(UInt64(payload.count))
    }

    /// Reads the lengths out of a prefix; nil where it is none or a bound is passed.
    public static func lengths(inPrefix prefix: [UInt8]) -> (header: Int, payload: Int)? {
        guard prefix.count == prefixLength, prefix.starts(with: Array("RTE1".utf8)) else { return nil }
        let header = prefix[4..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let payload = prefix[8..<16].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard header <= maximumHeader, payload <= maximumPayload else { return nil }
        return (Int(header), Int(payload))
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
