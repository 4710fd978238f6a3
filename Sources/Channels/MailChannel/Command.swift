/// A command to the server, without its tag.
struct Command: Sendable, Hashable {
    /// The command's name, for faults: never its arguments.
    let name: String
    /// What is sent in one go; after each part but the last the server is waited for.
    private(set) var parts: [[UInt8]]

    init(_ name: String, _ arguments: Argument..., offering capabilities: Set<String> = []) {
        self.name = name
        parts = [Array(name.utf8)]
        for argument in arguments {
            append([UInt8(ascii: " ")])
            switch argument {
            case .plain(let text): append(Array(text.utf8))
            case .string(let text): append(string: Array(text.utf8), capabilities)
            }
        }
        append([0x0D, 0x0A])
    }

    enum Argument {
        /// Text that stands as it is: sets of UIDs, lists, keywords.
        case plain(String)
        /// Text that is quoted, or sent as a literal where it cannot be quoted.
        case string(String)
    }

    private mutating func append(_ bytes: [UInt8]) { parts[parts.count - 1] += bytes }

    /// RFC 3501, section 4.3; with LITERAL+ (RFC 7888) the server need not be waited for.
    private mutating func append(string: [UInt8], _ capabilities: Set<String>) {
        let isPlain = string.count <= 1000 && string.allSatisfy { (0x20..<0x7F).contains($0) }
        if isPlain {
            let quote = UInt8(ascii: "\"")
            let escaped = string.flatMap {
                [quote, UInt8(ascii: "\\")].contains($0) ? [UInt8(ascii: "\\"), $0] : [$0]
            }
            append([quote] + escaped + [quote])
        } else if capabilities.contains("LITERAL+") {
            append(Array("{\(string.count)+}\r\n".utf8) + string)
        } else {
            append(Array("{\(string.count)}\r\n".utf8))
            parts.append(string)
        }
    }
}
