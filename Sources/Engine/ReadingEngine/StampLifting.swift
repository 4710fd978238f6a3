internal import CLeptonica
internal import ComplaintModel
internal import EngineContract

/// Stamps pressed over writing, taken off it: print is darker than the ink of a stamp pad.
extension Stamp {
    /// How far from print's grey towards the stamp's the darkest pixel of a stroke may lie and still be print.
    enum Lifting: Double {
        /// Leaves nothing of the stamp.
        case thorough = 0.5
        /// Keeps more of thin strokes, which are paler, and of the stamp.
        case gentle = 0.7
    }

    /// Whether it is so much paler than print that what it was pressed over shows through; ink of a fax is one grey.
    var isPale: Bool { Self.isPale(ink, print: print) }

    static func isPale(_ ink: Int, print: Int) -> Bool { (ink - print) * 100 >= (255 - print) * 27 }

    /// The grey of the letters among the pieces where they are darkest: the middle over all of them.
    static func print(of components: Components, on page: PageImage, height: Double) -> Int {
        var darkest = [UInt8](repeating: 255, count: components.list.count)
        components.forEachRun(inRows: 0..<page.height) { run, owner in
            let row = PixelRow(of: page, Int(run.row))
            for x in Int(run.start)..<Int(run.end) { darkest[owner] = min(darkest[owner], row[x]) }
        }
        let letters = components.list.indices.filter { PieceKind(of: components.list[$0], height: height) == .body }
        let greys = letters.map { darkest[$0] }.sorted()
        return greys.isEmpty ? 255 : Int(greys[greys.count / 2])
    }

    /// Whether writing crosses its frame, of whose greys these are, dark to light; it seldom crosses a printed box.
    func isCrossed(_ greys: [UInt8]) -> Bool { isPale && Int(greys[greys.count / 200]) < (ink + print) / 2 }

    /// The page with its pale stamps taken off; the page itself where there are none.
    static func lifted(_ stamps: [Stamp], from page: PageImage, _ lifting: Lifting) throws(EngineFault) -> PageImage {
        let pale = stamps.filter(\.isPale)
        guard !pale.isEmpty else { return page }
        let image = try PageImage(pixCopy(nil, page.pix), from: "copying")
        for stamp in pale { try stamp.lift(from: image, lifting) }
        return image
    }

    /// Whitens it on the page, all but strokes that are partly dark enough for print.
    private func lift(from page: PageImage, _ lifting: Lifting) throws(EngineFault) {
        let step = "lifting a stamp"
        var region = boxCreate(Int32(box.x), Int32(box.y), Int32(box.width), Int32(box.height))
        defer { boxDestroy(&region) }
        let part = try PageImage(pixClipRectangle(page.pix, region, nil), from: step)
        let limit = print + Int(lifting.rawValue * Double(ink - print))
        let dark = try PageImage(pixThresholdToBinary(part.pix, Int32(limit)), from: step)
        // The soft edges of a stroke are as pale as a stamp.
        let strokes = try PageImage(pixDilateBrick(nil, dark.pix, 5, 5), from: step)
        let pale = try PageImage(pixInvert(nil, strokes.pix), from: step)
        clearOutsideFrame(pale)
        pixSetMasked(part.pix, pale.pix, 255)
        pixRasterop(
            page.pix, Int32(max(0, box.x)), Int32(max(0, box.y)), Int32(part.width), Int32(part.height), Int32(PIX_SRC),
            part.pix, 0, 0)
    }

    /// Takes the corners of the box that a tilted frame leaves free out of a mask of it.
    private func clearOutsideFrame(_ mask: PageImage) {
        let rise = Int(abs(frame.slope) * Double(mask.width))
        // The sides are thick, and not quite where the slope has them.
        let margin = mask.height / 16
        for x in 0..<mask.width where rise > margin {
            let fromLeft = rise * x / mask.width
            let (upper, lower) = frame.slope > 0 ? (fromLeft, rise - fromLeft) : (rise - fromLeft, fromLeft)
            let (above, below) = (max(0, upper - margin), max(0, lower - margin))
            for (y, height) in [(0, above), (mask.height - below, below)] {
                pixRasterop(mask.pix, Int32(x), Int32(y), 1, Int32(height), PIX_CLR, nil, 0, 0)
            }
        }
    }
}
