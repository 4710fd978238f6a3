/// The names that no clerk means to hand in: parts of transfers and what desktops, shares and backup programs leave.
struct IgnoreRules: Sendable {
    private static let usual = [
        ".*", "~$*", "*~", "*.part", "*.partial", "*.filepart", "*.tmp", "*.temp", "*.crdownload", "*.download",
        "*.swp",
        "*.lock", "~syncthing~*", "thumbs.db", "ehthumbs.db", "desktop.ini", "@eadir", "#recycle", "#snapshot",
        "$recycle.bin", "system volume information", "lost+found", "*.reason.txt",
    ]

    private let patterns: [[UInt8]]

    init(_ further: [String]) { patterns = (Self.usual + further).map { Self.folded(Array($0.utf8)) } }

    func cover(_ name: EntryName) -> Bool {
        let bytes = Self.folded(name.bytes)
        return patterns.contains { Self.matches(bytes[...], $0[...]) }
    }

    private static func folded(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }

    /// Whether a pattern with `*` and `?` covers a whole name; linear but for one step back a `*`.
    private static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var (position, place) = (name.startIndex, pattern.startIndex)
        var star: (place: Int, position: Int)?
        while position < name.endIndex {
            if place < pattern.endIndex, pattern[place] == UInt8(ascii: "*") {
                star = (place, position)
                place += 1
            } else if place < pattern.endIndex, pattern[place] == UInt8(ascii: "?") || pattern[place] == name[position]
            {
                (position, place) = (position + 1, place + 1)
            } else if let back = star {
                star = (back.place, back.position + 1)
                (position, place) = (back.position + 1, back.place + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
