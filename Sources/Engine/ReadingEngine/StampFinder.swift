internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// Finds the stamps of a page.
///
/// Printed boxes lie level; a stamp seldom quite does, or it is paler than print and writing crosses it.
struct StampFinder {
    private let page: PageImage
    /// The page at about 150 dots an inch (a fax: 200).
    private let small: PageImage
    private let scale: Int
    private let inch: Int
    /// The grey of writing where it is dark.
    private let print: Int
    /// The grey that parts ink from paper.
    private let threshold: Int
    private let isBlackAndWhite: Bool

    init(
        page: PageImage, print: Int, threshold: Int, resolution: Int, isBlackAndWhite: Bool
    ) throws(EngineFault) {
        scale = resolution >= 250 ? 2 : 1
        small = scale == 2 ? try PageImage(pixScaleAreaMap2(page.pix), from: Self.step) : page
        (self.page, self.print, self.threshold) = (page, print, threshold)
        (self.isBlackAndWhite, inch) = (isBlackAndWhite, resolution / scale)
    }

    private static let step = "finding stamps"

    /// The stamps, that with the longest piece of a side first.
    func stamps() throws(EngineFault) -> [Stamp] {
        let images = [try ink(), try paleInk()]
        let level = try strokes(of: images, isUpright: false), upright = try strokes(of: images, isUpright: true)
        var found: [Stamp] = []
        let seeds = level.filter { $0.length >= 0.3 * Double(inch) && mayBelongToStamp($0) }
        for seed in seeds.sorted(by: { $0.length > $1.length }).prefix(Self.mostSeeds) {
            let place = seed.box.scaled(by: scale)
            guard found.count < Self.mostStamps, !found.contains(where: { $0.box.holdsMiddle(of: place) }),
                let frame = TiltedGrid(slope: seed.slope, level: level, upright: upright, inch: Double(inch))
                    .frame(with: seed)
            else { continue }
            let greys = [frame.upper, frame.lower, frame.left, frame.right].flatMap(greys).sorted()
            let stamp = Stamp(frame: frame.scaled(by: scale), ink: ink(of: greys), print: print)
            guard frame.isTilted || stamp.isCrossed(greys),
                !found.contains(where: { $0.box.holdsMiddle(of: stamp.box) || stamp.box.holdsMiddle(of: $0.box) })
            else { continue }
            found.append(stamp)
        }
        return found
    }

    private static let mostSeeds = 100
    private static let mostStamps = 8
    private static let steepest = 0.2

    /// A stamp's ink is worn: what is nearer to paper than a threshold may be its.
    private var palest: Int { (threshold + 255) / 2 }

    private func ink() throws(EngineFault) -> PageImage {
        try PageImage(pixThresholdToBinary(small.pix, Int32(threshold)), from: Self.step)
    }

    /// The ink that is paler than writing, the pale edges of writing left out: sides that it runs along or crosses.
    private func paleInk() throws(EngineFault) -> PageImage {
        let pale = try PageImage(pixThresholdToBinary(small.pix, Int32(palest)), from: Self.step)
        let limit = print + (palest - print) / 3
        let dark = try PageImage(pixThresholdToBinary(small.pix, Int32(limit)), from: Self.step)
        let writing = try PageImage(pixDilateBrick(nil, dark.pix, 5, 5), from: Self.step)
        return try PageImage(pixSubtract(nil, pale.pix, writing.pix), from: Self.step)
    }

    private func strokes(of images: [PageImage], isUpright: Bool) throws(EngineFault) -> [StraightStroke] {
        var all: [StraightStroke] = []
        for image in images {
            all += try StraightStroke.all(
                in: image, isUpright: isUpright, length: isUpright ? inch * 3 / 20 : inch / 5, thickness: inch / 20)
        }
        return all
    }

    /// A level stroke as dark as print is none of a stamp's, and pages of tables have hundreds.
    private func mayBelongToStamp(_ stroke: StraightStroke) -> Bool {
        guard abs(stroke.slope) < StampFrame.leastTilt else { return abs(stroke.slope) <= Self.steepest }
        return Stamp.isPale(ink(of: greys(along: stroke.line).sorted()), print: print)
    }

    /// The greys along a line of the small page where there is ink, each the darkest of some pixels around.
    ///
    /// At full size, where a thin line is as dark as it is.
    private func greys(along line: StampFrame.Side) -> [UInt8] {
        let (run, rise) = (line.to.x - line.from.x, line.to.y - line.from.y)
        let steps = Int(max(abs(run), abs(rise)))
        let reach = 2 * scale
        return (0..<max(0, steps)).compactMap { step in
            let share = Double(step) / Double(steps)
            let x = Int((line.from.x + share * run) * Double(scale))
            let y = Int((line.from.y + share * rise) * Double(scale))
            var darkest: UInt8 = 255
            for away in -reach...reach {
                let (column, row) = abs(run) > abs(rise) ? (x, y + away) : (x + away, y)
                guard (0..<page.width).contains(column), (0..<page.height).contains(row) else { continue }
                darkest = min(darkest, PixelRow(of: page, row)[column])
            }
            return Int(darkest) < palest ? darkest : nil
        }
    }

    /// The grey that two fifths of a frame's pixels reach: writing crosses fewer of them.
    private func ink(of greys: [UInt8]) -> Int {
        greys.isEmpty || isBlackAndWhite ? print : Int(greys[greys.count * 2 / 5])
    }
}
