internal import CLeptonica
internal import EngineContract

/// How light and ink are spread over a grey page, measured on a small copy.
struct PageLight {
    /// The grey of the darkest half percent, and of the paper.
    private let ink: Int
    private let paper: Int
    /// Difference between the lighter and the darker parts of the paper.
    private let unevenness: Int

    /// Whether Tesseract's single threshold would lose writing.
    var needsFlattening: Bool { paper - ink < 110 || unevenness > 40 }

    init(of image: PageImage) throws(EngineFault) {
        let small =
            image.width >= 800
            ? try PageImage(pixScaleAreaMap2(image.pix), from: "measuring light") : image
        let tiles = Tiles(of: small)
        (ink, paper) = (tiles.level(at: 0.005), tiles.level(at: 0.6))
        unevenness = tiles.unevenness
    }

    /// The page with its paper made white and its ink made black everywhere.
    func flattened(_ image: PageImage) throws(EngineFault) -> PageImage {
        let even = try PageImage(pixBackgroundNormSimple(image.pix, nil, nil), from: "evening out the light")
        let tiles = Tiles(of: even)
        let (low, high) = (tiles.level(at: 0.005), tiles.level(at: 0.6))
        guard high - low >= 8 else { return even }
        return try PageImage(
            pixGammaTRC(nil, even.pix, 1, Int32(low), Int32(high)), from: "stretching the contrast")
    }
}

/// Grey levels of a page as a whole and of its parts.
private struct Tiles {
    private var histogram = [Int](repeating: 0, count: 256)
    private var papers: [Int] = []

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
                papers.append(Self.level(at: 0.7, of: tile, count: count))
            }
        }
        papers.sort()
    }

    func level(at share: Double) -> Int { Self.level(at: share, of: histogram, count: histogram.reduce(0, +)) }

    /// Between the darker and the lighter tiles; the outermost are left out, they may be a picture or a black border.
    var unevenness: Int {
        guard let first = papers.first else { return 0 }
        return papers.isEmpty ? first : papers[papers.count * 9 / 10] - papers[papers.count / 10]
    }

    private static func level(at share: Double, of histogram: [Int], count: Int) -> Int {
        var left = Int(Double(count) * share)
        for level in 0..<256 {
            left -= histogram[level]
            if left < 0 { return level }
        }
        return 255
    }
}
