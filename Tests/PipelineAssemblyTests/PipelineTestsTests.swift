import Foundation
import PipelineAssembly
import Testing

/// The tests that officers write beside their pipeline files.
@Suite struct PipelineTestsTests {
    private static let pipelines = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("pipelines")

    /// A pipeline file with tests beside it, in a folder of its own.
    private func site(_ tests: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try "version: 1\n".write(to: folder.appendingPathComponent("site.yaml"), atomically: false, encoding: .utf8)
        try tests.write(to: folder.appendingPathComponent("site.tests.yaml"), atomically: false, encoding: .utf8)
        return folder.appendingPathComponent("site.yaml").path
    }

    private func results(_ tests: String) throws -> [PipelineTestResult] {
        let file = try site(tests)
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        return try PipelineTests(beside: file).run(with: try PlanReader.read(file).plan)
    }

    @Test(arguments: ["po-box", "demo"]) func shippedTestsHold(_ name: String) throws {
        let file = PipelineTestsTests.pipelines.appendingPathComponent("\(name).yaml").path
        let results = try PipelineTests(beside: file).run(with: try PlanReader.read(file).plan)
        #expect(!results.isEmpty)
        for result in results { #expect(result.failures == [], "\(result.name)") }
    }

    @Test func aFailingTestNamesItsLineAndWhatWasFound() throws {
        let found = try results(
            """
            tests:
              - name: holds
                text: ไฟดับ
                expect: { category: ไฟฟ้า }
              - name: fails
                text: ไฟดับ
                expect: { category: ถนน, police: [] }
            """)
        #expect(found.map(\.name) == ["holds", "fails"])
        #expect(found[0].failures == [])
        #expect(found[1].place.hasSuffix("site.tests.yaml:5"))
        #expect(found[1].failures == ["category: expected ถนน, found [\"ไฟฟ้า\"]"])
    }

    @Test func faultsOfTheFileComeAtOnceWithTheirLines() throws {
        let file = try site(
            """
            tests:
              - name: one
                text: ไฟดับ
                expect: { categori: ไฟฟ้า }
              - text: ไฟดับ
                chanel: sms
                received_at: yesterday
                expect: { kind: grievance }
            """)
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let fault = #expect(throws: ConfigurationFault.self) { try PipelineTests(beside: file) }
        let lines = Set(fault?.diagnostics.map(\.line) ?? [])
        #expect(lines.isSuperset(of: [4, 5, 6, 7]))
        #expect(fault?.diagnostics.contains { $0.message.contains("did you mean category?") } == true)
    }

    @Test func whatIsLeftOpenCanBeExpected() throws {
        let found = try results(
            """
            tests:
              - name: nothing is guessed
                channel: sms
                text: ไฟดับที่ ต.ในเมือง อ.เมือง
                expect: { address_flag: ambiguous, province_code: [], district: เมือง }
            """)
        #expect(found.flatMap(\.failures) == [])
    }
}
