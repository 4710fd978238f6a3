import ContainerFormats
import TestPages
import Testing

@Suite struct TIFFLayoutTests {
    @Test func everyPageIsFoundWithItsFacts() {
        let file = TIFFWriter.file([Sheet(resolution: (204, 98)), Sheet(resolution: 100)])
        let layout = TIFFLayout(file, maximumPages: 10)
        #expect(layout.fault == nil)
        #expect(layout.pages.map(\.width) == [1687, 827])
        #expect(layout.pages.map(\.height) == [1145, 1169])
        #expect(layout.pages.map(\.resolutionX) == [204, 100])
        #expect(layout.pages.map(\.resolutionY) == [98, 100])
        #expect(layout.pages.allSatisfy { $0.compression == 1 && $0.bitsPerSample == 1 && $0.dataEnd <= file.count })
    }

    @Test func aChainThatBitesItsTailEnds() {
        var file = TIFFWriter.header
        TIFFWriter.append([(256, 4, 10), (257, 4, 10)], to: &file)
        TIFFWriter.append([(256, 4, 10), (257, 4, 10)], to: &file)
        file.replaceSubrange((file.count - 4)..., with: TIFFWriter.long(8))
        let layout = TIFFLayout(file, maximumPages: 10)
        #expect(layout.fault == .loop)
        #expect(layout.pages.count == 2)
    }

    @Test func noMoreDirectoriesAreReadThanAllowed() {
        var file = TIFFWriter.header
        for _ in 0..<20 { TIFFWriter.append([(256, 4, 10), (257, 4, 10)], to: &file) }
        let layout = TIFFLayout(file, maximumPages: 5)
        #expect(layout.fault == .tooMany)
        #expect(layout.pages.count == 5)
    }

    /// Whatever bytes come, the reader must neither trap nor call a damaged file whole.
    @Test func damagedFilesAreReadWithoutHarm() {
        let file = TIFFWriter.file([Sheet(resolution: 20), Sheet(resolution: 20)])
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var damaged = file
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            #expect(TIFFLayout(damaged, maximumPages: 50).pages.count <= 50)
        }
    }

    @Test func countsBeyondAllReasonAreNoTrap() {
        var file = TIFFWriter.header
        TIFFWriter.append(
            [(256, 4, 0xFFFF_FFFF), (257, 4, 0xFFFF_FFFF), (273, 4, 0xFFFF_FFFF), (279, 4, 0xFFFF_FFFF)], to: &file)
        let page = TIFFLayout(file, maximumPages: 5).pages.first
        #expect(page?.width == 0xFFFF_FFFF)
        #expect(page?.dataEnd == 0x1_FFFF_FFFE)
    }
}
