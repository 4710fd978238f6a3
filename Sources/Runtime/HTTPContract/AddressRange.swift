internal import Glibc

/// Addresses that share their first bits: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    /// The range as it was written.
    public let description: String
    private let bytes: [UInt8]
    private let bits: Int

    /// Reads a range; nil where it is none.
    public init?(_ text: String) {
        let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = AddressRange.bytes(of: String(halves[0])) else { return nil }
        let bits = halves.count == 1 ? bytes.count * 8 : Int(halves[1]) ?? -1
        guard (0...bytes.count * 8).contains(bits) else { return nil }
        (description, self.bytes, self.bits) = (text, bytes, bits)
    }

    /// Whether an address lies in the range.
    public func contains(_ address: String) -> Bool {
        guard let other = AddressRange.bytes(of: address), other.count == bytes.count else { return false }
        let whole = bits / 8
        guard bytes[..<whole].elementsEqual(other[..<whole]) else { return false }
        let rest = bits % 8
        return rest == 0 || (bytes[whole] ^ other[whole]) >> UInt8(8 - rest) == 0
    }

    /// The 4 or 16 bytes of an address; an IPv4 address within IPv6 (`::ffff:192.0.2.7`) is taken as IPv4.
    private static func bytes(of address: String) -> [UInt8]? {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, address, &four) == 1 { return four }
        var sixteen = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &sixteen) == 1 else { return nil }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return sixteen.starts(with: mapped) ? Array(sixteen[12...]) : sixteen
    }
}
