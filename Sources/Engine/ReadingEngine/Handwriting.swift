/// Whether writing is a hand's, by its ink and by how it was read: no model here reads it.
struct Handwriting {
    /// The share of letters as tall as the plain letters of their line: type has one height, a hand has many.
    let evenness: Double
    /// How many letters or joined letters that was measured on.
    let letters: Int

    init(of layout: LineLayout, list: [Component]) {
        var (even, all) = (0, 0)
        for line in layout.lines {
            all += line.segment.pieces.count
            even += line.segment.pieces.count { index in
                (0.88...1.12).contains(Double(list[index].height) / line.segment.height)
            }
        }
        letters = all
        evenness = all == 0 ? 1 : Double(even) / Double(all)
    }

    /// Print that is hard to read keeps its evenness; and what was read well is print whatever it looks like.
    func isLikely(readWith confidence: Double) -> Bool {
        letters >= 30 && confidence < 96 && evenness < 0.48
    }
}
