import EngineContract
import Foundation
import Testing

@testable import ReadingEngine

@Suite final class RiskTableTests {
    private let folder = NSTemporaryDirectory() + "rongthuk-risk-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ text: String, to name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test func aModelBringsItsOwnTable() throws {
        _ = try write("", to: "m.traineddata")
        _ = try write("confidence_from\twrong\n# counted\n0\t0.8\n98.5\t0\n", to: "m.risk.tsv")
        let table = try ModelFile(named: "m", in: [folder]).riskTable
        #expect([0, 98.4, 98.5, 100].map(table.chance) == [0.8, 0.8, 0, 0])
    }

    @Test(arguments: [
        "", "confidence_from\twrong\n", "h\n0\t2", "h\n5\t0\n5\t0", "h\n0", "h\nx\ty", "h\n0\t0.5\tx", "h\n101\t0",
    ])
    func aTableThatIsNoneIsRefused(_ text: String) throws {
        let path = try write(text, to: "m.risk.tsv")
        #expect(throws: EngineFault.self) { _ = try RiskTable(contentsOf: path) }
        _ = try write("", to: "m.traineddata")
        #expect(throws: EngineFault.self) { _ = try ModelFile(named: "m", in: [folder]) }
    }

    @Test func theTableShippedIsSound() throws {
        let models = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../models").standardized
        let table = try RiskTable(contentsOf: models.appending(path: "rongthuk.risk.tsv").path)
        #expect(table.chance(at: 50) > 0.5)
        #expect(table.chance(at: 99.6) == 0)
    }
}
