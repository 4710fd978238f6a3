import ComplaintModel
import ContainerEngine
import EngineContract
import TestPages
import Testing

@Suite struct ImageContainerTests {
    let engine = ContainerEngine()

    @Test(arguments: Encoding.allCases)
    func everyKindIsOpened(_ encoding: Encoding) throws {
        let sheets = encoding.isMultiPage ? [Sheet.letter(), .letter(lines: 5)] : [.letter()]
        let bytes = file(sheets, as: encoding)
        let inspection = try engine.inspect(content(bytes), limits: limits)
        #expect(inspection.pages.map(\.width) == sheets.map(\.width))
        #expect(inspection.pages.map(\.height) == sheets.map(\.height))
        #expect(inspection.warnings.isEmpty)
        for (index, sheet) in sheets.enumerated() {
            let page = try engine.draw(page: index + 1, of: content(bytes), limits: limits)
            #expect(!page.isBlank && page.inkShare > 0.001)
            let image = try #require(encoding.isMultiPage ? page.image : bytes)
            #expect(page.image == nil || encoding.isMultiPage)
            #expect(try #require(differences(image, sheet)) < sheet.width * sheet.height / 2000)
        }
    }

    @Test func unequalResolutionsOfAFaxAreKept() throws {
        var sheet = Sheet(resolution: (204, 98))
        sheet.write(letters: 30, x: 20, y: 40)
        let bytes = file([sheet, sheet], as: .g3)
        let page = try engine.draw(page: 2, of: content(bytes), limits: limits)
        #expect(facts(of: try #require(page.image)) == [sheet.width, sheet.height, 204, 98])
    }

    @Test func blackAndWhiteComesOutAsG4AndGreyAsPNG() throws {
        for (encoding, kind) in [(Encoding.g3, MediaType.tiff), (.lzw, .png)] {
            let bytes = file([.letter(), .letter()], as: encoding)
            let image = try #require(try engine.draw(page: 1, of: content(bytes), limits: limits).image)
            #expect(MediaType(sniffing: image) == kind)
        }
    }

    @Test func aPageThatIsNotThereIsUnreadable() throws {
        let bytes = file([.letter(lines: 1)], as: .g4)
        for page in [-1, 0, 2, .max] {
            #expect(throws: EngineFault.self) { try engine.draw(page: page, of: content(bytes), limits: limits) }
        }
    }

    /// A fax over a bad line: flipped bits make a G3 page that Leptonica refuses; most of it can be read all the same.
    @Test func aDamagedFaxPageIsSalvaged() throws {
        let sheet = Sheet.letter()
        var bytes = file([sheet], as: .g3)
        for offset in stride(from: 200, to: bytes.count - 400, by: 1500) { bytes[offset] ^= 0x44 }
        let page = try engine.draw(page: 1, of: content(bytes), limits: limits)
        #expect(!page.isBlank)
        // The file itself is no picture that others could read.
        let image = try #require(page.image)
        #expect(facts(of: image) == [sheet.width, sheet.height, 100, 100])
        #expect(try #require(differences(image, sheet)) < sheet.width * sheet.height / 20)
    }

    @Test func aCutOffFaxIsSalvagedWithAWarning() throws {
        let whole = file([.letter()], as: .g3)
        var bytes = whole
        // The data lies in the middle: zero its last third, as a transfer that broke off leaves it.
        for offset in (whole.count * 3 / 5)..<(whole.count - 300) { bytes[offset] = 0 }
        let page = try engine.draw(page: 1, of: content(bytes), limits: limits)
        #expect(!page.isBlank && page.image != nil && page.height == Sheet.letter().height)
    }

    @Test func halfAPhotographIsShownWithAWarning() throws {
        let bytes = Array(file([.letter()], as: .jpeg).dropLast(9000))
        #expect(try engine.inspect(content(bytes), limits: limits).warnings.count == 1)
        #expect(try !engine.draw(page: 1, of: content(bytes), limits: limits).isBlank)
    }
}
