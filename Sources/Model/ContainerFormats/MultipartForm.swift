/// The parts of a form with files (`multipart/form-data`, RFC 7578), read with care.
public struct MultipartForm: Sendable, Hashable {
    /// One field or file.
    public struct Part: Sendable, Hashable {
        /// The name of the field.
        public let name: String
        /// The name of the file where it was sent; data, never a path.
        public let fileName: String?
        /// The bytes.
        public let bytes: ArraySlice<UInt8>
    }

    /// Why a body is no such form.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// What is wrong.
        public let description: String
    }

    /// The parts, in the order they were sent.
    public let parts: [Part]

    private static let headerLimit = 8 << 10
    private static let newline: [UInt8] = [0x0D, 0x0A]

    /// Takes a body apart.
    ///
    /// - Throws: `Fault` where `contentType` names no boundary, the parts do not follow RFC 7578, or there are more than
    ///   `partLimit`.
    public init(_ body: [UInt8], contentType: String, partLimit: Int) throws(Fault) {
        guard let boundary = MultipartForm.parameter("boundary", of: contentType),
            (1...70).contains(boundary.utf8.count)
        else { throw Fault(description: "The media type names no boundary.") }
        let delimiter = Array("--\(boundary)".utf8)
        guard body.starts(with: delimiter) else {
            throw Fault(description: "The body does not begin with its boundary.")
        }
        var rest = body[delimiter.count...]
        var parts: [Part] = []
        while !rest.starts(with: Array("--".utf8)) {
            guard rest.starts(with: MultipartForm.newline) else {
                throw Fault(description: "A boundary is not followed by a new line.")
            }
            guard parts.count < partLimit else { throw Fault(description: "It has more than \(partLimit) parts.") }
            rest = rest.dropFirst(2)
            guard let end = MultipartForm.place(of: MultipartForm.newline + delimiter, in: rest) else {
                throw Fault(description: "A part has no end; was the body cut off?")
            }
            parts.append(try MultipartForm.part(rest[rest.startIndex..<end]))
            rest = rest[(end + 2 + delimiter.count)...]
        }
        self.parts = parts
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws(Fault) -> Part {
        guard let end = place(of: newline + newline, in: bytes.prefix(headerLimit)),
            let header = String(validating: bytes[bytes.startIndex..<end], as: UTF8.self)
        else { throw Fault(description: "A part has no header, or too long a one.") }
        let lines = header.split(separator: "\r\n")
        let disposition = lines.first { $0.lowercased().hasPrefix("content-disposition:") }
        guard let disposition, let name = parameter("name", of: disposition) else {
            throw Fault(description: "A part has no name.")
        }
        if lines.contains(where: {
            $0.lowercased().hasPrefix("content-transfer-encoding:") && !$0.lowercased().contains("binary")
        }) {
            throw Fault(description: "A part is encoded for transfer; send its bytes as they are.")
        }
        return Part(name: name, fileName: parameter("filename", of: disposition), bytes: bytes[(end + 4)...])
    }

    /// `name=value` or `name="value"` after a semicolon.
    private static func parameter(_ name: String, of line: some StringProtocol) -> String? {
        var rest = line.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let key = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(key.count)
            guard rest.first == "=" else { continue }
            let value = value(&rest)
            if key.lowercased() == name { return value }
        }
        return nil
    }

    /// Takes the value after an equals sign off `rest`.
    private static func value<Text: StringProtocol>(_ rest: inout Text) -> String where Text.SubSequence == Text {
        rest = rest.dropFirst()
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != ";" && $0 != " " }
            rest = rest.dropFirst(value.count).drop { $0 != ";" }
            return String(value)
        }
        rest = rest.dropFirst()
        var value = ""
        while let next = rest.popFirst(), next != "\"" { value.append(next == "\\" ? rest.popFirst() ?? "\\" : next) }
        rest = rest.drop { $0 != ";" }
        return value
    }

    /// Where `pattern` begins in `bytes`.
    private static func place(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            guard buffer.count >= pattern.count else { return nil }
            var index = 0
            while index <= buffer.count - pattern.count {
                if buffer[index] == pattern[0], (1..<pattern.count).allSatisfy({ buffer[index + $0] == pattern[$0] }) {
                    return bytes.startIndex + index
                }
                index += 1
            }
            return nil
        }
    }
}
