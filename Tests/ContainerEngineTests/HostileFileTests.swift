import ComplaintModel
import ContainerEngine
import EngineContract
import TestPages
import Testing

/// Limits are held against headers: nothing here may decode, and nothing may trap.
@Suite struct HostileFileTests {
    let engine = ContainerEngine()

    private func fault(_ bytes: [UInt8], _ limits: EngineLimits = limits) -> EngineFault? {
        do {
            _ = try engine.inspect(content(bytes), limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func isTooLarge(_ fault: EngineFault?) -> Bool {
        if case .tooLarge = fault { true } else { false }
    }

    @Test func aTIFFThatClaimsTenThousandMegapixelsIsRefused() {
        var bytes = TIFFWriter.header
        TIFFWriter.append([(256, 4, 100_000), (257, 4, 100_000), (258, 3, 1), (259, 3, 4), (277, 3, 1)], to: &bytes)
        #expect(isTooLarge(fault(bytes)))
        #expect(throws: EngineFault.self) { try engine.draw(page: 1, of: content(bytes), limits: limits) }
    }

    @Test func onePageThatIsTooLargeCostsThatPage() throws {
        var bytes = TIFFWriter.file([.letter(lines: 3)])
        TIFFWriter.append([(256, 4, 100_000), (257, 4, 100_000), (258, 3, 1), (259, 3, 4), (277, 3, 1)], to: &bytes)
        #expect(try engine.inspect(content(bytes), limits: limits).pages.count == 2)
        #expect(try !engine.draw(page: 1, of: content(bytes), limits: limits).isBlank)
        #expect(throws: EngineFault.self) { try engine.draw(page: 2, of: content(bytes), limits: limits) }
    }

    @Test func tooManyPagesAreRefused() {
        var bytes = TIFFWriter.header
        for _ in 0..<501 { TIFFWriter.append([(256, 4, 10), (257, 4, 10)], to: &bytes) }
        #expect(isTooLarge(fault(bytes)))
        let pages = [PDFWriter.Page](repeating: .empty(width: 100, height: 100), count: 501)
        #expect(isTooLarge(fault(PDFWriter.file(pages))))
    }

    @Test func aJPEGOfThreeHundredBytesThatClaims65535Squared() {
        let bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0, 0xFF, 0xD9]
        #expect(isTooLarge(fault(bytes)))
    }

    @Test func aPNGThatClaimsTwoThousandMillionColumns() {
        let bytes: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
            + [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 8, 0, 0, 0, 0, 1, 2, 3, 4]
        #expect(isTooLarge(fault(bytes)))
    }

    @Test func unusualCompressionIsRefusedBeforeDecoding() {
        var bytes = TIFFWriter.header
        TIFFWriter.append(
            [(256, 4, 100), (257, 4, 100), (258, 3, 8), (259, 3, 34_712), (277, 3, 1), (273, 4, 8)], to: &bytes)
        #expect(throws: EngineFault.self) { try engine.draw(page: 1, of: content(bytes), limits: limits) }
    }

    @Test(arguments: Encoding.allCases)
    func damagedFilesNeverTrap(_ encoding: Encoding) {
        let whole = file([.letter(lines: 6, resolution: 40)], as: encoding)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<10 {
            var bytes = Bool.random() ? whole : Array(whole.prefix(.random(in: 1..<whole.count, using: &generator)))
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if let page = try? engine.draw(page: 1, of: content(bytes), limits: limits) {
                #expect(page.width > 0 && page.height > 0 && page.width * page.height <= limits.pixelsPerPage)
            }
        }
    }

    @Test(arguments: [[], [0x49, 0x49, 0x2A, 0], Array("%PDF-".utf8), Array("GIF89a".utf8), [0xFF, 0xD8, 0xFF, 0xD9]])
    func whatIsNoPageIsUnreadable(_ bytes: [UInt8]) {
        guard case .unreadable(let why) = fault(bytes) else {
            Issue.record("not refused as unreadable")
            return
        }
        #expect(!why.isEmpty)
    }
}
