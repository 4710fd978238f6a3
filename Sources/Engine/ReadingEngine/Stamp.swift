internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// An office's stamp: a tilted frame with writing inside, pressed over whatever was there.
struct Stamp {
    /// Where it is on the prepared page.
    let box: ComplaintModel.Box
    /// The grey of its frame where it is dark.
    let ink: Int
    /// The grey of writing where it is dark.
    let print: Int

    /// Finds the stamps of a page.
    ///
    /// Printed boxes lie level; a stamp seldom quite does, or it is paler than `print`, the grey of writing, and writing
    /// crosses it. Its ink is worn: only a threshold near the paper leaves the frame whole.
    static func find(
        on page: PageImage, threshold: Int, print: Int, resolution: Int
    ) throws(EngineFault) -> [Stamp] {
        let isFine = resolution >= 250
        let small = isFine ? try PageImage(pixScaleAreaMap2(page.pix), from: "finding stamps") : page
        let scale = isFine ? 2 : 1
        let binary = try PageImage(pixThresholdToBinary(small.pix, Int32(threshold)), from: "finding stamps")
        func frames(in pieces: PageImage) -> [Frame] {
            Self.frames(in: Components(of: pieces), of: small, print: print, scale: scale, resolution: resolution)
        }
        let found = frames(in: binary)
        guard !found.contains(where: \.isWhole) else { return joined(found, resolution: resolution) }
        // A fax or worn ink leaves a frame in parts; closing its gaps may in turn join it to writing.
        let closed = try PageImage(pixCloseSafeBrick(nil, binary.pix, 5, 5), from: "finding stamps")
        let sides = try paleSides(of: binary, on: small, darkerThan: print + (threshold - print) / 3)
        return joined(found + frames(in: closed) + frames(in: sides), resolution: resolution)
    }

    /// The straight sides of frames without the writing that they run along or that crosses them, if that is darker.
    private static func paleSides(
        of binary: PageImage, on image: PageImage, darkerThan limit: Int
    ) throws(EngineFault) -> PageImage {
        let step = "finding stamps"
        let dark = try PageImage(pixThresholdToBinary(image.pix, Int32(limit)), from: step)
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

    private static func frames(
        in components: Components, of image: PageImage, print: Int, scale: Int, resolution: Int
    ) -> [Frame] {
        let inch = Double(resolution / scale)
        return components.list.indices.compactMap { index in
            let piece = components.list[index]
            let (width, height) = (Double(piece.width) / inch, Double(piece.height) / inch)
            guard (0.7...3.6).contains(width), (0.3...2.2).contains(height),
                piece.area * 6 < piece.width * piece.height
            else { return nil }
            let outline = Outline(of: index, in: components)
            guard outline.isHollow else { return nil }
            let greys = greys(of: index, in: components, image)
            let box = ComplaintModel.Box(
                x: (piece.left - 1) * scale, y: (piece.top - 1) * scale, width: (piece.width + 2) * scale,
                height: (piece.height + 2) * scale)
            let stamp = Stamp(box: box, ink: ink(of: greys, print: print), print: print)
            guard outline.isTilted || outline.isLevel && stamp.isCrossed(greys) else { return nil }
            return Frame(stamp: stamp, isWhole: outline.isWhole)
        }
    }

    /// The greys of a piece's pixels, dark to light; the letters a frame crosses are few of them.
    private static func greys(of index: Int, in components: Components, _ image: PageImage) -> [UInt8] {
        let piece = components.list[index]
        var greys: [UInt8] = []
        components.forEachRun(inRows: piece.top..<piece.bottom) { run, owner in
            guard owner == index else { return }
            let row = PixelRow(of: image, Int(run.row))
            for x in Int(run.start)..<Int(run.end) { greys.append(row[x]) }
        }
        return greys.sorted()
    }

    /// The grey that a quarter of a frame's pixels reach; where that is print's, of those that are no letters it crosses.
    private static func ink(of greys: [UInt8], print: Int) -> Int {
        let ink = Int(greys[greys.count / 4])
        let own = greys.drop { Int($0) - print < (255 - print) / 10 }
        guard own.count * 2 > greys.count, ink - print < (255 - print) / 10 else { return ink }
        return Int(own[own.startIndex + own.count / 4])
    }

    /// One stamp for all parts of a frame; the palest has the fewest letters on it.
    private static func joined(_ frames: [Frame], resolution: Int) -> [Stamp] {
        var stamps: [Stamp] = []
        for frame in frames {
            var stamp = frame.stamp
            while let near = stamps.firstIndex(where: { $0.box.isNear(stamp.box, within: resolution / 10) }) {
                let other = stamps.remove(at: near)
                stamp = Stamp(box: stamp.box.union(other.box), ink: max(stamp.ink, other.ink), print: stamp.print)
            }
            stamps.append(stamp)
        }
        return stamps
    }

    /// Whether a line of letters leads into it from beside.
    func isPressed(over letters: [Component], height: Double) -> Bool {
        letters.contains { letter in
            let middle = Double(letter.top + letter.bottom) / 2
            return !covers(letter) && Double(letter.left) < Double(box.x + box.width) + 2 * height
                && Double(letter.right) > Double(box.x) - 2 * height && middle > Double(box.y) + height
                && middle < Double(box.y + box.height) - height
        }
    }

    func covers(_ piece: Component) -> Bool {
        piece.left >= box.x && piece.right <= box.x + box.width && piece.top >= box.y
            && piece.bottom <= box.y + box.height
    }

    /// Where a piece's ink begins and ends in its leftmost, middle and rightmost columns.
    private struct Outline {
        private(set) var tops: [Int]
        private(set) var bottoms: [Int]
        private var ink = 0
        private var inkAtEdge = 0
        private let piece: Component

        init(of index: Int, in components: Components) {
            let piece = components.list[index]
            self.piece = piece
            let parts = 20
            (tops, bottoms) = ([Int](repeating: .max, count: parts), [Int](repeating: 0, count: parts))
            let (edgeX, edgeY) = (piece.width / 10, piece.height / 4)
            components.forEachRun(inRows: piece.top..<piece.bottom) { run, owner in
                guard owner == index else { return }
                let (row, start, end) = (Int(run.row), Int(run.start), Int(run.end))
                for part in (start - piece.left) * parts / piece.width...(end - 1 - piece.left) * parts / piece.width {
                    tops[part] = min(tops[part], row)
                    bottoms[part] = max(bottoms[part], row)
                }
                ink += end - start
                let isAtEdge = row < piece.top + edgeY || row >= piece.bottom - edgeY
                inkAtEdge +=
                    isAtEdge
                    ? end - start
                    : max(0, min(end, piece.left + edgeX) - start) + max(0, end - max(start, piece.right - edgeX))
            }
        }

        /// Whether nearly all of its ink is along its edges.
        var isHollow: Bool { inkAtEdge * 100 >= ink * 85 }

        /// Whether its upper or its lower side is neither level nor steep.
        var isTilted: Bool { Self.isTilted(slope(tops)) || Self.isTilted(slope(bottoms)) }
        /// Whether both are, and so were found.
        var isWhole: Bool { Self.isTilted(slope(tops)) && Self.isTilted(slope(bottoms)) }
        /// Whether both are level.
        var isLevel: Bool { [tops, bottoms].allSatisfy { slope($0).map { abs($0) <= Self.leastTilt } ?? false } }

        private static let leastTilt = 0.02

        private static func isTilted(_ slope: Double?) -> Bool {
            slope.map { abs($0) > leastTilt && abs($0) < 0.3 } ?? false
        }

        /// The slope of the line on which the ends of the columns lie; nil where they do not.
        private func slope(_ ends: [Int]) -> Double? {
            // From the third part to the eighteenth: the outer ones belong to the upright sides.
            let run = Double(piece.width) * 15 / 20
            let slope = Double(ends[17] - ends[2]) / run
            let isStraight = (3...16).allSatisfy { part in
                let line = Double(ends[2]) + slope * run * Double(part - 2) / 15
                return abs(Double(ends[part]) - line) < max(2, 0.012 * run)
            }
            return isStraight ? slope : nil
        }
    }
}

extension ComplaintModel.Box {
    fileprivate func isNear(_ other: ComplaintModel.Box, within distance: Int) -> Bool {
        x - distance < other.x + other.width && other.x - distance < x + width && y - distance < other.y + other.height
            && other.y - distance < y + height
    }

    fileprivate func union(_ other: ComplaintModel.Box) -> ComplaintModel.Box {
        let (left, top) = (min(x, other.x), min(y, other.y))
        let (right, bottom) = (max(x + width, other.x + other.width), max(y + height, other.y + other.height))
        return ComplaintModel.Box(x: left, y: top, width: right - left, height: bottom - top)
    }
}
