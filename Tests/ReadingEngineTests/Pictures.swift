import CLeptonica
import EngineContract
import Foundation

@testable import ReadingEngine

/// Files of the sample letters, and pictures made for a test.
enum Pictures {
    static func sample(_ path: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples")
        return [UInt8](try Data(contentsOf: root.appending(path: path)))
    }

    static func sampleText(_ path: String) throws -> String { String(decoding: try sample(path), as: UTF8.self) }

    static func blank(width: Int, height: Int, depth: Int = 8) throws -> PageImage {
        let image = try PageImage(pixCreate(Int32(width), Int32(height), Int32(depth)), from: "drawing")
        if depth == 8 { pixSetAll(image.pix) }
        return image
    }

    /// Numbers that look random and are the same every time.
    struct Noise: RandomNumberGenerator {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    /// A TIFF directory that claims a size and holds nothing.
    static func tiffBomb(width: UInt32, height: UInt32) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        let fields: [(UInt16, UInt32)] = [
            (256, width), (257, height), (258, 1), (259, 4), (262, 0), (273, 8), (277, 1), (278, height), (279, 4),
        ]
        return [0x49, 0x49, 42, 0] + bytes(UInt32(12)) + [0, 0, 0, 0] + bytes(UInt16(fields.count))
            + fields.flatMap { bytes($0.0) + bytes(UInt16(4)) + bytes(UInt32(1)) + bytes($0.1) } + [0, 0, 0, 0]
    }
}

/// The share of the scalars of `truth` that must be changed to get `read`, spaces aside, SARA AM in two parts.
func errorRate(of read: String, against truth: String) -> Double {
    func scalars(_ text: String) -> [UInt32] {
        text.unicodeScalars.flatMap { $0.value == 0x0E33 ? [0x0E4D, 0x0E32] : [$0.value] }.filter { $0 > 0x20 }
    }
    let (left, right) = (scalars(read), scalars(truth))
    var row = Array(0...right.count)
    for (i, one) in left.enumerated() {
        var corner = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let cost = min(row[j] + 1, row[j + 1] + 1, corner + (one == other ? 0 : 1))
            corner = row[j + 1]
            row[j + 1] = cost
        }
    }
    return Double(row[right.count]) / Double(max(1, right.count))
}
