internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// The ink of a page in black and white at about 150 dots an inch: enough for skew, noise and cover.
struct InkMap {
    private let binary: PageImage
    private let scale: Int
    private let components: Components
    private let isEdge: [Bool]
    private let writing: [Component]
    private var motion = PlaneMap.identity
    /// How many pieces of ink there are in all.
    let pieces: Int

    init(of image: PageImage, threshold: Int, resolution: Int) throws(EngineFault) {
        let isFine = resolution >= 250
        let small = isFine ? try PageImage(pixScaleAreaMap2(image.pix), from: "measuring ink") : image
        scale = isFine ? 2 : 1
        binary = try PageImage(pixThresholdToBinary(small.pix, Int32(threshold)), from: "measuring ink")
        components = Components(of: binary)
        pieces = components.list.count
        let inch = resolution / scale
        let (width, height) = (binary.width, binary.height)
        isEdge = components.list.map { Self.isEdge($0, width: width, height: height, inch: inch) }
        writing = zip(components.list, isEdge).filter { !$1 && Self.isWriting($0, inch: inch) }.map(\.0)
        components.erase(from: binary) { [isEdge] in isEdge[$0] }
    }

    /// The page without what lies dark along its edges: the shadow of a lid, a desk under a photographed sheet.
    func withoutEdges(_ image: PageImage) throws(EngineFault) -> PageImage? {
        guard isEdge.contains(true) else { return nil }
        let edges = try PageImage(pixCreateTemplate(binary.pix), from: "cleaning the edges")
        components.draw(into: edges) { isEdge[$0] }
        let fat = try PageImage(pixDilateBrick(nil, edges.pix, 7, 7), from: "cleaning the edges")
        let mask = try PageImage(pixExpandReplicate(fat.pix, Int32(scale)), from: "cleaning the edges")
        let clean = try PageImage(pixCopy(nil, image.pix), from: "copying")
        pixSetMasked(clean.pix, mask.pix, 255)
        return clean
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

    /// The share of the writing that lies inside the boxes, 1 where there is no writing; what lies in `others` does not
    /// count.
    func cover(by boxes: [ComplaintModel.Box], leavingOut others: [ComplaintModel.Box] = []) -> Double {
        var inked = 0
        var covered = 0
        for piece in writing {
            let (x, y) = motion.point(
                Double((piece.left + piece.right) * scale) / 2, Double((piece.top + piece.bottom) * scale) / 2)
            let isInside = { (box: ComplaintModel.Box) in
                (box.x...box.x + box.width).contains(Int(x)) && (box.y...box.y + box.height).contains(Int(y))
            }
            guard !others.contains(where: isInside) else { continue }
            inked += piece.area
            if boxes.contains(where: isInside) { covered += piece.area }
        }
        return inked == 0 ? 1 : Double(covered) / Double(inked)
    }

    /// Touches the edge of the image, or nearly, and is larger than a letter.
    private static func isEdge(_ piece: Component, width: Int, height: Int, inch: Int) -> Bool {
        (piece.left < 2 || piece.top < 2 || piece.right > width - 2 || piece.bottom > height - 2)
            && (piece.width * 4 > inch || piece.height * 4 > inch)
    }

    /// Of the size of a letter or mark: no speck, border, rule, stamp or picture.
    private static func isWriting(_ piece: Component, inch: Int) -> Bool {
        piece.area >= inch * inch / 5000 && piece.height * 100 >= inch * 3 && piece.height * 2 < inch
            && piece.width < inch
    }
}
