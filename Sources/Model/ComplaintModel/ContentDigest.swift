internal import CCrypto

/// The SHA-256 (FIPS 180-4) of some bytes: the name under which evidence is kept.
public struct ContentDigest: Codable, Sendable, Hashable, CustomStringConvertible {
    /// The 32 bytes of the digest.
    public let bytes: [UInt8]

    /// Digests bytes in memory.
    public init(of content: [UInt8]) {
        self = content.withUnsafeBytes { ContentDigest(of: $0) }
    }

    /// Digests a region of memory.
    public init(of content: UnsafeRawBufferPointer) {
        var digest = [UInt8](repeating: 0, count: 32)
        SHA256(content.bindMemory(to: UInt8.self).baseAddress, content.count, &digest)
        bytes = digest
    }

    /// Reads 64 lower-case hexadecimal digits, or gives nil.
    public init?(hex: some StringProtocol) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = hexValue(digits[index]), let low = hexValue(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hex: String {
        let alphabet = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The digest as hexadecimal text.
    public var description: String { hex }

    /// Decodes the hexadecimal form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let digest = ContentDigest(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A SHA-256 has 64 lower-case hexadecimal digits.")
        }
        self = digest
    }

    /// Encodes the hexadecimal form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
}
