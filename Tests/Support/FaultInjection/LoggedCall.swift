/// One call of the shim's log.
public struct LoggedCall: Sendable, Hashable {
    /// What a call did; the letters of the log.
    public enum Kind: Character, Sendable {
        case create = "C"
        case write = "W"
        case truncate = "T"
        case sync = "S"
        case syncFileSystem = "F"
        case rename = "R"
        case link = "H"
        case unlink = "U"
        case removeFolder = "D"
        case makeFolder = "M"
        case output = "A"
    }
    /// What it did.
    public let kind: Kind
    /// Where in the file, or the new length.
    public let offset: Int
    /// The path, relative to the root.
    public let path: String
    /// The second path of a rename or link.
    public let target: String
    /// What was written.
    public let data: [UInt8]

    static func read(_ log: [UInt8]) throws -> [LoggedCall] {
        var calls: [LoggedCall] = []
        var rest = log[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: rest[..<end], as: UTF8.self)
                .split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            guard words.count == 4, let kind = Kind(rawValue: Character(String(words[0]))),
                let offset = Int(words[1]), let length = Int(words[2]), rest.endIndex - end > length
            else { throw FaultInjectionError("The shim's log is damaged at byte \(rest.startIndex).") }
            let paths = words[3].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            calls.append(
                LoggedCall(
                    kind: kind, offset: offset, path: paths[0], target: paths.count > 1 ? paths[1] : "",
                    data: Array(rest[(end + 1)...].prefix(length))))
            rest = rest[(end + 1 + length)...]
        }
        return calls
    }
}
