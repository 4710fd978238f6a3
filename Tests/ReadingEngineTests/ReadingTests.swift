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

    @Test(arguments: [
        ("desk-1/SCAN0005.tif", "desk-1-SCAN0005", 0.03), ("desk-1/SCAN0002.jpg", "desk-1-SCAN0002", 0.06),
        ("desk-1/20261116/SCAN0012.jpg", "desk-1-20261116-SCAN0012", 0.03),
        ("desk-1/20261116/SCAN0013.tif", "desk-1-20261116-SCAN0013", 0.03),
        ("desk-2/fax-20261117-0931.tif", "desk-2-fax-20261117-0931", 0.06),
        ("desk-2/note.jpg", "desk-2-note", 0.05),
    ])
    func readsPlainPhotographedAskewTurnedFaxedAndPalePages(file: String, truth: String, most: Double) throws {
        let reading = try read(try Pictures.sample("scan/\(file)"))
        let text = reading.lines.map(\.text).joined(separator: "\n")
        let rate = errorRate(of: text, against: try Pictures.sampleText("scan-truth/\(truth).txt"))
        #expect(rate < most, "\(file): \(rate)")
        #expect(reading.cover > 0.95)
        #expect(!reading.isDamaged)
        let page = (0...reading.width, 0...reading.height)
        for line in reading.lines {
            #expect(page.0.contains(line.box.x + line.box.width) && page.1.contains(line.box.y + line.box.height))
            #expect(line.clusters.allSatisfy { (0...100).contains($0.confidence) && $0.box.width <= reading.width })
        }
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
