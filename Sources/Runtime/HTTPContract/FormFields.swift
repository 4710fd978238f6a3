/// The fields of a query or of a form (`application/x-www-form-urlencoded`), as bytes: the charset is for the reader.
public struct FormFields: Sendable {
    /// The fields, in the order they were sent.
    public let pairs: [(name: String, value: [UInt8])]

    /// Takes a form apart: `+` is a space, `%E0` a byte; a `%` that starts no byte stands for itself.
    public init(parsing text: some Sequence<UInt8>) {
        pairs = Array(text).split(separator: UInt8(ascii: "&")).map { piece in
            let halves = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (
                String(decoding: FormFields.decoded(halves[0]), as: UTF8.self),
                halves.count > 1 ? FormFields.decoded(halves[1]) : []
            )
        }
    }

    /// The bytes of a field that was sent exactly once; nil where it is missing or was sent twice.
    public func bytes(_ name: String) -> [UInt8]? {
        let values = pairs.filter { $0.name == name }
        return values.count == 1 ? values[0].value : nil
    }

    /// A field as text; nil where it is missing, was sent twice or is no UTF-8.
    public func text(_ name: String) -> String? {
        bytes(name).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The bytes that a form's escapes stand for.
    public static func decoded(_ text: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(0x20)
            } else if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(digit),
                let low = rest.dropFirst().first.flatMap(digit)
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
