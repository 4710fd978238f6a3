import ComplaintModel
import EngineContract
import Foundation
import Testing

@testable import JailedEngine

/// Content and workers for the tests.
enum Bench {
    /// One worker, beside the test program.
    static func configuration(workers: Int = 1) -> WorkerConfiguration {
        WorkerConfiguration(workers: workers, modelFolders: ["/usr/share/tesseract-ocr/5/tessdata"])
    }

    static func sample(_ path: String) throws -> Content {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples/scan")
        return content([UInt8](try Data(contentsOf: root.appending(path: path))))
    }

    static func content(_ bytes: [UInt8]) -> Content {
        let type = MediaType(sniffing: bytes)
        return Content(
            artefact: Artefact(sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: type), bytes: bytes)
    }

    static func limits(_ change: (inout EngineLimits) -> Void) -> EngineLimits {
        var limits = EngineLimits()
        change(&limits)
        return limits
    }

    /// An uncompressed black-and-white TIFF; `rows` may be shorter than the size it claims.
    static func tiff(width: Int, height: Int, rows: [UInt8]) -> Content {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        let fields: [(UInt16, Int)] = [
            (256, width), (257, height), (258, 1), (259, 1), (262, 0), (273, 8), (277, 1), (278, height),
            (279, rows.count),
        ]
        let directory =
            bytes(UInt16(fields.count))
            + fields.flatMap { bytes($0.0) + bytes(UInt16(4)) + bytes(UInt32(1)) + bytes(UInt32($0.1)) } + [0, 0, 0, 0]
        return content([0x49, 0x49, 42, 0] + bytes(UInt32(8 + rows.count)) + rows + directory)
    }

    /// A page of blots, too few to be refused as noise, far too many to be read in a second.
    static func blots() -> Content {
        var rows = [UInt8](repeating: 0, count: 310 * 3508)
        var state: UInt32 = 1
        for _ in 0..<26_000 {
            state = state &* 1_664_525 &+ 1_013_904_223
            let (x, y) = (Int(state >> 8) % 310, Int(state >> 4) % 3500)
            for dy in 0..<6 { rows[(y + dy) * 310 + x] = 0x7E }
        }
        return tiff(width: 2480, height: 3508, rows: rows)
    }
}

/// Whether a process is still there (a zombie is not).
func isAlive(_ process: pid_t) -> Bool {
    guard let status = try? FileHandle(forReadingAtPath: "/proc/\(process)/stat")?.readToEnd() else { return false }
    return !String(decoding: status, as: UTF8.self).contains(") Z ")
}

/// Waits until something holds; false where it never does.
func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<1000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return condition()
}
