internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// An office's stamp: a tilted frame with writing inside, pressed over whatever was there.
struct Stamp {
    /// Where it is on the prepared page.
    let box: ComplaintModel.Box

    /// Finds the stamps of a page.
    ///
    /// Printed boxes lie level; a stamp never quite does. Its ink is worn: only a threshold near the paper leaves the
    /// frame whole.
    static func find(on page: PageImage, threshold: Int, resolution: Int) throws(EngineFault) -> [Stamp] {
        let isFine = resolution >= 250
        let small = isFine ? try PageImage(pixScaleAreaMap2(page.pix), from: "finding stamps") : page
        let scale = isFine ? 2 : 1
        let binary = try PageImage(pixThresholdToBinary(small.pix, Int32(threshold)), from: "finding stamps")
        let found = find(in: Components(of: binary), scale: scale, resolution: resolution)
        guard found.isEmpty else { return found }
        // Gaps of a frame that a fax or a worn stamp has left; closing them may join the frame to writing.
        let closed = try PageImage(pixCloseSafeBrick(nil, binary.pix, 5, 5), from: "finding stamps")
        return find(in: Components(of: closed), scale: scale, resolution: resolution)
    }

    private static func find(in components: Components, scale: Int, resolution: Int) -> [Stamp] {
        let inch = Double(resolution / scale)
        return components.list.indices.compactMap { index in
            let piece = components.list[index]
            let (width, height) = (Double(piece.width) / inch, Double(piece.height) / inch)
            guard (0.7...3.6).contains(width), (0.3...2.2).contains(height),
                piece.area * 4 < piece.width * piece.height
            else { return nil }
            return Outline(of: index, in: components).isTiltedFrame ? Stamp(frame: piece, scale: scale) : nil
        }
    }

    private init(frame: Component, scale: Int) {
        box = ComplaintModel.Box(
            x: (frame.left - 1) * scale, y: (frame.top - 1) * scale, width: (frame.width + 2) * scale,
            height: (frame.height + 2) * scale)
    }

    func covers(_ piece: Component) -> Bool {
        piece.left >= box.x && piece.right <= box.x + box.width && piece.top >= box.y
            && piece.bottom <= box.y + box.height
    }

    /// Where a piece's ink begins and ends in its leftmost, middle and rightmost columns.
    private struct Outline {
        private var tops: [Int]
        private var bottoms: [Int]
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

        var isTiltedFrame: Bool {
            // From the second part on: the first and last belong to the upright sides.
            let (top, bottom) = (tops[17] - tops[2], bottoms[17] - bottoms[2])
            let run = Double(piece.width) * 15 / 20
            let (one, other) = (Double(top) / run, Double(bottom) / run)
            let isStraight = abs(Double(tops[9] + tops[10]) / 2 - Double(tops[2] + tops[17]) / 2) < 0.01 * run
            return inkAtEdge * 100 >= ink * 85 && isStraight && abs(one) > 0.015 && abs(one) < 0.3
                && abs(one - other) < 0.02
        }
    }
}
