import ContainerEngine
import EngineContract
import Foundation
import TestPages
import Testing

@Suite struct BlankPageTests {
    let engine = ContainerEngine()

    private func isBlank(_ sheet: Sheet, as encoding: Encoding = .g4) throws -> Bool {
        try engine.draw(page: 1, of: content(file([sheet], as: encoding)), limits: limits).isBlank
    }

    @Test(arguments: [Encoding.g4, .png, .jpeg])
    func nothingIsBlank(_ encoding: Encoding) throws { #expect(try isBlank(Sheet(), as: encoding)) }

    @Test func specksHolesEdgesAndRulesAreNotWriting() throws {
        var sheet = Sheet(resolution: 150)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<80 {
            sheet.fill(
                x: .random(in: 0...205, using: &generator), y: .random(in: 0...290, using: &generator), width: 0.35,
                height: 0.35)
        }
        sheet.fill(x: 0, y: 0, width: 5, height: 297)
        sheet.fill(x: 0, y: 293, width: 210, height: 4)
        sheet.disc(x: 14, y: 108, radius: 3)
        sheet.disc(x: 14, y: 188, radius: 3)
        for line in 1...25 { sheet.fill(x: 8, y: Double(line) * 10.5, width: 195, height: 0.3) }
        sheet.fill(x: 25, y: 0, width: 0.4, height: 297)
        #expect(try isBlank(sheet))
        #expect(try isBlank(sheet, as: .png))
    }

    /// A lost line costs a complaint: one short line anywhere is never blank, whatever else is on the page.
    @Test(arguments: [(20.0, 30.0), (100, 150), (150, 280), (8, 8), (180, 20)])
    func aSingleShortLineIsNeverBlank(_ x: Double, _ y: Double) throws {
        var sheet = Sheet(resolution: 150)
        sheet.write(letters: 4, x: x, y: y)
        #expect(try !isBlank(sheet))
        #expect(try !isBlank(sheet, as: .jpeg))
        for line in 1...25 { sheet.fill(x: 8, y: Double(line) * 10.5, width: 195, height: 0.3) }
        sheet.fill(x: 0, y: 0, width: 4, height: 297)
        #expect(try !isBlank(sheet))
    }

    @Test func aFaxOfUnequalResolutionIsMeasuredInMillimetres() throws {
        var sheet = Sheet(resolution: (204, 98))
        #expect(try isBlank(sheet, as: .g3))
        sheet.write(letters: 4, x: 60, y: 100)
        #expect(try !isBlank(sheet, as: .g3))
    }

    @Test func theOtherSideShiningThroughIsNotWriting() throws {
        let front = Sheet.letter(lines: 24, resolution: 150)
        let back = front.otherSide(patch: 9)
        let bytes = file([front, back], as: .g4)
        #expect(try !engine.draw(page: 1, of: content(bytes), limits: limits).isBlank)
        #expect(try engine.draw(page: 2, of: content(bytes), limits: limits).isBlank)
    }

    @Test(arguments: [34.0, 107, 260])
    func aLineOverWhatShinesThroughIsWriting(_ y: Double) throws {
        let front = Sheet.letter(lines: 24, resolution: 150)
        var back = front.otherSide(patch: 9)
        back.write(letters: 8, x: 60.7, y: y)
        let bytes = file([front, back], as: .g4)
        #expect(try !engine.draw(page: 2, of: content(bytes), limits: limits).isBlank)
    }

    /// Two pages with the same prepared text, one after the other, are two pages.
    @Test func aPageIsNotTakenForItsNeighbourUnlessMirrored() throws {
        var sparse = Sheet(resolution: 150)
        for line in 0..<4 { sparse.write(letters: 9, x: 30, y: 40 + Double(line) * 60) }
        let bytes = file([sparse, sparse], as: .g4)
        for page in 1...2 { #expect(try !engine.draw(page: page, of: content(bytes), limits: limits).isBlank) }
    }

    @Test func theSamplesAreToldApart() throws {
        let samples = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples/scan/")
        func page(_ number: Int, of name: String) throws -> Bool {
            let bytes = Array(try Data(contentsOf: samples.appending(path: name)))
            return try engine.draw(page: number, of: content(bytes), limits: limits).isBlank
        }
        #expect(try page(2, of: "desk-1/SCAN0004.tif"))
        #expect(try page(1, of: "desk-1/SCAN0090.tif"))
        #expect(try !page(1, of: "desk-2/note.jpg"))
        #expect(try !page(1, of: "desk-1/SCAN0004.tif"))
    }
}
