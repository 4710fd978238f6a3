internal import EngineContract
internal import Foundation

/// How likely a cluster of a given confidence is wrong, as counted with one model on labelled pages.
///
/// A model's confidences are its own, so a table comes with each: `<model>.risk.tsv` beside `<model>.traineddata`, lines
/// of `confidence_from` and `wrong` (0 to 1), ascending; `rongthuk bench recognise --calibrate` writes it.
struct RiskTable: Sendable {
    private let steps: [(from: Double, chance: Double)]

    /// Debian's `Thai` on 36 varied sample pages (23,000 symbols); also for a model that brings no table.
    static let debian = RiskTable(steps: [
        (0, 0.85), (90, 0.7), (94, 0.42), (97, 0.35), (98, 0.2), (98.5, 0.02), (99, 0), (99.2, 0.1), (99.4, 0),
    ])

    private init(steps: [(from: Double, chance: Double)]) { self.steps = steps }

    /// Reads a table; a fault names the file and the line.
    init(contentsOf path: String) throws(EngineFault) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unavailable("\(path) cannot be read.")
        }
        var steps: [(from: Double, chance: Double)] = []
        for (index, row) in text.split(separator: "\n").enumerated().dropFirst() where !row.hasPrefix("#") {
            let cells = row.split(separator: "\t").map { Double($0) ?? .nan }
            guard cells.count == 2, (0...100).contains(cells[0]), (0...1).contains(cells[1]),
                cells[0] > steps.last?.from ?? -1
            else {
                throw .unavailable(
                    "\(path), line \(index + 1): a confidence, a tab and a share of 0 to 1 were expected.")
            }
            steps.append((cells[0], cells[1]))
        }
        guard !steps.isEmpty else { throw .unavailable("\(path) holds no step.") }
        self.steps = steps
    }

    /// The share of wrong clusters at a confidence of 0 to 100.
    func chance(at confidence: Double) -> Double { steps.last { $0.from <= confidence }?.chance ?? 1 }
}
