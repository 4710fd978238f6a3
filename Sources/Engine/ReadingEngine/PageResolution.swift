/// The resolution of a page that can be believed: scanners and fax machines often say none, or a wrong one.
struct PageResolution {
    let x: Int
    let y: Int
    let notes: [String]

    /// The resolution once the pixels are square.
    var square: Int { max(x, y) }
    /// Whether the pixels are so far from square that letters are distorted.
    var isUnequal: Bool { max(x, y) * 100 > min(x, y) * 110 }

    init(of source: SourceImage) {
        self.init(
            claimed: source.claimedResolution, width: source.image.width, height: source.image.height,
            isBlackAndWhite: source.image.depth == 1)
    }

    init(claimed: (x: Int, y: Int), width: Int, height: Int, isBlackAndWhite: Bool) {
        if Self.isCredible(claimed.x, pixels: width), Self.isCredible(claimed.y, pixels: height),
            max(claimed.x, claimed.y) <= 4 * min(claimed.x, claimed.y)
        {
            (x, y, notes) = (claimed.x, claimed.y, [])
        } else if isBlackAndWhite, [1728, 2048, 2432].contains(width) {
            // A fax without its resolution (ITU-T T.4): 98 or 196 lines an inch; a page is longer than it is wide.
            (x, y) = (204, height * 204 / 196 < width ? 98 : 196)
            notes = ["no credible resolution: taken for a fax of 204 x \(y) dpi"]
        } else {
            let guess = Self.assumingA4(width: width, height: height)
            (x, y, notes) = (guess, guess, ["no credible resolution: \(guess) dpi assumed"])
        }
    }

    /// A page is between 2 and 40 inches, and no scanner in an office has less than 60 or more than 2400 dots an inch.
    private static func isCredible(_ dots: Int, pixels: Int) -> Bool {
        (60...2400).contains(dots) && (2 * dots...40 * dots).contains(pixels)
    }

    private static func assumingA4(width: Int, height: Int) -> Int {
        let inches = (short: 8.27, long: 11.69)
        let dots = max(Double(min(width, height)) / inches.short, Double(max(width, height)) / inches.long)
        return min(max(Int(dots.rounded()), 70), 1200)
    }
}
