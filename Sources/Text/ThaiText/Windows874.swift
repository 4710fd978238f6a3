/// The Thai single-byte encodings: TIS-620, ISO-8859-11 and windows-874 in one table, with the glyph bytes of old
/// fonts where those leave a gap.
enum Windows874 {
    /// The scalar of each byte; 80 is the euro sign unless a below vowel follows.
    private static let table: [UInt32] = (UInt32(0)...0xFF).map { byte in
        switch byte {
        case 0x80: 0x20AC
        case 0x81...0x84: 0xF701 + byte - 0x81
        case 0x85: 0x2026
        case 0x86...0x8A: 0xF705 + byte - 0x86
        case 0x8B...0x90: 0xF70A + byte - 0x8B
        case 0x91: 0x2018
        case 0x92: 0x2019
        case 0x93: 0x201C
        case 0x94: 0x201D
        case 0x95: 0x2022
        case 0x96: 0x2013
        case 0x97: 0x2014
        case 0x98...0x9F: 0xF710 + byte - 0x98
        case 0xA1...0xDA, 0xDF...0xFB: 0x0E00 + byte - 0xA0
        case 0xDB...0xDE, 0xFF: 0xFFFD
        case 0xFC...0xFE: 0xF718 + byte - 0xFC
        default: byte
        }
    }

    private static let bytes: [UInt32: UInt8] = {
        var bytes: [UInt32: UInt8] = [0xF700: 0x80]
        for (byte, scalar) in table.enumerated() where scalar != 0xFFFD { bytes[scalar] = UInt8(byte) }
        return bytes
    }()

    /// Text of bytes; every byte sequence has one.
    static func decode(_ source: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(source.count * 3)
        for (index, byte) in source.enumerated() {
            // THO THAN without its foot stands before a vowel below.
            let isGlyph = byte == 0x80 && index + 1 < source.count && isBelow(source[index + 1])
            output.appendUTF8(isGlyph ? 0xF700 : table[Int(byte)])
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The byte that was read as a scalar; C1 controls stand for themselves.
    static func byte(of scalar: UInt32) -> UInt8? {
        scalar &- 0x80 < 0x20 ? UInt8(scalar) : bytes[scalar]
    }

    private static func isBelow(_ byte: UInt8) -> Bool {
        (0xD8...0xDA).contains(byte) || (0xFC...0xFE).contains(byte)
    }
}

/// The scalars that windows-1252 has where Latin-1 has controls.
enum Windows1252 {
    private static let upper: [UInt32: UInt8] = [
        0x20AC: 0x80, 0x201A: 0x82, 0x0192: 0x83, 0x201E: 0x84, 0x2026: 0x85, 0x2020: 0x86, 0x2021: 0x87, 0x02C6: 0x88,
        0x2030: 0x89, 0x0160: 0x8A, 0x2039: 0x8B, 0x0152: 0x8C, 0x017D: 0x8E, 0x2018: 0x91, 0x2019: 0x92, 0x201C: 0x93,
        0x201D: 0x94, 0x2022: 0x95, 0x2013: 0x96, 0x2014: 0x97, 0x02DC: 0x98, 0x2122: 0x99, 0x0161: 0x9A, 0x203A: 0x9B,
        0x0153: 0x9C, 0x017E: 0x9E, 0x0178: 0x9F,
    ]

    /// The byte that was read as a scalar, whether as Latin-1 or windows-1252.
    static func byte(of scalar: UInt32) -> UInt8? {
        scalar < 0x100 ? UInt8(scalar) : upper[scalar]
    }
}
