internal import ThaiText

/// A table for people: columns aligned by what a terminal shows (Thai marks have no width), nothing of a letter
/// obeyed, long cells cut.
public struct Table {
    /// One column.
    public struct Column {
        let title: String
        let widest: Int
        let isNumber: Bool
        /// A column of text, cut at `widest` terminal columns, or of numbers, set to the right.
        public init(_ title: String, widest: Int = 40, isNumber: Bool = false) {
            (self.title, self.widest, self.isNumber) = (title, widest, isNumber)
        }
    }
    private let columns: [Column]
    private var rows: [[String]] = []

    /// Makes an empty table.
    public init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row, a cell for each column.
    public mutating func add(_ cells: [String]) {
        rows.append(zip(cells, columns).map { DisplayWidth.truncated(TerminalText.safe($0), to: $1.widest) })
    }

    /// The table as lines of text.
    public var text: String {
        let widths = columns.indices.map { index in
            ([columns[index].title] + rows.map { $0[index] }).map(DisplayWidth.columns(of:)).max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([columns.map(\.title), rule] + rows).map { row in
            row.indices.map { index in
                let gap = max(0, widths[index] - DisplayWidth.columns(of: row[index]))
                let padding = String(repeating: " ", count: gap)
                return columns[index].isNumber ? padding + row[index] : row[index] + padding
            }.joined(separator: "  ").trimmedAtEnd
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = Substring(self)
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
