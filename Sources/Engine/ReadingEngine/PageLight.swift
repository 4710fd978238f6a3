internal import CLeptonica
internal import EngineContract

/// How light and ink are spread over a grey page, measured on a small copy.
struct PageLight {
    /// The grey of writing, and of the paper.
    let ink: Int
    private let paper: Int
    /// The lighter parts of the paper, and their difference from the darker ones.
    private let brightest: Int
    private let unevenness: Int

    /// Whether parts of the paper are so dark that one threshold would lose writing.
    var isUneven: Bool { unevenness > 20 }

    /// Whether the paper is plain white already.
    var isPlain: Bool { paper == 255 && unevenness == 0 }

    /// The grey that parts ink from paper, nearer to paper: thin strokes are paler than thick ones.
    var threshold: Int { ink + (paper - ink) * 6 / 10 }

    init(of image: PageImage) throws(EngineFault) {
        let small =
            image.width >= 800
            ? try PageImage(pixScaleAreaMap2(image.pix), from: "measuring light") : image
        let tiles = Tiles(of: small)
        (ink, paper, brightest, unevenness) = (tiles.ink, tiles.paper, tiles.brightest, tiles.unevenness)
    }

    /// The page with its paper made plain white, after evening out the light where needed.
    ///
    /// Tesseract takes white and black from the middle row of a line: grain must be gone before.
    func whitened(_ image: PageImage) throws(EngineFault) -> (image: PageImage, light: PageLight) {
        var (image, light) = (image, self)
        if isUneven {
            // Leptonica takes anything below 100 for ink.
            let bright = try Self.stretched(image, to: brightest)
            image = try PageImage(pixBackgroundNormSimple(bright.pix, nil, nil), from: "evening out the light")
            light = try PageLight(of: image)
        }
        // Of pale writing no more is given away than of black.
        let white = max(1, light.paper - min(light.paper * 8 / 100, max(0, light.paper - light.ink) * 15 / 100))
        image = try Self.stretched(image, to: white)
        return (image, PageLight(ink: min(light.ink * 255 / white, 247), paper: 255, brightest: 255, unevenness: 0))
    }

    private init(ink: Int, paper: Int, brightest: Int, unevenness: Int) {
        (self.ink, self.paper, self.brightest, self.unevenness) = (ink, paper, brightest, unevenness)
    }

    private static func stretched(_ image: PageImage, to white: Int) throws(EngineFault) -> PageImage {
        try PageImage(pixGammaTRC(nil, image.pix, 1, 0, Int32(white)), from: "whitening the paper")
    }
}

/// Grey levels of a page as a whole and of its parts.
private struct Tiles {
    private var histogram = [Int](repeating: 0, count: 256)
    private var papers: [Int] = []
    private var inks: [Int] = []

    init(of image: PageImage) {
        let side = max(32, image.width / 16)
        for top in stride(from: 0, to: image.height, by: side) {
            for left in stride(from: 0, to: image.width, by: side) {
                var tile = [Int](repeating: 0, count: 256)
                var count = 0
                for y in stride(from: top, to: min(top + side, image.height), by: 2) {
                    let row = PixelRow(of: image, y)
                    for x in stride(from: left, to: min(left + side, image.width), by: 2) {
                        tile[Int(row[x])] += 1
                        count += 1
                    }
                }
                for level in 0..<256 { histogram[level] += tile[level] }
                let (paper, ink) = (
                    Self.level(at: 0.7, of: tile, count: count), Self.level(at: 0.02, of: tile, count: count)
                )
                papers.append(paper)
                // A tile without writing has only grain.
                if paper - ink > 24 { inks.append(ink) }
            }
        }
        papers.sort()
        inks.sort()
    }

    /// The middle of the darkest greys of the parts with writing; of the whole page where no part has any.
    var ink: Int { inks.isEmpty ? Self.level(at: 0.005, of: histogram, count: count) : inks[inks.count / 2] }

    var paper: Int { Self.level(at: 0.6, of: histogram, count: count) }

    var brightest: Int { papers.isEmpty ? 255 : papers[papers.count * 9 / 10] }

    /// Between the darker and the lighter tiles; the outermost are left out, they may be a picture or a black border.
    var unevenness: Int { papers.isEmpty ? 0 : papers[papers.count * 9 / 10] - papers[papers.count / 10] }

    private var count: Int { histogram.reduce(0, +) }

    private static func level(at share: Double, of histogram: [Int], count: Int) -> Int {
        var left = Int(Double(count) * share)
        for level in 0..<256 {
            left -= histogram[level]
            if left < 0 { return level }
        }
        return 255
    }
}
