/// Titles and ranks out of `titles.txt`.
struct Titles: Sendable {
    static let standard = Titles(ThaiTextResource.list("titles.txt"))
    /// Scalars of the longest one may be this many; a test holds the list to it.
    static let longest = 20
    /// Those that are words of other meaning too.
    private static let words: Set<[UInt8]> = Set(["คุณ", "พระ"].map(labels))

    private let entries: Set<[UInt32]>
    /// Labels of those without dots, those with the same first two together, the longest first; the first group is empty.
    private let groups: [[[UInt8]]]
    /// For each two labels, the group they start: a quick no for nearly all words.
    private let groupOfPair: [UInt8]

    init(_ list: [String]) {
        entries = Set(list.map { $0.unicodeScalars.map(\.value) })
        var (groups, groupOfPair) = ([[[UInt8]]()], [UInt8](repeating: 0, count: 1 << 14))
        let plain = list.filter { !$0.contains(".") }.map(Self.labels).filter { $0.count >= 3 }
        for (pair, titles) in Dictionary(grouping: plain, by: { Self.pair($0, at: 0) }) {
            groupOfPair[pair] = UInt8(groups.count)
            groups.append(titles.sorted { $0.count > $1.count })
        }
        (self.groups, self.groupOfPair) = (groups, groupOfPair)
    }

    func contains(_ scalars: [UInt32]) -> Bool { entries.contains(scalars) }

    /// The titles without dots that stand at an index of labels, the longest first.
    @inline(__always)
    func titles(at index: Int, of codes: [UInt8]) -> [[UInt8]] {
        guard index + 2 < codes.count else { return [] }
        let group = groupOfPair[Self.pair(codes, at: index)]
        return group == 0 ? [] : matches(of: groups[Int(group)], at: index, of: codes)
    }

    /// Whether a title is a word of other meaning besides, and so a title only where it stands apart.
    static func isWord(_ title: [UInt8]) -> Bool { words.contains(title) }

    private func matches(of group: [[UInt8]], at index: Int, of codes: [UInt8]) -> [[UInt8]] {
        group.filter { title in
            index + title.count <= codes.count && title.indices.allSatisfy { codes[index + $0] & 0x7F == title[$0] }
        }
    }

    @inline(__always)
    private static func pair(_ codes: [UInt8], at index: Int) -> Int {
        Int(codes[index] & 0x7F) << 7 | Int(codes[index + 1] & 0x7F)
    }

    private static func labels(_ title: String) -> [UInt8] {
        title.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value & 0x7F) }
    }
}
