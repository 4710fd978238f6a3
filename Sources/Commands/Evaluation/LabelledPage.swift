/// One page of known text: a line of the `pages.tsv` that `scripts/make-samples --pages` writes.
public struct LabelledPage: Sendable, Hashable {
    /// The image, in the folder of the list.
    public let file: String
    /// Its text, in the same folder, a printed line a line.
    public let truth: String
    /// The letter it is a page of: pages of one letter are alike in what is hard about them.
    public let letter: String
    /// The typeface.
    public let font: String
    /// Whether the reading model never saw the typeface.
    public let isHeldOut: Bool
    /// How the letter is laid out: form, table, columns and so on.
    public let layout: String
    /// What was done to the page: scan, photo, fax and so on.
    public let condition: String
    /// The words of a stamp on it, which are not in the truth.
    public let stamp: String?

    /// Reads a list; its first line names the columns.
    public static func list(_ text: String) throws(TableFault) -> [LabelledPage] {
        var pages: [LabelledPage] = []
        for row in LabelledTable(text).rows {
            let stamp = try row.cell("stamp")
            pages.append(
                LabelledPage(
                    file: try row.cell("file"), truth: try row.cell("truth"), letter: try row.cell("letter"),
                    font: try row.cell("font"), isHeldOut: try row.cell("held_out") == "yes",
                    layout: try row.cell("layout"), condition: try row.cell("condition"),
                    stamp: stamp == "-" ? nil : stamp))
        }
        return pages
    }
}

/// What is wrong with a table, in a sentence.
public struct TableFault: Error, Sendable, Hashable {
    /// Line and fault.
    public let description: String
}

/// Tab-separated values under a line of column names, nothing quoted.
public struct LabelledTable {
    /// One line.
    public struct Row {
        fileprivate let number: Int
        fileprivate let cells: [Substring]
        fileprivate let columns: [Substring: Int]

        /// The value in a column.
        public func cell(_ column: String) throws(TableFault) -> String {
            guard let index = columns[Substring(column)], index < cells.count else {
                throw TableFault(description: "line \(number) has no column \(column)")
            }
            return String(cells[index])
        }
    }

    /// The lines under the head.
    public let rows: [Row]

    /// Takes a table apart; empty lines are left out.
    public init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let names = lines.first?.split(separator: "\t", omittingEmptySubsequences: false) ?? []
        let columns = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        rows = lines.enumerated().dropFirst().compactMap { number, line in
            guard !line.isEmpty else { return nil }
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            return Row(number: number + 1, cells: cells, columns: columns)
        }
    }
}
