internal import ComplaintModel
internal import Foundation
internal import Structuring
internal import Yams

/// What one test beside a pipeline file gave.
public struct PipelineTestResult: Codable, Sendable, Hashable {
    /// The name of the test.
    public let name: String
    /// The file and the line the test begins in.
    public let place: String
    /// What was expected and not found; empty where it passed.
    public let failures: [String]
}

/// The tests beside a pipeline file: texts, and the fields that must come out of them.
///
/// `po-box.tests.yaml` beside `po-box.yaml` holds a list `tests:`; each has `name`, `text`, and `expect:` with any of the
/// keys that `Expectation` knows, a value (the first finding must be it) or a list (each must be among the findings; an
/// empty list: nothing may be found). `channel`, `received_at` and `sender` may be given.
public struct PipelineTests {
    private struct Case {
        let name: String
        let place: String
        let text: String
        let channel: ChannelKind
        let receivedAt: Timestamp
        let sender: String?
        let expect: [(key: String, value: Expectation)]
    }

    private enum Expectation {
        case first(String)
        case all([String])
    }

    private let cases: [Case]

    /// Reads the tests beside `pipeline`; a missing file means none.
    ///
    /// - Throws: `ConfigurationFault` with every fault of the file.
    public init(beside pipeline: String) throws(ConfigurationFault) {
        let file = (pipeline.hasSuffix(".yaml") ? String(pipeline.dropLast(5)) : pipeline) + ".tests.yaml"
        guard let data = FileManager.default.contents(atPath: file) else {
            cases = []
            return
        }
        let collector = DiagnosticCollector(file: file)
        do {
            let root = YAMLSection("", try compose(yaml: String(decoding: data, as: UTF8.self)), collector)
            cases = root.entries("tests").map(PipelineTests.readCase)
            root.finish()
        } catch {
            collector.report(at: nil, "is no YAML: \(error)")
            cases = []
        }
        guard collector.diagnostics.isEmpty else {
            throw ConfigurationFault(diagnostics: collector.diagnostics.sorted())
        }
    }

    /// Runs every test with a site's reference data.
    public func run(with plan: PipelinePlan) throws -> [PipelineTestResult] {
        let reader = ComplaintReader(reference: try plan.referenceData())
        return cases.map { test in
            let structure = reader.read(
                test.text, channel: test.channel, receivedAt: test.receivedAt, sender: test.sender)
            return PipelineTestResult(
                name: test.name, place: test.place,
                failures: test.expect.compactMap { PipelineTests.failure($0.key, $0.value, structure) })
        }
    }

    private static func readCase(_ section: YAMLSection) -> Case {
        let receivedAt = section.text("received_at", default: "2026-11-22T09:00:00+07:00")
        if Timestamp(receivedAt) == nil {
            section.report("received_at", "received_at is \(receivedAt); write it like 2026-11-22T09:00:00+07:00.")
        }
        let expect = section.section("expect")
        let known = StructureView.keys
        let expectations = expect.keys.map { key, node -> (String, Expectation) in
            if !known.contains(key) {
                expect.report(key, "\(key) is nothing that can be expected\(suggestion(for: key, among: known))")
            }
            return (key, expect.isList(key) ? .all(expect.texts(key, default: [])) : .first(expect.required(key)))
        }
        let test = Case(
            name: section.required("name"), place: "\(section.collector.file):\(section.node?.mark?.line ?? 0)",
            text: section.required("text"),
            channel: section.choice("channel", default: .scan),
            receivedAt: Timestamp(receivedAt) ?? Timestamp(milliseconds: 0), sender: section.text("sender"),
            expect: expectations)
        section.finish()
        return test
    }

    private static func failure(_ key: String, _ expectation: Expectation, _ structure: Structure) -> String? {
        let found = StructureView.values(of: key, in: structure)
        switch expectation {
        case .first(let value):
            return found.first.map { same($0, value) } == true ? nil : "\(key): expected \(value), found \(found)"
        case .all(let values) where values.isEmpty:
            return found.isEmpty ? nil : "\(key): expected nothing, found \(found)"
        case .all(let values):
            let missing = values.filter { value in !found.contains { same($0, value) } }
            return missing.isEmpty ? nil : "\(key): expected \(missing) too, found \(found)"
        }
    }

    /// Compares by scalars: Swift's `==` takes texts for equal whose Thai marks stand in another order.
    private static func same(_ left: String, _ right: String) -> Bool {
        left.unicodeScalars.elementsEqual(right.unicodeScalars)
    }
}
