/// Pages looked at together: all, those of a condition, of a font, of a layout.
public struct PageGroup: Sendable, Hashable {
    /// What the pages have in common.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Everything, then by whether the model knows the font.
        case all
        /// Condition and whether the model knows the font.
        case condition
        /// The typeface.
        case font
        /// The layout, and the pages with a stamp.
        case layout
    }

    /// What the pages have in common.
    public let kind: Kind
    /// The condition, font or layout.
    public let name: String
    /// Whether the fonts are ones that the model never saw; nil for both sorts.
    public let isHeldOut: Bool?

    /// Whether a page belongs here.
    public func contains(_ page: LabelledPage) -> Bool {
        if let isHeldOut, isHeldOut != page.isHeldOut { return false }
        return switch kind {
        case .all: true
        case .condition: page.condition == name
        case .font: page.font == name
        case .layout: page.layout == name || (name == Self.stamped && page.stamp != nil)
        }
    }

    /// The layout of pages with a stamp, whatever else they are.
    static let stamped = "stamped"

    /// The groups that pages fall into, in the order they are listed; groups without pages are left out.
    public static func groups(of pages: [LabelledPage]) -> [PageGroup] {
        func names(_ name: (LabelledPage) -> String) -> [String] {
            var seen: Set<String> = []
            return pages.map(name).filter { seen.insert($0).inserted }
        }
        let sides: [Bool?] = [nil, false, true]
        let candidates =
            sides.map { PageGroup(kind: .all, name: "all", isHeldOut: $0) }
            + names(\.condition).flatMap { name in
                sides.dropFirst().map { PageGroup(kind: .condition, name: name, isHeldOut: $0) }
            }
            + names(\.font).sorted().map { PageGroup(kind: .font, name: $0, isHeldOut: nil) }
            + (names(\.layout) + [stamped]).map { PageGroup(kind: .layout, name: $0, isHeldOut: nil) }
        return candidates.filter { group in pages.contains(where: group.contains) }
    }
}
