extension TableFile {
    mutating func requirePhrase(_ row: Int, _ column: Int) {
        if text(row, column).denseUnits.isEmpty { report(row, "has no phrase", remedy: "Write the words to look for") }
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
