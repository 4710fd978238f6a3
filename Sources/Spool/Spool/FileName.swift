/// File names as text and back, losing nothing: Linux allows any bytes, text only UTF-8.
///
/// A name that is no UTF-8, or has a `%`, stands with `%` and two hexadecimal digits for `%` and each byte beyond ASCII.
enum FileName {
    private static let escape = UInt8(ascii: "%")

    /// The name that stands for `bytes`.
    static func text(of bytes: some Collection<UInt8>) -> String {
        if !bytes.contains(escape), let name = String(validating: bytes, as: UTF8.self) { return name }
        return bytes.reduce(into: "") { name, byte in
            if byte < 0x80, byte != escape {
                name.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                name += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
            }
        }
    }

    /// The bytes that `name` stands for, for a call of the system.
    static func bytes(of name: String) -> [CChar] {
        var bytes: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == escape, rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes.map(CChar.init(bitPattern:)) + [0]
    }
}
