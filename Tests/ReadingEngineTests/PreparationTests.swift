import CLeptonica
import ComplaintModel
import EngineContract
import Foundation
import Testing

@testable import ReadingEngine

@Suite struct PreparationTests {
    @Test func findsTheSamePiecesAsAFloodFill() throws {
        var noise = Pictures.Noise()
        for _ in 0..<20 {
            let (width, height) = (Int.random(in: 1...100, using: &noise), Int.random(in: 1...40, using: &noise))
            let image = try Pictures.blank(width: width, height: height, depth: 1)
            var ink = Set<Int>()
            for index in 0..<width * height where Int.random(in: 0..<10, using: &noise) < 3 {
                pixSetPixel(image.pix, Int32(index % width), Int32(index / width), 1)
                ink.insert(index)
            }
            let components = Components(of: image)
            #expect(components.list.map(\.area).sorted() == floodAreas(ink, width: width))
            components.erase(from: image) { components.list[$0].area < 3 }
            #expect(Components(of: image).list.map(\.area).sorted() == floodAreas(ink, width: width).filter { $0 >= 3 })
        }
    }

    private func floodAreas(_ ink: Set<Int>, width: Int) -> [Int] {
        var left = ink
        var areas: [Int] = []
        while let first = left.popFirst() {
            var stack = [first]
            var area = 0
            while let index = stack.popLast() {
                area += 1
                for dy in -1...1 {
                    for dx in -1...1 where (0..<width).contains(index % width + dx) {
                        if let next = left.remove(index + dy * width + dx) { stack.append(next) }
                    }
                }
            }
            areas.append(area)
        }
        return areas.sorted()
    }

    @Test(arguments: [-0.06, -0.02, -0.004, 0.004, 0.02, 0.06])
    func turnsALineLevelAndKnowsWhereItsPointsWent(radians: Double) throws {
        let image = try Pictures.blank(width: 602, height: 401)
        // A line that slopes against the turn, with a mark near its end.
        for x in 0..<602 {
            let y = 200 - Int((tan(radians) * Double(x - 301)).rounded())
            for dy in 0..<3 { pixSetPixel(image.pix, Int32(x), Int32(y + dy), 0) }
        }
        let level = try Straightening(of: image, by: radians).straightened()
        for x in stride(from: 40, to: 560, by: 20) {
            let dark = (0..<401).filter { PixelRow(of: level.image, $0)[x] < 128 }
            #expect(dark.allSatisfy { (199...204).contains($0) } && !dark.isEmpty, "column \(x): \(dark)")
            let back = level.inverse.point(Double(x), 201)
            #expect(abs(back.y - (201 - tan(radians) * (back.x - 301))) < 1.5)
            let forth = level.map.point(back.x, back.y)
            #expect(abs(forth.x - Double(x)) < 0.01 && abs(forth.y - 201) < 0.01)
        }
    }

    @Test(arguments: 0...3)
    func mapsBoxesBackThroughQuarterTurns(turns: Int) throws {
        let image = try Pictures.blank(width: 300, height: 200)
        pixRasterop(image.pix, 30, 50, 40, 10, PIX_CLR, nil, 0, 0)
        let turned = try PageImage(pixRotateOrth(image.pix, Int32(turns)), from: "turning")
        let ink = Components(of: try PageImage(pixThresholdToBinary(turned.pix, 128), from: "threshold")).list
        let piece = try #require(ink.first)
        let map = PlaneMap.quarterTurns(4 - turns, width: Double(turned.width), height: Double(turned.height))
        let box = map.box(
            ComplaintModel.Box(x: piece.left, y: piece.top, width: piece.width, height: piece.height), width: 300,
            height: 200)
        #expect(box == ComplaintModel.Box(x: 30, y: 50, width: 40, height: 10))
    }

    @Test func scalesEvenGreyToEvenGrey() throws {
        let image = try Pictures.blank(width: 101, height: 53)
        pixSetAllArbitrary(image.pix, 77)
        let scaled = try CubicScaling(of: image).scaled(width: 101, height: 110)
        #expect((scaled.width, scaled.height) == (101, 110))
        #expect((0..<110).allSatisfy { y in (0..<101).allSatisfy { PixelRow(of: scaled, y)[$0] == 77 } })
    }

    @Test(arguments: [
        ((300, 300), 2480, 3508, false, 300, 300), ((204, 98), 1728, 1146, true, 204, 98),
        ((0, 0), 1728, 1146, true, 204, 98), ((0, 0), 1728, 2292, true, 204, 196),
        ((0, 0), 2480, 3508, false, 300, 300),
        ((72, 72), 4000, 3000, false, 363, 363), ((1, 1), 1654, 2339, false, 200, 200), ((0, 0), 30, 40, false, 70, 70),
    ])
    func believesOnlyCredibleResolutions(
        claimed: (Int, Int), width: Int, height: Int, isBlackAndWhite: Bool, x: Int, y: Int
    ) {
        let resolution = PageResolution(
            claimed: claimed, width: width, height: height, isBlackAndWhite: isBlackAndWhite)
        #expect((resolution.x, resolution.y) == (x, y))
    }

    @Test func evensOutPaleAndUnevenPages() throws {
        let image = try Pictures.blank(width: 900, height: 900)
        for y in 0..<900 {
            let row = PixelRow(of: image, y)
            for x in 0..<900 { row[x] = UInt8(150 + x / 12) - ((x / 9 + y / 7) % 11 == 0 ? 60 : 0) }
        }
        let light = try PageLight(of: image)
        #expect(light.isUneven)
        let (even, after) = try light.whitened(image)
        for x in [5, 450, 890] {
            let greys = (400..<480).map { PixelRow(of: even, $0)[x] }
            #expect((greys.max() ?? 0) >= 250 && (greys.min() ?? 255) < after.threshold, "column \(x): \(greys)")
        }
        #expect(try !PageLight(of: even).isUneven)
    }
}
