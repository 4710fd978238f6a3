/// A name in a folder: bytes, for Linux allows all but NUL and `/`, and clerks' programs use many.
struct EntryName: Hashable, Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
    init(_ text: String) { bytes = Array(text.utf8) }

    /// The name as text, or nil where it is no UTF-8.
    var text: String? { String(validating: bytes, as: UTF8.self) }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (bytes + [0]).withUnsafeBytes { buffer in
            try buffer.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else { preconditionFailure("never empty") }
                return try body(start)
            }
        }
    }

    /// The name with `suffix` before its extension, cut so that no name passes the 255 bytes that file systems allow;
    /// what is no UTF-8 is repaired.
    func numbered(_ number: Int, reserving reserve: Int = 0) -> EntryName {
        let text = self.text ?? String(decoding: bytes, as: UTF8.self)
        let dot = text.unicodeScalars.lastIndex(of: ".").flatMap { $0 == text.startIndex ? nil : $0 } ?? text.endIndex
        let ending = (number > 1 ? " (\(number))" : "") + text[dot...].prefix(20)
        var stem = text[..<dot].unicodeScalars
        while stem.count > 1, String(stem).utf8.count + ending.utf8.count > 255 - reserve { stem.removeLast() }
        return EntryName(String(stem) + ending)
    }
}

/// Where an entry lies below the watched folder.
struct EntryPath: Hashable, Sendable {
    let folders: [EntryName]
    let name: EntryName

    /// The folders as text, or nil where there are none or one is no UTF-8.
    var folderText: String? {
        let texts = folders.compactMap(\.text)
        return texts.isEmpty || texts.count < folders.count ? nil : texts.joined(separator: "/")
    }

    /// The whole path as text, or nil where it is no UTF-8.
    var text: String? {
        let texts = (folders + [name]).compactMap(\.text)
        return texts.count == folders.count + 1 ? texts.joined(separator: "/") : nil
    }
}
