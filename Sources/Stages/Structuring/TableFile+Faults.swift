extension TableFile {
    mutating func requirePhrase(_ row: Int, _ column: Int) {
        if text(row, column).denseUnits.isEmpty { report(row, "has no phrase", remedy: "Write the words to look for") }
    }

    /// Reports a row whose cells of `columns` stand in an earlier row already; such a row would count twice.
    mutating func reportRepeated(_ row: Int, _ columns: [Int], seen: inout [String: Int]) {
        let key = columns.map { text(row, $0).withoutSpaces }.joined(separator: "\t")
        if let earlier = seen[key] {
            report(row, "is the same as line \(earlier)", remedy: "Remove one of the two")
        } else {
            seen[key] = line(row)
        }
    }

    /// Reports a word that is none of the `known` ones, with the nearest of them.
    mutating func reportUnknown(_ row: Int, _ column: Int, known: [String]) {
        let word = text(row, column)
        let nearest = known.min { editDistance(word.units, $0.units) < editDistance(word.units, $1.units) } ?? ""
        report(
            row, "“\(word)” is unknown here",
            remedy: "Did you mean “\(nearest)”? Known are \(known.joined(separator: ", "))")
    }
}
