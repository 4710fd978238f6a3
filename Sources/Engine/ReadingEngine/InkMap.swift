internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// The ink of a page in black and white at about 150 dots an inch: enough for skew, noise and cover.
struct InkMap {
    private let binary: PageImage
    private let scale: Int
    private let writing: [Component]
    private var motion = PlaneMap.identity
    /// How many pieces of ink there are in all.
    let pieces: Int

    init(of image: PageImage, resolution: Int) throws(EngineFault) {
        let isFine = resolution >= 250
        let small = isFine ? try PageImage(pixScaleAreaMap2(image.pix), from: "measuring ink") : image
        scale = isFine ? 2 : 1
        binary = try PageImage(pixThresholdToBinary(small.pix, 150), from: "measuring ink")
        let components = Components(of: binary).list
        pieces = components.count
        let inch = resolution / scale
        writing = components.filter { Self.isWriting($0, inch: inch) }
    }

    /// Pages of dense writing have up to 3,000 pieces; with so many, reading takes minutes and gives nothing.
    var isNoise: Bool { pieces > 20_000 }

    /// The angle, in degrees clockwise, by which the page must be turned to be straight; 0 where none is sure.
    func skew() throws(EngineFault) -> Double {
        var angle: Float = 0
        var confidence: Float = 0
        guard pixFindSkewSweepAndSearch(binary.pix, &angle, &confidence, 4, 2, 7, 1, 0.01) == 0, confidence >= 3 else {
            return 0
        }
        return Double(angle)
    }

    /// The ink of the same page after it was moved.
    func moved(by motion: PlaneMap) -> InkMap {
        var moved = self
        moved.motion = motion
        return moved
    }

    /// The share of the writing that lies inside the boxes, 1 where there is no writing.
    func cover(by boxes: [ComplaintModel.Box]) -> Double {
        var inked = 0
        var covered = 0
        for piece in writing {
            inked += piece.area
            let (x, y) = motion.point(
                Double((piece.left + piece.right) * scale) / 2, Double((piece.top + piece.bottom) * scale) / 2)
            let isInside = boxes.contains { box in
                (box.x...box.x + box.width).contains(Int(x)) && (box.y...box.y + box.height).contains(Int(y))
            }
            if isInside { covered += piece.area }
        }
        return inked == 0 ? 1 : Double(covered) / Double(inked)
    }

    /// Of the size of a letter or mark: no speck, border, rule, stamp or picture.
    private static func isWriting(_ piece: Component, inch: Int) -> Bool {
        piece.area >= inch * inch / 5000 && piece.height * 100 >= inch * 3 && piece.height * 2 < inch
            && piece.width < inch
    }
}
