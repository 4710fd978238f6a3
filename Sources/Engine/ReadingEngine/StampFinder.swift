internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// Finds the stamps of a page.
///
/// Printed boxes lie level; a stamp seldom quite does, or it is paler than print and writing crosses it.
struct StampFinder {
    private let page: PageImage
    /// The page at about 150 dots an inch.
    private let small: PageImage
    private let scale: Int
    private let resolution: Int
    /// The grey of writing where it is dark.
    private let print: Int

    init(page: PageImage, print: Int, resolution: Int) throws(EngineFault) {
        let isFine = resolution >= 250
        (self.page, self.print, self.resolution) = (page, print, resolution)
        scale = isFine ? 2 : 1
        small = isFine ? try PageImage(pixScaleAreaMap2(page.pix), from: Self.step) : page
    }

    /// The stamps, whose ink is worn: only a `threshold` near the paper leaves a frame whole.
    func stamps(threshold: Int) throws(EngineFault) -> [Stamp] {
        let binary = try PageImage(pixThresholdToBinary(small.pix, Int32(threshold)), from: Self.step)
        var found = frames(in: Components(of: binary))
        if !found.contains(where: \.isWhole) {
            // A fax or worn ink leaves a frame in parts; closing its gaps may in turn join it to writing.
            let closed = try PageImage(pixCloseSafeBrick(nil, binary.pix, 5, 5), from: Self.step)
            found += frames(in: Components(of: closed))
        }
        let sides = Components(of: try paleSides(of: binary, darkerThan: print + (threshold - print) / 3))
        let parts = found.map(\.stamp) + frames(in: sides).map { grown($0.stamp, along: sides) }
        return Stamp.joined(parts, within: resolution / 10)
    }

    private static let step = "finding stamps"
    /// In inches.
    private static let widest = 3.6
    private static let tallest = 2.2

    /// The straight sides of frames without the writing that they run along or that crosses them, if that is darker.
    private func paleSides(of binary: PageImage, darkerThan limit: Int) throws(EngineFault) -> PageImage {
        let step = Self.step
        let dark = try PageImage(pixThresholdToBinary(small.pix, Int32(limit)), from: step)
        let writing = try PageImage(pixDilateBrick(nil, dark.pix, 5, 5), from: step)
        let rest = try PageImage(pixSubtract(nil, binary.pix, writing.pix), from: step)
        let level = try PageImage(pixOpenBrick(nil, rest.pix, 15, 1), from: step)
        let upright = try PageImage(pixOpenBrick(nil, rest.pix, 1, 13), from: step)
        let sides = try PageImage(pixCloseSafeCompBrick(nil, level.pix, 51, 1), from: step)
        let others = try PageImage(pixCloseSafeCompBrick(nil, upright.pix, 1, 51), from: step)
        pixOr(sides.pix, sides.pix, others.pix)
        return try PageImage(pixCloseSafeBrick(nil, sides.pix, 5, 5), from: step)
    }

    private struct Frame {
        let stamp: Stamp
        /// Whether both its upper and its lower side were found.
        let isWhole: Bool
    }

    /// A stamp of which only a part of the frame was found, with the straight sides that go on from it.
    ///
    /// A few words of writing hide half an inch of a side; strokes of letters are shorter than a fifth of one.
    private func grown(_ stamp: Stamp, along sides: Components) -> Stamp {
        let inch = Double(resolution)
        var box = stamp.box
        var hasGrown = true
        while hasGrown {
            let next = sides.list.filter { max($0.width, $0.height) * scale * 5 >= resolution }.reduce(box) {
                box, side in
                let side = self.box(of: side)
                let union = box.union(side)
                let isFrame = Double(union.width) <= Self.widest * inch && Double(union.height) <= Self.tallest * inch
                return isFrame && box.isNear(side, within: resolution * 6 / 10) ? union : box
            }
            hasGrown = next != box
            box = next
        }
        return stamp.filling(box)
    }

    /// Where a piece of the small page is on the page.
    private func box(of piece: Component) -> ComplaintModel.Box {
        ComplaintModel.Box(
            x: (piece.left - 1) * scale, y: (piece.top - 1) * scale, width: (piece.width + 2) * scale,
            height: (piece.height + 2) * scale)
    }

    private func frames(in components: Components) -> [Frame] {
        let inch = Double(resolution / scale)
        return components.list.indices.compactMap { index in
            let piece = components.list[index]
            let (width, height) = (Double(piece.width) / inch, Double(piece.height) / inch)
            guard (0.7...Self.widest).contains(width), (0.3...Self.tallest).contains(height),
                piece.area * 6 < piece.width * piece.height
            else { return nil }
            let outline = FrameOutline(of: index, in: components)
            guard outline.isHollow, outline.isTilted || outline.isLevel else { return nil }
            let greys = greys(of: index, in: components)
            let stamp = Stamp(
                box: box(of: piece), slope: outline.upper ?? outline.lower ?? 0, ink: ink(of: greys), print: print)
            guard outline.isTilted || stamp.isCrossed(greys) else { return nil }
            return Frame(stamp: stamp, isWhole: outline.isWhole)
        }
    }

    /// The greys of a piece, dark to light; the letters a frame crosses are few of them.
    ///
    /// At full size, where a thin line is as dark as it is.
    private func greys(of index: Int, in components: Components) -> [UInt8] {
        let piece = components.list[index]
        var greys: [UInt8] = []
        components.forEachRun(inRows: piece.top..<piece.bottom) { run, owner in
            guard owner == index else { return }
            let rows = (0..<scale).map { PixelRow(of: page, Int(run.row) * scale + $0) }
            for x in Int(run.start) * scale..<Int(run.end) * scale where x % scale == 0 {
                var darkest: UInt8 = 255
                for row in rows { for near in x..<x + scale { darkest = min(darkest, row[near]) } }
                greys.append(darkest)
            }
        }
        return greys.sorted()
    }

    /// The grey that a quarter of a frame's pixels reach; where that is print's, of those that are no letters it crosses.
    private func ink(of greys: [UInt8]) -> Int {
        let ink = Int(greys[greys.count / 4])
        let own = greys.drop { Int($0) - print < (255 - print) / 10 }
        guard own.count * 2 > greys.count, ink - print < (255 - print) / 10 else { return ink }
        return Int(own[own.startIndex + own.count / 4])
    }
}
