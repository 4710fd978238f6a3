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
        #expect(PixelRow(of: page.image, 800)[407] == 130 && PixelRow(of: ink.image, 800)[407] == 255)
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
        #expect(layout.stampWords.counts == (0, 1))
        #expect(layout.lines.allSatisfy { (38...42).contains($0.letters) })
        // The frame's left side, between two lines, and its lower one.
        let clean = try ink.withoutRuling()
        #expect(PixelRow(of: page.image, 722)[405] < 128 && PixelRow(of: clean, 722)[405] == 255)
        #expect(PixelRow(of: page.image, 885)[720] < 128 && PixelRow(of: clean, 885)[720] == 255)
    }

    @Test func tellsTheWordsOfADarkStampFromTheWritingUnderIt() throws {
        let page = try stamped(rise: 60, isPale: false)
        // Where writing is, and where it is not.
        for (x, y) in [(460, 727), (520, 807)] { page.letters(6, x: x, y: y, rise: 60) }
        page.letters(40, x: 300, y: 520)
        let (layout, _) = try page.layout()
        let writing = layout.lines.map(\.segment.width)
        #expect(layout.lines.count == 6 && writing.allSatisfy { $0 > 1100 })
        #expect(layout.stampWords.rows.reduce(0) { $0 + $1.pieces.count } == 12)
    }

    @Test func knowsAShortRowOfADarkStampByTheSizeOfItsType() throws {
        let page = try stamped(rise: 36, isPale: false)
        // A long row shows what type the stamp is in; a short one between two lines leans too little to be told.
        page.letters(20, x: 440, y: 736, rise: 36, isSmall: true)
        page.letters(5, x: 600, y: 808, rise: 36, isSmall: true)
        let (layout, _) = try page.layout()
        #expect(layout.lines.map(\.letters) == [40, 40, 40, 40, 40])
        #expect(layout.stampWords.rows.map(\.pieces.count).sorted() == [5, 20])
    }

    @Test func leavesWithTheWritingWhatHasGrownTogetherWithAStampsWords() {
        // Taken from a fax: a line of writing wholly inside a stamp, the stamp's rows above and below it.
        let writing = [
            (244, 521, 268, 557), (271, 521, 343, 555), (347, 520, 415, 558), (413, 520, 438, 560),
            (504, 520, 528, 545), (510, 490, 544, 545), (545, 520, 566, 545), (562, 506, 583, 545),
            (584, 520, 605, 543),
        ]
        let firstRow = (0..<19).map { (255 + 25 * $0, 428 + $0 * 6 / 5, 271 + 25 * $0, 446 + $0 * 6 / 5) }
        let words = [
            (414, 489, 436, 507), (439, 491, 452, 508), (494, 491, 509, 511), (543, 493, 551, 513),
            (573, 546, 602, 568), (514, 547, 518, 560), (521, 547, 534, 564), (535, 547, 549, 565),
            (627, 548, 639, 569), (650, 553, 657, 568),
        ]
        let list = (writing + firstRow + words).map { left, top, right, bottom in
            Component(area: (right - left) * (bottom - top) * 2 / 5, left: left, top: top, right: right, bottom: bottom)
        }
        let frame = StampFrame(
            slope: 0.0474, topLeft: (228, 399), topRight: (747, 424), bottomLeft: (219, 582), bottomRight: (738, 607))
        let kinds = list.map { PieceKind(of: $0, height: 25) }
        let found = StampWords(
            of: [Stamp(frame: frame, ink: 0, print: 0)], among: list.indices.filter { kinds[$0] == .body },
            kinds: kinds, list: list, height: 25)
        let pieces = Set(found.rows.flatMap(\.pieces))
        #expect(pieces.isDisjoint(with: writing.indices))
        #expect(pieces.isSuperset(of: writing.count..<writing.count + firstRow.count))
    }

    @Test func readsABoxThatLeansAsTheWritingDoes() throws {
        // A form photographed from aside.
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 300, width: 700, height: 240, rise: 22)
        page.letters(20, x: 460, y: 400, rise: 22)
        for line in 0..<5 { page.letters(40, x: 300, y: 700 + 80 * line, rise: 14) }
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && layout.stampWords.counts == (0, 1))
        #expect(layout.lines.map(\.letters) == [20, 40, 40, 40, 40, 40])
    }

    @Test func findsDarkStampsCloseBesideEachOther() throws {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 700, width: 700, height: 240, rise: 60)
        page.tiltedFrame(x: 1114, y: 700, width: 700, height: 240, rise: 60)
        page.lines(5, from: 1100)
        #expect(try page.ink().stamps.count == 2)
    }

    @Test func findsADarkStampWhoseSidesLettersTouch() throws {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 660, width: 700, height: 240, rise: 60)
        for x in [392, 1112] { page.block(x, 760, 20, 60) }
        page.lines(5, from: 1100)
        #expect(try page.ink().stamps.count == 1)
    }

    @Test func findsADarkStampOfWhichAFaxHasNoRightAngle() throws {
        let page = try Drawing()
        // Its pixels are not quite square: the outer sides lean by 0.02 more.
        page.tiltedFrame(x: 400, y: 660, width: 700, height: 240, rise: 60, askew: 5)
        page.lines(5, from: 600)
        #expect(try page.ink().stamps.count == 1)
    }

    @Test func keepsATallLetterBesideTheSideOfADarkStamp() throws {
        let page = try stamped(rise: 36, isPale: false)
        page.block(413, 712, 4, 46)
        let clean = try page.ink().withoutRuling()
        #expect(PixelRow(of: clean, 735)[414] < 128 && PixelRow(of: clean, 735)[405] == 255)
    }

    @Test func readsAHeadingUnderADarkStampAlone() throws {
        let page = try Drawing()
        page.tiltedFrame(x: 400, y: 300, width: 700, height: 240, rise: 36)
        page.letters(14, x: 480, y: 350, rise: 36)
        page.letters(15, x: 500, y: 430)
        page.lines(5, from: 700)
        let (layout, ink) = try page.layout()
        #expect(layout.places(ink) == [[500, 430]] + (0..<5).map { [300, 700 + 80 * $0] })
        #expect(layout.stampWords.rows.map(\.pieces.count) == [14])
    }

    @Test func readsColumnsOneAfterTheOtherUnderADarkStampAcrossTheGutter() throws {
        let page = try Drawing()
        for line in 0..<12 {
            page.letters(line == 5 ? 12 : 30, x: 300, y: 400 + 80 * line)
            page.letters(30, x: 1290, y: 400 + 80 * line)
        }
        page.tiltedFrame(x: 900, y: 750, width: 700, height: 240, rise: 60)
        // A word of it on the level of a short line, across the gutter into the other column.
        page.letters(4, x: 1170, y: 800)
        let (layout, ink) = try page.layout()
        let columns = [300, 1290].flatMap { left in (0..<12).map { _ in left } }
        #expect(layout.places(ink).map { $0[0] < 1200 ? 300 : 1290 } == columns, "\(layout.places(ink))")
    }

    @Test func takesNoTableForAStamp() throws {
        let page = try Drawing()
        for row in 0..<6 { page.block(300, 500 + 100 * row, 1800, 3) }
        for column in 0..<5 { page.block(300 + 450 * column, 500, 3, 503) }
        for row in 0..<5 { for column in 0..<4 { page.letters(8, x: 340 + 450 * column, y: 535 + 100 * row) } }
        // As a fax has it after it was softened.
        let soft = try PageImage(pixBlockconv(page.image.pix, 2, 2), from: "softening")
        for isBlackAndWhite in [false, true] {
            let ink = try PageInk(
                of: soft, threshold: 150, resolution: 300, isBlackAndWhite: isBlackAndWhite)
            #expect(ink.stamps.isEmpty)
        }
    }

    @Test func takesNoThinBlackBoxForAPaleStamp() throws {
        let page = try Drawing()
        for (rise, y) in [(2, 300), (27, 700)] {
            page.tiltedFrame(x: 400, y: y, width: 900, height: 240, rise: rise, thickness: 3)
            page.letters(24, x: 500, y: y + 100, rise: rise * 700 / 900)
        }
        page.lines(5, from: 1200)
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && layout.stampWords.rows.count == 1)
        #expect(layout.places(ink) == [[500, 400]] + (0..<5).map { [300, 1200 + 80 * $0] })
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
