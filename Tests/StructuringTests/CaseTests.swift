internal import ComplaintModel
internal import Foundation
internal import Structuring
internal import Testing

/// The cases of `cases.jsonl`: varied invented texts, each with what the rules say must be understood of it.
@Suite struct CaseTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let rule: RuleCase
        var testDescription: String { rule.name }
    }

    static let cases: [Case] =
        (try? TestFile.lines("cases.jsonl").map { line in
            Case(rule: try JSONDecoder().decode(RuleCase.self, from: Data(line.utf8)))
        }) ?? []

    @Test func allCasesAreThere() { #expect(CaseTests.cases.count >= 800) }

    @Test(arguments: cases) func holds(_ one: Case) throws {
        #expect(try TestFile.reader().mismatches(of: one.rule) == [])
    }
}

/// Files beside the tests, and the reader with the tables that are shipped.
enum TestFile {
    static func reader() throws -> ComplaintReader { ComplaintReader(reference: try ReferenceData.bundled()) }

    static func lines(_ name: String) throws -> [String] {
        let file = Bundle.module.bundleURL.appendingPathComponent("Resources").appendingPathComponent(name)
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// Noon in Thailand of a day.
    static func noon(_ day: String) throws -> Timestamp { try #require(Timestamp("\(day)T05:00:00Z")) }
}

// Swift's == hides the order of Thai marks: tests compare scalars.
extension String {
    var scalars: [Unicode.Scalar] { Array(unicodeScalars) }
}

extension String? {
    var scalars: [Unicode.Scalar]? { map { Array($0.unicodeScalars) } }
}
