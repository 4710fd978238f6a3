internal import CLeptonica
internal import EngineContract

/// Scales grey images by Catmull-Rom splines: Leptonica has only linear interpolation, which blurs fax marks.
struct CubicScaling {
    private let source: PageImage

    init(of source: PageImage) { self.source = source }

    func scaled(width: Int, height: Int) throws(EngineFault) -> PageImage {
        let wide = try resampled(from: source, width: width, height: source.height, horizontally: true)
        return try resampled(from: wide, width: width, height: height, horizontally: false)
    }

    /// The four source indices and weights of every target index.
    private static func taps(from: Int, to: Int) -> [(indices: SIMD4<Int32>, weights: SIMD4<Float>)] {
        (0..<to).map { target in
            let place = (Float(target) + 0.5) * Float(from) / Float(to) - 0.5
            let base = place.rounded(.down)
            let t = place - base
            let weights = SIMD4<Float>(
                ((2 - t) * t - 1) * t / 2, ((3 * t - 5) * t * t + 2) / 2, ((4 - 3 * t) * t + 1) * t / 2,
                (t - 1) * t * t / 2)
            let indices = SIMD4<Int32>(-1, 0, 1, 2) &+ Int32(base)
            return (indices.clamped(lowerBound: .zero, upperBound: .init(repeating: Int32(from - 1))), weights)
        }
    }

    private func resampled(
        from image: PageImage, width: Int, height: Int, horizontally: Bool
    ) throws(EngineFault) -> PageImage {
        guard (width, height) != (image.width, image.height) else { return image }
        let result = try PageImage(pixCreate(Int32(width), Int32(height), 8), from: "scaling")
        let taps = Self.taps(from: horizontally ? image.width : image.height, to: horizontally ? width : height)
        for y in 0..<height {
            let target = PixelRow(of: result, y)
            if horizontally {
                let row = PixelRow(of: image, y)
                for x in 0..<width {
                    let (at, weights) = taps[x]
                    let values = SIMD4<Float>(
                        Float(row[Int(at[0])]), Float(row[Int(at[1])]), Float(row[Int(at[2])]), Float(row[Int(at[3])]))
                    target[x] = grey((values * weights).sum())
                }
            } else {
                let (at, weights) = taps[y]
                let rows = (0..<4).map { PixelRow(of: image, Int(at[$0])) }
                for x in 0..<width {
                    let values = SIMD4<Float>(
                        Float(rows[0][x]), Float(rows[1][x]), Float(rows[2][x]), Float(rows[3][x]))
                    target[x] = grey((values * weights).sum())
                }
            }
        }
        return result
    }

    private func grey(_ value: Float) -> UInt8 { UInt8(min(max(value.rounded(), 0), 255)) }
}

/// One row of a grey image, a byte a pixel.
struct PixelRow {
    private let bytes: UnsafeMutablePointer<UInt8>

    init(of image: PageImage, _ row: Int) {
        bytes = UnsafeMutableRawPointer(image.words + row * image.wordsPerRow).assumingMemoryBound(to: UInt8.self)
    }

    /// Leptonica keeps the leftmost pixel in the highest bits of a word, whatever the machine's byte order.
    subscript(x: Int) -> UInt8 {
        get { bytes[Self.place(x)] }
        nonmutating set { bytes[Self.place(x)] = newValue }
    }

    @inline(__always)
    private static func place(_ x: Int) -> Int {
        #if _endian(little)
            x ^ 3
        #else
            x
        #endif
    }
}

/// The light blur that fax pages need: their jagged strokes are unlike anything the model was trained on.
enum Softening {
    /// Two passes of a 3 x 3 mean: close to a Gaussian of 1.2 pixels and ten times as fast as Leptonica's.
    static func soften(_ image: PageImage) throws(EngineFault) -> PageImage {
        let once = try PageImage(pixBlockconvGray(image.pix, nil, 1, 1), from: "softening")
        return try PageImage(pixBlockconvGray(once.pix, nil, 1, 1), from: "softening")
    }
}
