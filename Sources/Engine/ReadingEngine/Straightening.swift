internal import CLeptonica
internal import EngineContract
internal import Foundation

/// Makes the lines of a page level.
struct Straightening {
    private let image: PageImage
    private let radians: Double

    /// Turns `image` clockwise by an angle, in radians.
    init(of image: PageImage, by radians: Double) { (self.image, self.radians) = (image, radians) }

    /// The level page, and where the points of the page came to lie on it.
    ///
    /// Small angles are made of two shears, columns up or down and then rows to and fro: within half a pixel of
    /// turning, at a quarter of the cost.
    func straightened() throws(EngineFault) -> (image: PageImage, map: PlaneMap, inverse: PlaneMap) {
        let (x, y) = (Double(image.width) / 2, Double(image.height) / 2)
        let level: PageImage
        if abs(radians) > Self.largestShear {
            level = try PageImage(pixRotateAMGray(image.pix, Float(radians), 255), from: "straightening")
        } else {
            let slope = tan(radians)
            level = try Self.rowsMoved(
                by: -slope, in: try Self.columnsMoved(by: slope, about: Double(image.width) / 2, in: image))
        }
        return (level, .rotation(by: radians, aboutX: x, y: y), .rotation(by: -radians, aboutX: x, y: y))
    }

    /// About 1.5 degrees.
    private static let largestShear = 0.026

    /// Moves every column down by `slope` times its distance left of `middle`, with linear interpolation.
    static func columnsMoved(
        by slope: Double, about middle: Double, in image: PageImage
    ) throws(EngineFault) -> PageImage {
        let result = try PageImage(pixCreateTemplate(image.pix), from: "straightening")
        let (words, height) = (image.wordsPerRow, image.height)
        let shifts = shifts(slope: slope, words: words, middle: middle)
        let white = UnsafeMutablePointer<UInt32>.allocate(capacity: words)
        defer { white.deallocate() }
        white.initialize(repeating: .max, count: words)
        let rows = (0..<height).map { image.words + $0 * words }
        for y in 0..<height {
            let target = result.words + y * words
            for word in 0..<words {
                let shift = shifts[word]
                let above = y + shift.rows
                let upper = above >= 0 && above < height ? rows[above] : white
                let lower = above >= -1 && above < height - 1 ? rows[above + 1] : white
                target[word] = blend(upper[word], lower[word], shift.weights)
            }
        }
        return result
    }

    /// Moves every row to the right by `slope` times its distance from the middle, with linear interpolation.
    private static func rowsMoved(by slope: Double, in image: PageImage) throws(EngineFault) -> PageImage {
        let result = try PageImage(pixCreateTemplate(image.pix), from: "straightening")
        let (words, height) = (image.wordsPerRow, image.height)
        // White on both sides, so that no word needs to be asked whether it is still on the page.
        let margin = Int(Double(height) * abs(slope) / 8) + 2
        let row = UnsafeMutablePointer<UInt32>.allocate(capacity: words + 2 * margin)
        defer { row.deallocate() }
        row.initialize(repeating: .max, count: words + 2 * margin)
        for y in 0..<height {
            (row + margin).update(from: image.words + y * words, count: words)
            let place = Double(4 * margin) - (Double(y) - Double(height) / 2) * slope
            let first = Int(place.rounded(.down))
            let weights = SIMD4<UInt16>(repeating: UInt16((place - Double(first)) * 256))
            let target = result.words + y * words
            for word in 0..<words {
                target[word] = blend(
                    pixels(at: first + 4 * word, of: row), pixels(at: first + 4 * word + 1, of: row), weights)
            }
        }
        return result
    }

    /// Four pixels from `x` on.
    @inline(__always)
    private static func pixels(at x: Int, of row: UnsafeMutablePointer<UInt32>) -> UInt32 {
        let pair = UInt64(row[x >> 2]) << 32 | UInt64(row[(x >> 2) + 1])
        return UInt32(truncatingIfNeeded: pair >> UInt64(32 - 8 * (x & 3)))
    }

    /// For every word of four pixels: how many rows up or down its source lies, and the weight of the row below it in
    /// 256ths, a pixel each, in the order of memory.
    private static func shifts(slope: Double, words: Int, middle: Double) -> [(rows: Int, weights: SIMD4<UInt16>)] {
        (0..<words).map { word in
            let place = { (pixel: Int) in (middle - Double(4 * word + pixel)) * slope }
            let rows = min(place(0), place(3)).rounded(.down)
            var weights = SIMD4<UInt16>()
            for pixel in 0..<4 {
                let weight = UInt16(min(256, ((place(pixel) - rows) * 256).rounded()))
                #if _endian(little)
                    weights[3 - pixel] = weight
                #else
                    weights[pixel] = weight
                #endif
            }
            return (Int(rows), weights)
        }
    }

    @inline(__always)
    private static func blend(_ upper: UInt32, _ lower: UInt32, _ weights: SIMD4<UInt16>) -> UInt32 {
        let above = SIMD4<UInt16>(truncatingIfNeeded: unsafeBitCast(upper, to: SIMD4<UInt8>.self))
        let below = SIMD4<UInt16>(truncatingIfNeeded: unsafeBitCast(lower, to: SIMD4<UInt8>.self))
        let sum = (above &* (256 &- weights) &+ below &* weights) &>> 8
        return unsafeBitCast(SIMD4<UInt8>(truncatingIfNeeded: sum), to: UInt32.self)
    }
}
