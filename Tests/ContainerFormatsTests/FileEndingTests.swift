import ContainerFormats
import TestPages
import Testing

@Suite struct FileEndingTests {
    @Test func wholeFilesAreComplete() {
        #expect(FileEnding(of: TIFFWriter.file([Sheet(resolution: 20)])) == .complete)
        #expect(FileEnding(of: PDFWriter.file([.text(["one line"])])) == .complete)
        #expect(FileEnding(of: jpeg) == .complete)
        #expect(FileEnding(of: png) == .complete)
    }

    @Test func aTIFFIsIncompleteWhereverItIsCut() {
        let file = TIFFWriter.file([Sheet(resolution: 20), Sheet(resolution: 20)])
        for length in stride(from: 8, to: file.count, by: 11) {
            #expect(FileEnding(of: Array(file[..<length])) == .incomplete, "cut at \(length)")
        }
    }

    /// A writer that puts the directory first leaves a chain that is whole long before the data is.
    @Test func aTIFFWhoseDataIsStillToComeIsIncomplete() {
        var file = TIFFWriter.header
        TIFFWriter.append([(256, 4, 8), (257, 4, 100), (273, 4, 1000), (279, 4, 100)], to: &file)
        #expect(FileEnding(of: file) == .incomplete)
        #expect(FileEnding(of: file + [UInt8](repeating: 0, count: 1100 - file.count)) == .complete)
    }

    @Test func otherKindsAreIncompleteWithoutTheirEndMark() {
        #expect(FileEnding(of: Array(jpeg.dropLast(2))) == .incomplete)
        #expect(FileEnding(of: Array(png.dropLast(10))) == .incomplete)
        #expect(FileEnding(of: Array(PDFWriter.file([.text(["one line"])]).dropLast(8))) == .incomplete)
        #expect(FileEnding(of: [UInt8]()) == .incomplete)
    }

    @Test func aTelephonesTrailerBehindTheEndMarkDoesNotMatter() {
        #expect(FileEnding(of: jpeg + Array("SEFH and some more".utf8)) == .complete)
    }

    @Test func whatIsOfNoKnownKindHasNoEnd() {
        #expect(FileEnding(of: Array("PK\u{3}\u{4} a document".utf8)) == .unknown)
    }

    private let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 7, 1, 1, 0x11, 0] + [0, 1, 2, 0xFF, 0xD9]
    private let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, 0, 0, 7, 0, 0, 0, 9, 8, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0] + Array("IEND".utf8) + [
            0xAE, 0x42, 0x60, 0x82,
        ]

    @Test func headersGiveTheSize() {
        #expect(ImageHeader(jpeg: jpeg).map { [$0.width, $0.height, $0.samplesPerPixel] } == [7, 9, 1])
        #expect(ImageHeader(png: png).map { [$0.width, $0.height, $0.bitsPerSample] } == [7, 9, 8])
        #expect(ImageHeader(jpeg: Array(jpeg[..<9])) == nil)
        #expect(ImageHeader(png: Array(png[..<30])) == nil)
    }
}
