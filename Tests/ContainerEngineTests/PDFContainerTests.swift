import ComplaintModel
import ContainerEngine
import EngineContract
import Foundation
import TestPages
import Testing

@Suite struct PDFContainerTests {
    let engine = ContainerEngine()

    @Test func aScanComesOutInItsOwnPixels() throws {
        let sheet = Sheet.letter(resolution: 150)
        let bytes = PDFWriter.file([.scan(sheet, rotation: 0)])
        let page = try engine.draw(page: 1, of: content(bytes), limits: limits)
        let image = try #require(page.image)
        #expect(MediaType(sniffing: image) == .tiff)
        // The last row and column are lost, no other pixel changes.
        #expect(facts(of: image) == [sheet.width - 1, sheet.height - 1, 150, 150])
        #expect(differences(image, sheet) == 0)
    }

    @Test func aTurnedScanIsDrawnAsItIsShown() throws {
        let sheet = Sheet.letter(resolution: 100)
        let bytes = PDFWriter.file([.scan(sheet, rotation: 90)])
        let page = try engine.draw(page: 1, of: content(bytes), limits: limits)
        #expect(page.width == sheet.height - 1 && page.height == sheet.width - 1)
        #expect(!page.isBlank)
    }

    @Test func writtenPagesHaveTheirTextAndBlankOnesNone() throws {
        let bytes = PDFWriter.file([.text(["First line", "Second line"]), .empty(width: 595, height: 842)])
        let inspection = try engine.inspect(content(bytes), limits: limits)
        #expect(inspection.pages.map { $0.textLayer?.split(separator: "\n") } == [["First line", "Second line"], nil])
        #expect(inspection.pages.map(\.width) == [2479, 2479])
        #expect(try !engine.draw(page: 1, of: content(bytes), limits: limits).isBlank)
        #expect(try engine.draw(page: 2, of: content(bytes), limits: limits).isBlank)
    }

    /// Some telephones count their pixels as points: drawn coarser rather than refused, while a bomb is refused.
    @Test func hugePagesAreDrawnCoarserOrNotAtAll() throws {
        let large = try engine.inspect(content(PDFWriter.file([.empty(width: 2480, height: 3508)])), limits: limits)
        #expect(large.pages[0].width * large.pages[0].height <= limits.pixelsPerPage)
        #expect(large.pages[0].width > 4000)
        #expect(throws: EngineFault.self) {
            try engine.inspect(content(PDFWriter.file([.empty(width: 14_400, height: 14_400)])), limits: limits)
        }
    }

    @Test func aLockedPDFIsToldFromADamagedOne() throws {
        let bytes = PDFWriter.file([.text(["secret"])], isLocked: true)
        #expect {
            try engine.inspect(content(bytes), limits: limits)
        } throws: { fault in
            guard case EngineFault.unreadable(let why) = fault else { return false }
            return why.contains("password")
        }
    }

    @Test func aCutOffPDFGivesWhatIsThereWithAWarning() throws {
        let whole = PDFWriter.file([.text(["First line"]), .text(["Second line"])])
        let cut = Array(whole.dropLast(9))
        let inspection = try engine.inspect(content(cut), limits: limits)
        #expect(inspection.warnings.count == 1)
        #expect(inspection.pages.first?.textLayer?.contains("First line") == true)
    }

    @Test func damagedPDFsNeverTrap() {
        let whole = PDFWriter.file([.text(["line"]), .scan(.letter(lines: 2, resolution: 20), rotation: 0)])
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<15 {
            var bytes = whole
            for _ in 0..<12 {
                bytes[Int.random(in: 9..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            _ = try? engine.inspect(content(bytes), limits: limits)
            _ = try? engine.draw(page: 2, of: content(bytes), limits: limits)
        }
    }

    @Test func withoutPopplerNothingIsBlamedOnTheLetter() {
        let engine = ContainerEngine(programDirectory: "/nowhere")
        #expect {
            try engine.inspect(content(PDFWriter.file([.text(["x"])])), limits: limits)
        } throws: { fault in
            if case EngineFault.unavailable = fault { true } else { false }
        }
    }

    /// A program that never answers is ended in time; one that answers nonsense gives no page.
    @Test func programsThatHangOrLieAreNotWaitedForNorBelieved() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "poppler-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func install(_ name: String, _ script: String) throws {
            let path = folder.appending(path: name).path
            try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        let engine = ContainerEngine(programDirectory: folder.path)
        let pdf = content(PDFWriter.file([.text(["x"])]))
        try install("pdfinfo", "exec sleep 60")
        var hasty = limits
        hasty.wallSeconds = 1
        #expect(throws: EngineFault.timedOut(seconds: 1)) { try engine.inspect(pdf, limits: hasty) }
        try install(
            "pdfinfo", "cat >/dev/null; echo 'Pages: 1'; echo 'Page 1 size: 100 x 100 pts'; echo 'Page 1 rot: 0'")
        try install("pdfimages", "exit 0")
        try install("pdftoppm", "cat >/dev/null; printf 'P5 9 9 255 xxxx'")
        #expect(throws: EngineFault.self) { try engine.draw(page: 1, of: pdf, limits: limits) }
        try install("pdftoppm", "kill -SEGV $$")
        #expect(throws: EngineFault.self) { try engine.draw(page: 1, of: pdf, limits: limits) }
        try install("pdftoppm", "exec cat /dev/zero")
        #expect(throws: EngineFault.self) { try engine.draw(page: 1, of: pdf, limits: limits) }
    }
}
