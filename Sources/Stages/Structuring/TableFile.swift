internal import Foundation

/// What is wrong with a reference data file, where, and what to do about it.
public struct ReferenceFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file's name.
    public let file: String
    /// The line, from 1; nil where the file as a whole is meant.
    public let line: Int?
    /// What is wrong.
    public let problem: String
    /// What to do.
    public let remedy: String

    /// The place, the fault and the remedy in one sentence each.
    public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(problem). \(remedy)." }
}

/// Everything wrong with a folder of reference data, all at once.
public struct ReferenceFaults: Error, Sendable, CustomStringConvertible {
    /// The faults, file by file.
    public let faults: [ReferenceFault]
    /// One fault a line.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// A table of tab-separated text: a heading line with the columns' names, a line a row, `#` before a remark.
struct TableFile {
    let name: String
    /// What the remark `# version: …` says, if there is one.
    private(set) var version: String?
    private(set) var faults: [ReferenceFault] = []
    private let bytes: [UInt8]
    private let columnCount: Int
    private var cells: [Range<Int>] = []
    private var lines: [Int] = []

    /// Reads `name` from `directory` and checks its form against `columns`.
    init(_ name: String, columns: [String], in directory: URL) {
        self.name = name
        columnCount = columns.count
        do {
            bytes = Array(try Data(contentsOf: directory.appendingPathComponent(name)))
        } catch {
            bytes = []
            let remedy = "Restore it from the distribution"
            faults = [ReferenceFault(file: name, line: nil, problem: "cannot be read", remedy: remedy)]
            return
        }
        cells.reserveCapacity(bytes.count / 8)
        checkEncoding()
        parse(columns)
    }

    /// Reports the first line that is no UTF-8, as old editors on Windows write it.
    private mutating func checkEncoding() {
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        faults.append(
            ReferenceFault(
                file: name, line: line.map { $0 + 1 }, problem: "is no text in UTF-8",
                remedy: "Save the file anew and choose the encoding UTF-8"))
    }

    var rowCount: Int { lines.count }

    /// The line of the file a row stands in.
    func line(_ row: Int) -> Int { lines[row] }

    /// The text of a cell.
    func text(_ row: Int, _ column: Int) -> String {
        String(decoding: bytes[cells[row * columnCount + column]], as: UTF8.self)
    }

    /// The cell as a number without sign, or nil.
    func number(_ row: Int, _ column: Int) -> Int? {
        let cell = cells[row * columnCount + column]
        guard !cell.isEmpty, cell.count < 10 else { return nil }
        var value = 0
        for byte in bytes[cell] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// The first byte of a cell, or nil where it is empty.
    func firstByte(_ row: Int, _ column: Int) -> UInt8? {
        let cell = cells[row * columnCount + column]
        return cell.isEmpty ? nil : bytes[cell.lowerBound]
    }

    /// The pieces of a cell between `separator`s, without spaces around them and without empty ones.
    func list(_ row: Int, _ column: Int, separator: Character = ",") -> [String] {
        let cell = cells[row * columnCount + column]
        if cell.isEmpty { return [] }
        return text(row, column).split(separator: separator)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// Notes a fault of a row.
    mutating func report(_ row: Int, _ problem: String, remedy: String) {
        faults.append(ReferenceFault(file: name, line: lines[row], problem: problem, remedy: remedy))
    }

    /// Notes a fault of the file as a whole.
    mutating func reportFile(_ problem: String, remedy: String) {
        faults.append(ReferenceFault(file: name, line: nil, problem: problem, remedy: remedy))
    }

    private mutating func parse(_ columns: [String]) {
        // Some editors put a mark before the first character.
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 0
        var headingSeen = false
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            number += 1
            let line = start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)
            start = end + 1
            if line.isEmpty { continue }
            if bytes[line.lowerBound] == 0x23 {
                readRemark(line)
            } else if headingSeen {
                addRow(line, number: number)
            } else {
                headingSeen = true
                checkHeading(line, columns, number: number)
            }
        }
        if !headingSeen, faults.isEmpty {
            faults.append(
                ReferenceFault(
                    file: name, line: nil, problem: "is empty",
                    remedy: "Its first line must name the columns: \(columns.joined(separator: ", "))"))
        }
    }

    private mutating func readRemark(_ line: Range<Int>) {
        let remark = String(decoding: bytes[line], as: UTF8.self).dropFirst().trimmingCharacters(in: .whitespaces)
        if remark.hasPrefix("version:") {
            version = remark.dropFirst("version:".count).trimmingCharacters(in: .whitespaces)
        }
    }

    private mutating func checkHeading(_ line: Range<Int>, _ columns: [String], number: Int) {
        let found = String(decoding: bytes[line], as: UTF8.self).split(
            separator: "\t", omittingEmptySubsequences: false
        ).map(String.init)
        guard found != columns else { return }
        faults.append(
            ReferenceFault(
                file: name, line: number, problem: "the heading names the columns \(found.joined(separator: ", "))",
                remedy: "Write them as: \(columns.joined(separator: ", ")), parted by tabs"))
    }

    /// A cell without the spaces around it.
    private func trimmed(_ cell: Range<Int>) -> Range<Int> {
        var (low, high) = (cell.lowerBound, cell.upperBound)
        while low < high, bytes[low] == 0x20 { low += 1 }
        while high > low, bytes[high - 1] == 0x20 { high -= 1 }
        return low..<high
    }

    private mutating func addRow(_ line: Range<Int>, number: Int) {
        let before = cells.count
        var cellStart = line.lowerBound
        for position in line where bytes[position] == 0x09 {
            cells.append(trimmed(cellStart..<position))
            cellStart = position + 1
        }
        cells.append(trimmed(cellStart..<line.upperBound))
        let found = cells.count - before
        guard found <= columnCount else {
            cells.removeLast(found)
            faults.append(
                ReferenceFault(
                    file: name, line: number, problem: "has \(found) columns where \(columnCount) are expected",
                    remedy: "Remove the tabs that are too many"))
            return
        }
        // Editors drop tabs at the end of a line: cells missing there are empty ones.
        for _ in found..<columnCount { cells.append(line.upperBound..<line.upperBound) }
        lines.append(number)
    }
}
