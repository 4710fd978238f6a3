import CLeptonica
import Testing

@testable import ReadingEngine

@Suite struct StampTests {
    /// Five lines of 40 letters under a frame of 700 x 240 at 400, 660.
    private func stamped(rise: Int, isPale: Bool) throws -> Drawing {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 660, width: 700, height: 240, rise: rise)
        if isPale { page.fade() }
        page.lines(5, from: 600)
        return page
    }

    @Test(arguments: [36, 0])
    func liftsAPaleStampOffTheWritingUnderIt(rise: Int) throws {
        let page = try stamped(rise: rise, isPale: true)
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && ink.stamps.allSatisfy(\.isPale))
        #expect(layout.lines.count == 5)
        #expect(layout.lines.allSatisfy { $0.segment.pieces.count == 40 && $0.parts.count == 1 })
        // The frame's left side, between two lines.
        #expect(PixelRow(of: page.image, 720)[403] == 130 && PixelRow(of: ink.image, 720)[403] == 255)
    }

    @Test func findsAPaleStampWhoseSidesWritingCrosses() throws {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 640, width: 900, height: 330, rise: 27)
        page.fade()
        for line in 0..<9 { for word in 0..<10 { page.letters(3, x: 300 + 120 * word, y: 560 + 52 * line) } }
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && ink.stamps.allSatisfy(\.isPale))
        #expect(layout.lines.count == 9 && layout.lines.allSatisfy { $0.segment.pieces.count == 30 })
    }

    @Test func followsAStampFoundInPartAlongItsSides() throws {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 640, width: 900, height: 330, rise: 27)
        page.fade()
        // Writing hides half an inch of both long sides; what is left of it is too narrow for a stamp.
        for y in [612, 956] { page.letters(5, x: 520, y: y) }
        page.lines(5, from: 1100)
        let (_, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && ink.stamps.allSatisfy(\.isPale))
        #expect(PixelRow(of: page.image, 800)[403] == 130 && PixelRow(of: ink.image, 800)[403] == 255)
    }

    @Test func leavesAPrintedBoxThatNoWritingCrosses() throws {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 300, width: 700, height: 240, rise: 0)
        page.letters(12, x: 500, y: 400)
        page.fade()
        page.lines(5, from: 700)
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.isEmpty)
        #expect(layout.places(ink).first == [500, 400])
    }

    @Test func readsTheWritingUnderAStampThatIsAsDark() throws {
        let page = try stamped(rise: 36, isPale: false)
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && !ink.stamps.contains(where: \.isPale))
        #expect(layout.places(ink) == (0..<5).map { [300, 600 + 80 * $0] })
        #expect(layout.stampsLeftOut.isEmpty)
        // But for letters that have become one with its frame.
        #expect(layout.lines.allSatisfy { $0.letters >= 30 })
    }

    @Test func takesNoThinBlackBoxForAPaleStamp() throws {
        let page = try Drawing()
        for (rise, y) in [(2, 300), (27, 700)] {
            page.tiltedFrame(x: 400, y: y, width: 900, height: 240, rise: rise, thickness: 3)
            page.letters(12, x: 500, y: y + 100)
        }
        page.lines(5, from: 1200)
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && layout.stampsLeftOut.count == 1)
        #expect(layout.places(ink).first == [500, 400] && layout.lines.count == 6)
    }

    @Test func liftsNothingBesideATiltedFrame() throws {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 700, width: 900, height: 240, rise: 90)
        // Pale writing of somebody else, over the frame's lower end.
        page.letters(8, x: 450, y: 620)
        page.fade()
        page.lines(5, from: 740)
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && layout.places(ink).first == [450, 620])
    }
}
