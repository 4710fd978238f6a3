import CLeptonica
import ComplaintModel
import EngineContract
import Testing

@testable import ReadingEngine

@Suite struct DecodingTests {
    @Test func refusesAPageThatClaimsTooMuchBeforeDecoding() throws {
        let bomb = Pictures.tiffBomb(width: 100_000, height: 100_000)
        #expect(bomb.count < 160)
        #expect(throws: EngineFault.tooLarge(limit: "pixels_per_page 40000000", found: "100000 x 100000")) {
            _ = try SourceImage(decoding: bomb, limits: EngineLimits())
        }
        var narrow = EngineLimits()
        narrow.pixelsPerPage = 9999
        let square = try Pictures.blank(width: 100, height: 100).png()
        #expect(throws: EngineFault.self) { _ = try SourceImage(decoding: square, limits: narrow) }
        narrow.pixelsPerPage = 10_000
        #expect(try SourceImage(decoding: square, limits: narrow).image.width == 100)
    }

    @Test(arguments: [
        [], [0x50], Array("P5 10 10 255 ".utf8) + [UInt8](repeating: 0, count: 100),
        Array("GIF89a\u{1}\0\u{1}\0\0\0\0".utf8),
        Array("BM".utf8) + [UInt8](repeating: 0, count: 60), Array("%PDF-1.4 0000".utf8),
        [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 13, 10, 0x87, 10, 0, 0, 0, 0], [UInt8](repeating: 0xFF, count: 64),
    ])
    func refusesWhatIsNotOnTheList(bytes: [UInt8]) {
        #expect(throws: EngineFault.self) { _ = try SourceImage(decoding: bytes, limits: EngineLimits()) }
    }

    @Test func refusesDamagedPixelsBehindASoundHeader() throws {
        let png = try Pictures.blank(width: 400, height: 400).png()
        #expect(throws: EngineFault.self) {
            _ = try SourceImage(decoding: Array(png.prefix(60)), limits: EngineLimits())
        }
        #expect(throws: EngineFault.self) {
            _ = try SourceImage(decoding: Pictures.tiffBomb(width: 100, height: 100), limits: EngineLimits())
        }
    }

    @Test func makesColouredInkPalerThanBlackAndLosesNone() throws {
        let inks: [(red: Int32, green: Int32, blue: Int32, grey: UInt8)] = [
            (255, 255, 255, 255), (0, 0, 0, 0), (90, 90, 90, 90), (50, 70, 170, 120), (200, 40, 40, 120),
            (0, 0, 255, 120), (255, 0, 0, 120), (60, 20, 70, 56), (255, 255, 80, 220),
        ]
        let image = try Pictures.blank(width: inks.count, height: 1, depth: 32)
        for (x, ink) in inks.enumerated() { pixSetRGBPixel(image.pix, Int32(x), 0, ink.red, ink.green, ink.blue) }
        let page = try SourceImage(decoding: try image.png(), limits: EngineLimits()).image
        #expect(inks.indices.map { PixelRow(of: page, 0)[$0] } == inks.map(\.grey))
    }

    @Test func cutsAPieceWithSquarePixelsNoWiderThanAsked() throws {
        let image = try Pictures.blank(width: 800, height: 300)
        pixSetResolution(image.pix, 204, 98)
        let engine = ReadingEngine(modelFolders: [])
        let box = ComplaintModel.Box(x: 100, y: 50, width: 400, height: 100)
        let cut = try SourceImage(
            decoding: try engine.crop(try image.png(), to: box, maximumWidth: 200, limits: EngineLimits()),
            limits: EngineLimits())
        #expect(cut.image.width == 200)
        #expect(abs(cut.image.height - 104) <= 1)
        #expect(throws: EngineFault.self) {
            _ = try engine.crop(
                try image.png(), to: ComplaintModel.Box(x: 0, y: 0, width: 0, height: 5), maximumWidth: 9,
                limits: EngineLimits())
        }
    }
}
