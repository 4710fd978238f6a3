internal import CGMime
internal import Glibc

/// What becomes of bytes with a label: Thai and Unicode labels are so often wrong that the bytes go on as they are;
/// others are turned into UTF-8 here, where iconv is.
enum Charset {
    /// The bytes as Thai rules are to see them.
    static func readable(_ bytes: [UInt8], label: String) -> [UInt8] {
        guard let label = name(of: label), !isThaiOrUnicode(label) else { return bytes }
        let isStateful = stateful.contains { label.hasPrefix($0) }
        guard isStateful || bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        // What is UTF-8 to the last byte was labelled by a program that did not know.
        if !isStateful, String(validating: bytes, as: UTF8.self) != nil { return bytes }
        if isLatin(label) { return latin(bytes) }
        return converted(bytes, from: label) ?? bytes
    }

    /// The label in lower case; nil where it is none that iconv should see.
    private static func name(of label: String) -> String? {
        let name = label.lowercased().filter { $0 != "\"" && $0 != "'" && $0 != " " }
        let isName = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || [0x2D, 0x5F, 0x2E, 0x3A].contains($0)
        }
        return !name.isEmpty && name.utf8.count <= 40 && isName ? name : nil
    }

    private static func isThaiOrUnicode(_ label: String) -> Bool {
        let plain = label.filter { $0 != "-" && $0 != "_" }
        return ["utf8", "usascii", "ascii", "tis620", "iso885911", "unknown8bit", "8bit", "binary", "thai", "default"]
            .contains(plain) || plain.hasSuffix("874") || plain.hasPrefix("tis620")
            || plain.hasPrefix("x")
                && plain.hasSuffix("unknown")
    }

    private static func isLatin(_ label: String) -> Bool {
        ["iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "x-user-defined"]
            .contains(label)
    }

    /// Charsets whose bytes are ASCII, or say nothing by themselves.
    private static let stateful = ["iso-2022", "utf-7", "hz", "utf-16", "utf16", "utf-32", "utf32", "ucs", "unicode"]

    /// windows-1252 for everything that says Latin-1; the bytes it has nothing for stay controls.
    private static func latin(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            if byte < 0x80 { return [byte] }
            let scalar = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : UInt16(byte)
            return Array(String(UnicodeScalar(scalar) ?? "\u{FFFD}").utf8)
        }
    }

    private static let windows1252: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// By iconv, U+FFFD for what has no meaning; nil where iconv does not know the charset.
    private static func converted(_ bytes: [UInt8], from label: String) -> [UInt8]? {
        guard let converter = g_iconv_open("UTF-8", label), converter != GIConv(bitPattern: -1) else { return nil }
        defer { g_iconv_close(converter) }
        var result: [UInt8] = []
        var input = bytes.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: 1 << 14)
        input.withUnsafeMutableBufferPointer { input in
            var next = input.baseAddress
            var left: gsize = gsize(input.count)
            while left > 0 {
                let before = left
                let isDone = output.withUnsafeMutableBufferPointer { output in
                    var place = output.baseAddress
                    var room: gsize = gsize(output.count)
                    let code = g_iconv(converter, &next, &left, &place, &room)
                    result += output.prefix(output.count - Int(room)).map { UInt8(bitPattern: $0) }
                    return code != gsize.max || errno == E2BIG
                }
                guard !isDone || left == before, left > 0 else { continue }
                result += [0xEF, 0xBF, 0xBD]
                next = next.map { $0 + 1 }
                left -= 1
            }
        }
        return result
    }
}
