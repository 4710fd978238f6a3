internal import EngineContract
internal import Foundation

/// A Tesseract model found on disk, with what can be told of it without starting the engine.
struct ModelFile {
    /// The folder it lies in.
    let folder: String
    /// Its name without `.traineddata`; several joined by `+`.
    let name: String
    /// Whether it can emit all ten Thai digits: Debian's cannot emit ๔ ๖ ๗ ๘ ๙ and gives other digits instead.
    let knowsThaiDigits: Bool
    /// How far its confidences are to be trusted.
    let riskTable: RiskTable

    /// Looks through `folders` in order.
    init(named name: String, in folders: [String]) throws(EngineFault) {
        let parts = name.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        let isName = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { isalnum(Int32($0)) != 0 || $0 == UInt8(ascii: "_") || $0 == 45 }
        }
        guard isName else { throw .unavailable("\"\(name)\" is no name of a model.") }
        let holdsAll = { (folder: String) in
            parts.allSatisfy { access("\(folder)/\($0).traineddata", R_OK) == 0 }
        }
        guard let folder = folders.first(where: holdsAll) else {
            throw .unavailable(
                "No model \(name).traineddata in \(folders.joined(separator: ", ")); "
                    + "on Debian: apt install tesseract-ocr-script-thai.")
        }
        (self.folder, self.name) = (folder, name)
        let tables = parts.map { "\(folder)/\($0).risk.tsv" }
        let table = tables.first { access($0, R_OK) == 0 }
        riskTable = if let table { try RiskTable(contentsOf: table) } else { .debian }
        knowsThaiDigits = parts.contains { part in
            let characters = Self.characters(of: "\(folder)/\(part).traineddata")
            return "๐๑๒๓๔๕๖๗๘๙".unicodeScalars.allSatisfy { characters.contains(String($0)) }
        }
    }

    /// The characters the model can emit, out of its `lstm-unicharset` (entry 21 of the file's table).
    private static func characters(of path: String) -> Set<String> {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        func integer(at offset: Int, size: Int) -> Int {
            guard offset >= 0, offset + size <= data.count else { return -1 }
            return (0..<size).reversed().reduce(0) { $0 << 8 | Int(data[data.startIndex + offset + $1]) }
        }
        let count = integer(at: 0, size: 4)
        guard (22...64).contains(count) else { return [] }
        let offsets = (0..<count).map { integer(at: 4 + 8 * $0, size: 8) }
        let start = offsets[21]
        guard start > 0, start < data.count else { return [] }
        let end = offsets.filter { $0 > start }.min() ?? data.count
        guard end <= data.count else { return [] }
        let lines = data[data.startIndex + start..<data.startIndex + end].split(separator: UInt8(ascii: "\n"))
        return Set(lines.dropFirst().map { line in String(decoding: line.prefix { $0 != 32 }, as: UTF8.self) })
    }
}
