import CLeptonica
import ComplaintModel
import EngineContract
import Testing

@testable import ReadingEngine

@Suite struct ReadingTests {
    private static let debian = ["/usr/share/tesseract-ocr/5/tessdata"]

    private func read(_ bytes: [UInt8]) throws -> Recognition {
        try ReadingEngine(modelFolders: Self.debian).recognise(
            bytes, settings: RecognitionSettings(), limits: EngineLimits())
    }

    /// Pages that were moved and stretched before reading are among them: their places must lie on the image as given.
    ///
    /// `ink` is the grey below which the page has ink.
    @Test(arguments: [
        ("desk-1/SCAN0005.tif", 0.03, 150), ("desk-1/SCAN0002.jpg", 0.06, 110),
        ("desk-1/20261116/SCAN0012.jpg", 0.03, 150), ("desk-1/20261116/SCAN0013.tif", 0.03, 150),
        ("desk-2/fax-20261117-0931.tif", 0.06, 150), ("desk-2/note.jpg", 0.05, 172),
        ("desk-1/20261116/SCAN0017.tif", 0.05, 150), ("desk-2/SCAN0021.tif", 0.03, 150),
        ("desk-2/SCAN0023.tif", 0.05, 150),
    ])
    func readsPlainAskewTurnedFaxedPaleBorderedDottedAndSignedPages(file: String, most: Double, ink: UInt8) throws {
        let bytes = try Pictures.sample("scan/\(file)")
        let reading = try read(bytes)
        let truth = file.prefix { $0 != "." }.replacing("/", with: "-")
        let text = reading.lines.map(\.text).joined(separator: "\n")
        let rate = errorRate(of: text, against: try Pictures.sampleText("scan-truth/\(truth).txt"))
        #expect(rate < most, "\(file): \(rate)")
        #expect(reading.cover > 0.95 && !reading.isDamaged && !reading.looksHandwritten)
        for line in reading.lines {
            #expect(line.box.x + line.box.width <= reading.width && line.box.y + line.box.height <= reading.height)
            #expect(line.clusters.allSatisfy { (0...100).contains($0.confidence) && $0.box.width <= reading.width })
        }
        let source = try SourceImage(decoding: bytes, limits: EngineLimits()).image
        let grey = try PageImage(pixConvertTo8(source.pix, 0), from: "making grey")
        let clusters = reading.lines.flatMap(\.clusters)
        let inked = clusters.count { $0.box.holds(greyBelow: ink, on: grey) }
        #expect(inked * 100 > clusters.count * 96, "\(file): \(inked) of \(clusters.count) clusters on ink")
    }

    @Test func placesTheLinesOfATurnedPageOnThePageAsGiven() throws {
        let upright = try SourceImage(
            decoding: try Pictures.sample("scan/desk-1/SCAN0003.png"), limits: EngineLimits()
        ).image
        let turned = try PageImage(pixRotateOrth(upright.pix, 2), from: "turning")
        pixSetResolution(turned.pix, 200, 200)
        let (one, other) = (try read(try Pictures.sample("scan/desk-1/SCAN0003.png")), try read(try turned.png()))
        #expect(other.warnings.contains("turned by 180 degrees"))
        #expect(one.lines.count == other.lines.count)
        for (line, twin) in zip(one.lines, other.lines) {
            #expect(abs(line.box.x - (other.width - twin.box.x - twin.box.width)) < 6)
            #expect(abs(line.box.y - (other.height - twin.box.y - twin.box.height)) < 6)
        }
    }

    @Test func saysThatABlankPageHoldsNothing() throws {
        let reading = try read(try Pictures.blank(width: 1654, height: 2339).png())
        #expect(reading.lines.isEmpty)
        #expect(reading.confidence == 0)
    }

    @Test func givesNoiseBackUnread() throws {
        var noise = Pictures.Noise()
        let page = try Pictures.blank(width: 1700, height: 2200, depth: 1)
        for y in stride(from: 0, to: page.height - 4, by: 9) {
            for x in stride(from: 0, to: page.width - 4, by: 9) where Bool.random(using: &noise) {
                pixRasterop(page.pix, Int32(x), Int32(y), 4, 4, PIX_SET, nil, 0, 0)
            }
        }
        pixSetResolution(page.pix, 300, 300)
        let error = #expect(throws: EngineFault.self) { _ = try read(try page.png()) }
        #expect(error?.description.contains("noise") == true)
    }

    @Test func refusesVariablesAndModelsThatDoNotExist() throws {
        let blank = try Pictures.blank(width: 200, height: 200).png()
        let engine = ReadingEngine(modelFolders: Self.debian)
        for settings in [RecognitionSettings(model: "Klingon"), RecognitionSettings(variables: ["no_such": "1"])] {
            let error = #expect(throws: EngineFault.self) {
                _ = try engine.recognise(blank, settings: settings, limits: EngineLimits())
            }
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func preparesAPageThatReadsAlike() throws {
        let engine = ReadingEngine(modelFolders: Self.debian)
        let prepared = try engine.prepare(try Pictures.sample("scan/desk-1/SCAN0005.tif"), limits: EngineLimits())
        let time = try engine.timeBareReading(prepared, settings: RecognitionSettings(), limits: EngineLimits())
        #expect(time.seconds > 0 && time.processorSeconds > 0)
        let reading = try read(prepared)
        let truth = try Pictures.sampleText("scan-truth/desk-1-SCAN0005.txt")
        #expect(errorRate(of: reading.lines.map(\.text).joined(), against: truth) < 0.03)
    }
}

extension ComplaintModel.Box {
    fileprivate func holds(greyBelow level: UInt8, on image: PageImage) -> Bool {
        (y..<y + height).contains { line in
            let row = PixelRow(of: image, line)
            return (x..<x + width).contains { row[$0] < level }
        }
    }
}
