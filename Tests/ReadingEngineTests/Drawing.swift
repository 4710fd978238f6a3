import CLeptonica
import Testing

@testable import ReadingEngine

/// A page of blocks in the place of letters: 20 wide and 30 high, 30 apart, marks of 12 x 8 over or under them.
final class Drawing {
    let image: PageImage
    private let slope: Double

    init(width: Int = 2480, height: Int = 3508, slope: Double = 0) throws {
        image = try Pictures.blank(width: width, height: height)
        self.slope = slope
    }

    /// Blackens a rectangle.
    func block(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
        let shift = Int((slope * Double(x)).rounded())
        pixRasterop(image.pix, Int32(x), Int32(y + shift), Int32(width), Int32(height), PIX_CLR, nil, 0, 0)
    }

    /// Letters from `x` on, their tops at `y`, a hollow in each as letters have; along a frame that rises by `rise` on
    /// 700 pixels; those in small type are 12 wide and 18 high, 20 apart.
    func letters(_ count: Int, x: Int, y: Int, rise: Int = 0, isSmall: Bool = false) {
        let (pitch, width, height, pen) = isSmall ? (20, 12, 18, 4) : (30, 20, 30, 6)
        for number in 0..<count {
            let (left, top) = (x + pitch * number, y - pitch * number * rise / 700)
            block(left, top, pen, height)
            block(left + width - pen, top, pen, height)
            block(left, top, width, pen)
        }
    }

    /// Lines of 40 letters at x 300, 80 apart.
    func lines(_ count: Int, from top: Int) { for line in 0..<count { letters(40, x: 300, y: top + 80 * line) } }

    /// Two columns of lines of 30 letters, at x 300 and 1290 from y 400 on.
    func columns(of lines: Int, pitch: Int, rightLower: Int = 0) {
        for line in 0..<lines {
            letters(30, x: 300, y: 400 + pitch * line)
            letters(30, x: 1290, y: 400 + rightLower + pitch * line)
        }
    }

    /// Blocks of 12 x 15, 20 apart.
    func smallBlocks(from left: Int, to right: Int, y: Int) {
        for x in stride(from: left, to: right, by: 20) { block(x, y, 12, 15) }
    }

    /// A frame turned by `rise` pixels from its left to its right side, its outer sides by `askew` pixels more from top to
    /// bottom; a broken one has a gap in either long side.
    func tiltedFrame(
        x: Int, y: Int, width: Int, height: Int, rise: Int, isBroken: Bool = false, thickness: Int = 6, askew: Int = 0
    ) {
        let drift = rise * height / width + askew
        for step in 0..<width {
            let up = rise * step / width
            let gaps = isBroken ? [width / 4..<width / 4 + 24, width * 3 / 4..<width * 3 / 4 + 24] : [0..<0, 0..<0]
            let edges = [(x, y - up), (x + drift, y + height - up)]
            for ((left, edge), gap) in zip(edges, gaps) where !gap.contains(step) {
                pixRasterop(image.pix, Int32(left + step), Int32(edge), 1, Int32(thickness), PIX_CLR, nil, 0, 0)
            }
        }
        for step in 0..<height {
            let across = drift * step / height
            block(x + across, y + step, thickness, 1)
            block(x + width - thickness + across, y - rise + step, thickness, 1)
        }
    }

    /// What is on the page so far, as pale as the ink of a stamp pad.
    func fade() { pixAddConstantGray(image.pix, 130) }

    func ink() throws -> PageInk { try PageInk(of: image, threshold: 150, resolution: 300, isBlackAndWhite: false) }

    func layout() throws -> (layout: LineLayout, ink: PageInk) {
        let ink = try ink()
        let height = try #require(ink.bodyHeight)
        return (try #require(LineLayout(of: ink, height: height)), ink)
    }
}

extension LineLayout {
    /// Left and upper end of each line, in reading order.
    func places(_ ink: PageInk) -> [[Int]] {
        lines.map { line in
            let pieces = line.parts.joined().map { ink.components.list[$0] }
            return [pieces.map(\.left).min() ?? 0, pieces.map(\.top).min() ?? 0]
        }
    }

    /// The line that a piece at a place belongs to.
    func owner(atX x: Int, y: Int, _ ink: PageInk) -> Int? {
        ink.components.list.firstIndex {
            ($0.left..<$0.right).contains(x) && ($0.top..<$0.bottom).contains(y)
        }.map { owners[$0] }
    }
}
