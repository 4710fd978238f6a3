/// How tall the letters of a page are: the measure of everything in line cutting.
enum BodyHeight {
    /// The height of a plain consonant in pixels, at most a twelfth too low; nil where the page has no letters.
    ///
    /// Thai consonants are all of one height, and marks are narrow: the most frequent height, each piece counted by its
    /// width, is theirs.
    static func estimate(_ pieces: [Component], resolution: Int) -> Double? {
        let (least, most) = (max(5, resolution * 4 / 100), resolution * 3 / 10)
        var widths = [Double](repeating: 0, count: most + 2)
        for piece in pieces where (least...most).contains(piece.height) {
            let (width, height) = (piece.width, piece.height)
            guard width * 3 >= height, width <= 8 * height, piece.area * 10 >= width * height else { continue }
            widths[height] += Double(min(width, 2 * height))
        }
        var best: (height: Int, weight: Double) = (0, 0)
        for height in least...most {
            let reach = max(1, height / 12)
            let weight = (max(least, height - reach)...min(most, height + reach)).reduce(0) { $0 + widths[$1] }
            if weight > best.weight { best = (height, weight) }
        }
        return best.weight > 0 ? Double(best.height) : nil
    }
}
