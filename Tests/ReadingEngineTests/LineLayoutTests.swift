import CLeptonica
import ComplaintModel
import EngineContract
import Testing

@testable import ReadingEngine

@Suite struct LineLayoutTests {
    @Test func givesEveryMarkToTheLineItBelongsTo() throws {
        let page = try Drawing()
        for line in 0..<4 { page.letters(20, x: 300, y: 400 + 70 * line) }
        // Under the first line and over the second: 5 and 6 pixels from their letters.
        page.block(304, 435, 12, 8)
        page.block(364, 456, 12, 8)
        // Two marks one over the other, over the third.
        page.block(424, 528, 12, 8)
        page.block(424, 516, 12, 8)
        // Over no letter.
        page.block(1500, 460, 12, 8)
        let (layout, ink) = try page.layout()
        #expect((27.5...30).contains(ink.bodyHeight ?? 0))
        #expect(layout.places(ink).map { $0[0] } == [300, 300, 300, 300])
        #expect(layout.owner(atX: 310, y: 439, ink) == 0)
        #expect(layout.owner(atX: 370, y: 460, ink) == 1)
        #expect(layout.owner(atX: 430, y: 530, ink) == 2)
        #expect(layout.owner(atX: 430, y: 519, ink) == 2)
        #expect(layout.owner(atX: 1505, y: 463, ink) == LineLayout.none)
    }

    @Test func takesARowOfTallMarksForNoLine() throws {
        let page = try Drawing()
        for line in 0..<3 { page.letters(20, x: 300, y: 400 + 80 * line) }
        for number in 0..<5 { page.block(304 + 60 * number, 456, 10, 20) }
        let (layout, ink) = try page.layout()
        #expect(layout.lines.count == 3)
        #expect(layout.owner(atX: 308, y: 460, ink) == 1)
    }

    @Test func readsColumnsOneAfterTheOther() throws {
        let page = try Drawing()
        page.letters(50, x: 500, y: 300)
        // Not on the level of the left column.
        page.columns(of: 8, pitch: 70, rightLower: 20)
        page.letters(20, x: 300, y: 960)
        page.letters(60, x: 300, y: 1100)
        let (layout, ink) = try page.layout()
        let left = (0..<9).map { [300, 400 + 70 * $0] }
        let right = (0..<8).map { [1290, 420 + 70 * $0] }
        #expect(layout.places(ink) == [[500, 300]] + left + right + [[300, 1100]])
    }

    @Test func aStampOverTheGutterDoesNotPartColumns() throws {
        let page = try Drawing()
        for line in 0..<14 {
            let isUnderStamp = (6...7).contains(line)
            page.letters(isUnderStamp ? 20 : 30, x: 300, y: 400 + 70 * line)
            if isUnderStamp { page.letters(14, x: 1040, y: 400 + 70 * line) }
            page.letters(isUnderStamp ? 20 : 30, x: isUnderStamp ? 1590 : 1290, y: 400 + 70 * line)
        }
        let (layout, ink) = try page.layout()
        // All of the left column before any of the right one.
        let places = layout.places(ink)
        let (lastLeft, firstRight) = (places.lastIndex(of: [300, 1310]), places.firstIndex(of: [1290, 400]))
        #expect(try #require(lastLeft) < #require(firstRight))
    }

    @Test func aSpeckAtTheEdgeOfTheSheetWidensNoColumn() throws {
        let page = try Drawing()
        for line in 0..<8 {
            page.letters(30, x: 300, y: 400 + 70 * line)
            page.letters(line % 2 == 0 ? 30 : 15, x: 1290, y: 400 + 70 * line)
        }
        page.block(2460, 650, 5, 28)
        let (layout, ink) = try page.layout()
        #expect(Array(layout.places(ink).prefix(9)) == (0..<8).map { [300, 400 + 70 * $0] } + [[1290, 400]])
    }

    @Test func aShortLastLineBelongsToItsColumn() throws {
        let page = try Drawing()
        page.columns(of: 8, pitch: 75)
        page.letters(5, x: 300, y: 1000)
        page.letters(4, x: 1290, y: 1000)
        let (layout, ink) = try page.layout()
        let block = { (x: Int) in (0..<9).map { [x, 400 + 75 * $0] } }
        #expect(layout.places(ink) == block(300) + block(1290))
    }

    @Test func aHeadlineBetweenColumnsStaysBetweenThem() throws {
        let page = try Drawing()
        for line in 0..<6 {
            for x in [300, 1290] {
                page.letters(30, x: x, y: 400 + 70 * line)
                page.letters(30, x: x, y: 1100 + 70 * line)
            }
        }
        page.letters(20, x: 900, y: 940)
        let (layout, ink) = try page.layout()
        let block = { (top: Int) in [300, 1290].flatMap { x in (0..<6).map { [x, top + 70 * $0] } } }
        #expect(layout.places(ink) == block(400) + [[900, 940]] + block(1100))
    }

    @Test func readsTablesRowByRow() throws {
        let page = try Drawing()
        for row in 0..<6 {
            let y = 400 + 80 * row
            page.letters(30, x: 320, y: y)
            page.letters(25, x: 1330, y: y)
            page.block(300, y - 20, 1900, 4)
        }
        page.block(300, 860, 1900, 4)
        for x in [300, 1300, 2196] { page.block(x, 380, 4, 484) }
        let (layout, ink) = try page.layout()
        #expect(layout.places(ink) == (0..<6).map { [320, 400 + 80 * $0] })
        #expect(layout.lines.allSatisfy { $0.parts.count == 2 })
        #expect(!ink.uprights.isEmpty && ink.ruling != nil)
    }

    @Test func keepsLettersThatStandOnARuleOrAreCrossedByOne() throws {
        let page = try Drawing()
        for y in [400, 500, 600] { page.letters(20, x: 300, y: y) }
        page.block(280, 428, 700, 4)
        page.block(280, 512, 700, 3)
        let (layout, ink) = try page.layout()
        #expect(layout.lines.count == 3)
        #expect(layout.lines.allSatisfy { $0.segment.pieces.count == 20 })
        let clean = try ink.withoutRuling()
        #expect(PixelRow(of: clean, 429)[285] == 255 && PixelRow(of: clean, 513)[285] == 255)
        #expect(PixelRow(of: clean, 513)[303] < 128)
    }

    @Test func leavesOutStampsHolesSignaturesAndDottedLines() throws {
        let page = try Drawing()
        for line in 0..<5 { page.letters(40, x: 300, y: 700 + 80 * line) }
        page.tiltedFrame(x: 400, y: 300, width: 700, height: 240, rise: 36)
        page.letters(12, x: 500, y: 380, rise: 36)
        page.block(100, 1700, 70, 70)
        // A pen's stroke, large and thin, and dots to write on.
        for step in 0..<160 { page.block(1600 + step, 1200 + step, 4, 4) }
        for dot in 0..<40 { page.block(1600 + 12 * dot, 728, 4, 4) }
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1 && layout.stampWords.rows.count == 1)
        #expect(layout.places(ink) == (0..<5).map { [300, 700 + 80 * $0] })
        // The stamp's own row, that of no line.
        #expect(layout.owner(atX: 502, y: 395, ink) == 5)
    }

    @Test func takesDotsForADottedLineWhereAFaxHasLostMostOfThem() throws {
        let page = try Drawing()
        for line in 0..<5 {
            let y = 700 + 80 * line
            page.letters(12, x: 300, y: y)
            // A full stop; then what is left of dots 12 pixels apart, some of them under further letters.
            page.block(654, y + 24, 5, 5)
            for dot in 0..<90 where dot % 7 < 2 { page.block(720 + 12 * dot, y + 34, 4, 4) }
            page.letters(6, x: 1200, y: y)
        }
        let (layout, _) = try page.layout()
        #expect(layout.lines.count == 5)
        #expect(layout.lines.map { $0.parts.map(\.count) } == Array(repeating: [13, 6], count: 5))
    }

    @Test func tellsDotsAmongLettersFromFullStopsByTheirStep() throws {
        let page = try Drawing()
        for line in 0..<3 {
            let y = 700 + 80 * line
            page.letters(12, x: 300, y: y)
            // A full stop out of step, as large as the dots and as low; one in step, but larger.
            page.block(353, y + 26, 4, 4)
            page.block(502, y + 25, 6, 6)
            for dot in 0..<70 where dot % 5 != 3 { page.block(100 + 13 * dot, y + 26, 4, 4) }
        }
        let (layout, _) = try page.layout()
        #expect(layout.lines.map { $0.parts.map(\.count) } == Array(repeating: [14], count: 3))
    }

    @Test func keepsATypewritersFullStopOnAPageOfDottedLines() throws {
        let page = try Drawing()
        for line in 0..<4 {
            let y = 700 + 80 * line
            for dot in 0..<90 where dot % 7 < 2 { page.block(900 + 12 * dot, y + 34, 4, 4) }
            page.letters(6, x: 300, y: y)
            page.block(488, y + 25, 4, 5)
            page.letters(6, x: 508, y: y)
        }
        let (layout, _) = try page.layout()
        #expect(layout.lines.map { $0.parts.map(\.count) } == Array(repeating: [13], count: 4))
    }

    @Test func keepsABoldHeadingGrownTogetherWithItsMarks() throws {
        let page = try Drawing()
        for (count, y) in [(20, 400), (10, 484)] {
            page.letters(count, x: 600, y: y)
            // Marks over and under letters that touch all of them.
            for mark in 0..<count / 2 { page.block(600 + 60 * mark, y - 24, 24, 80) }
            for letter in 0..<count - 1 { page.block(600 + 30 * letter, y + 10 + 6 * (letter % 2), 32, 6) }
        }
        page.lines(5, from: 700)
        let (layout, ink) = try page.layout()
        #expect(layout.places(ink) == [[600, 376], [600, 460]] + (0..<5).map { [300, 700 + 80 * $0] })
        #expect(layout.lines.prefix(2).allSatisfy { $0.letters == 1 })
    }

    @Test func readsColumnsOneAfterTheOtherWithASpeckBesideALine() throws {
        let page = try Drawing()
        for line in 0..<8 {
            page.letters(line == 4 ? 30 : 22, x: 300, y: 400 + 80 * line)
            page.letters(30, x: 1290, y: 400 + 80 * line)
        }
        // A dirty sensor leaves specks down the sheet, as tall as letters.
        page.block(60, 562, 6, 24)
        let (layout, ink) = try page.layout()
        let columns = [300, 1290].flatMap { left in (0..<8).map { [left, 400 + 80 * $0] } }
        // The speck is of the line beside it.
        #expect(layout.places(ink) == columns.map { $0 == [300, 560] ? [60, 560] : $0 })
    }

    @Test func findsAStampWhoseFrameIsBrokenAndLeavesALevelBox() throws {
        let page = try Drawing()
        for line in 0..<5 { page.letters(40, x: 300, y: 900 + 80 * line) }
        page.tiltedFrame(x: 400, y: 300, width: 700, height: 240, rise: 36, isBroken: true)
        page.letters(12, x: 500, y: 380, rise: 36)
        page.tiltedFrame(x: 1400, y: 300, width: 700, height: 240, rise: 0)
        page.letters(12, x: 1500, y: 400)
        let (layout, ink) = try page.layout()
        #expect(ink.stamps.count == 1)
        #expect(layout.places(ink) == [[1500, 400]] + (0..<5).map { [300, 900 + 80 * $0] })
    }

    @Test func followsLinesThatSlopeAndLevelsThem() throws {
        let page = try Drawing(slope: 0.03)
        for line in 0..<6 { page.letters(55, x: 300, y: 400 + 75 * line) }
        let (layout, ink) = try page.layout()
        #expect(layout.lines.count == 6)
        #expect(layout.lines.allSatisfy { $0.segment.pieces.count == 55 && abs($0.segment.slope - 0.03) < 0.002 })
        let cut = try LineImage(of: layout.lines[2].parts[0], in: layout, line: 2, page: page.image, ink: ink)
        // 50 pixels from end to end on the page.
        #expect((35...70).contains(cut.image.height), "\(cut.image.height)")
        let dark = (0..<cut.image.height).filter { y in
            let row = PixelRow(of: cut.image, y)
            return (0..<cut.image.width).count { row[$0] < 128 } > 5
        }
        #expect((dark.last ?? 0) - (dark.first ?? 0) <= 34, "\(dark)")
    }

    @Test func showsNothingOfTheNeighboursInThePictureOfALine() throws {
        let page = try Drawing()
        for line in 0..<3 { page.letters(30, x: 300, y: 400 + 50 * line) }
        let (layout, ink) = try page.layout()
        let cut = try LineImage(of: layout.lines[1].parts[0], in: layout, line: 1, page: page.image, ink: ink)
        let pieces = Components(of: try PageImage(pixThresholdToBinary(cut.image.pix, 150), from: "threshold")).list
        #expect(pieces.count == 30)
    }

    @Test func leavesOutOfAPictureWhatStandsOnARowOverTheLetters() throws {
        let page = try Drawing()
        page.letters(30, x: 300, y: 400)
        // Grown together with letters of the line; marks nearby go with them.
        for number in [4, 20] { page.block(300 + 30 * number, 382, 5, 18) }
        let (layout, ink) = try page.layout()
        let row = Segment([0], of: [Component(area: 180, left: 300, top: 375, right: 1200, bottom: 393)], body: 18)
        let stamp = StampWords.Rows(box: .init(x: 300, y: 300, width: 200, height: 200), rows: [row])
        let cut = try LineImage(
            of: layout.lines[0].parts[0], in: layout, line: 0, page: page.image, ink: ink, without: [stamp])
        let pieces = Components(of: try PageImage(pixThresholdToBinary(cut.image.pix, 150), from: "threshold")).list
        // Beyond the stamp all is kept; within, the few pixels between its row and the band of the letters.
        #expect(pieces.count == 30 && pieces.filter { $0.height > 37 }.count == 1)
    }

    @Test func partsALineAtWideGapsAndPutsItTogetherAgain() throws {
        let page = try Drawing()
        page.letters(10, x: 300, y: 400)
        page.letters(10, x: 1200, y: 400)
        for line in 1..<4 { page.letters(40, x: 300, y: 400 + 80 * line) }
        let (layout, _) = try page.layout()
        #expect(layout.lines.map(\.parts.count) == [2, 1, 1, 1])
        #expect(layout.lines[0].parts.map(\.count) == [10, 10])
    }

    @Test func givesUpOnMoreLettersThanAnyPageHas() throws {
        let page = try Drawing()
        for y in stride(from: 20, to: 3400, by: 24) { page.smallBlocks(from: 10, to: 2450, y: y) }
        let ink = try page.ink()
        let height = try #require(ink.bodyHeight)
        #expect(LineLayout(of: ink, height: height) == nil)
    }

    @Test func findsNoLinesWhereThereIsNothing() throws {
        #expect(try Drawing(width: 800, height: 600).ink().bodyHeight == nil)
        let specks = try Drawing(width: 800, height: 600)
        for number in 0..<50 { specks.block(10 + 15 * number, 20 + 11 * number, 2, 2) }
        #expect(try specks.ink().bodyHeight == nil)
    }
}
