public import ComplaintModel
internal import Foundation

/// A text and what must be understood of it: one case of a `*.tests.yaml`.
///
/// `expect` has the shape of a `Structure` but names only what matters: each list must be found among the findings
/// (by value, or by `value` and `flags`), an empty list means that nothing may be found, and under `exactly` a list must
/// be all there is, in that order.
public struct RuleCase: Codable, Sendable {
    /// What the case shows.
    public let name: String
    /// The text as it came.
    public let text: String
    /// The channel; an SMS where none is given.
    public let channel: ChannelKind?
    /// The day it was received.
    public let received: CalendarDate
    /// Who sent it, as the channel knows it.
    public let sender: String?
    /// What must be understood.
    public let expect: Expectation
}

/// A value of a case: a tree of texts, numbers, lists and objects.
public indirect enum Expectation: Codable, Sendable, Hashable {
    case text(String)
    case flag(Bool)
    case number(Double)
    case list([Expectation])
    case object([String: Expectation])

    /// Decodes any value; what a format keeps as text stays text.
    public init(from decoder: any Decoder) throws {
        if let values = try? decoder.container(keyedBy: AnyKey.self) {
            let pairs = try values.allKeys.map { ($0.stringValue, try values.decode(Expectation.self, forKey: $0)) }
            self = .object(Dictionary(uniqueKeysWithValues: pairs))
            return
        }
        if var values = try? decoder.unkeyedContainer() {
            var list: [Expectation] = []
            while !values.isAtEnd { list.append(try values.decode(Expectation.self)) }
            self = .list(list)
            return
        }
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else {
            self = .number(try value.decode(Double.self))
        }
    }

    /// Encodes the value as it is.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension ComplaintReader {
    /// Reads the text of a case and says what is not as expected, a sentence each; nothing where the case holds.
    public func mismatches(of rule: RuleCase) throws -> [String] {
        let noon = Timestamp(milliseconds: (Int64(rule.received.daysSinceEpoch) * 24 + 5) * 3_600_000)
        let structure = read(rule.text, channel: rule.channel ?? .sms, receivedAt: noon, sender: rule.sender)
        let found = try JSONDecoder().decode(Expectation.self, from: JSONEncoder().encode(structure))
        return Comparison(found: found).mismatches(rule.expect)
    }
}

/// Compares what was understood with what a case expects.
private struct Comparison {
    let found: Expectation

    func mismatches(_ expected: Expectation) -> [String] {
        guard case .object(let expected) = expected, case .object(let structure) = found else {
            return ["What a case expects must be a list of names with values."]
        }
        var problems: [String] = []
        for (key, value) in expected.sorted(by: { $0.key < $1.key }) {
            switch (key, value) {
            case ("fields", .object(let fields)): problems += self.fields(fields, in: structure, exactly: false)
            case ("exactly", .object(let fields)): problems += self.fields(fields, in: structure, exactly: true)
            case ("agencies", .list(let names)): problems += agencies(names, in: structure)
            case ("fields", _), ("exactly", _), ("agencies", _):
                problems.append("\(key) must hold values by name or a list.")
            default:
                let actual = structure[key]
                if actual.map({ covers($0, value) }) != true { problems.append(sentence(key, value, actual)) }
            }
        }
        return problems
    }

    private func fields(_ expected: [String: Expectation], in structure: [String: Expectation], exactly: Bool)
        -> [String]
    {
        guard case .object(let fields)? = structure["fields"] else { return [] }
        return expected.sorted { $0.key < $1.key }.compactMap { name, value in
            guard case .list(let wanted) = value else { return "\(name) must be a list." }
            var findings: [Expectation] = []
            if case .list(let list)? = fields[name] { findings = list }
            let holds: Bool
            if exactly || wanted.isEmpty {
                holds = findings.count == wanted.count && zip(findings, wanted).allSatisfy { isFound($0, $1) }
            } else {
                holds = wanted.allSatisfy { item in findings.contains { isFound($0, item) } }
            }
            return holds ? nil : sentence(name, value, .list(findings.map(\.findingValue)))
        }
    }

    /// The agencies named must be proposed in that order, the first of them first.
    private func agencies(_ expected: [Expectation], in structure: [String: Expectation]) -> [String] {
        guard case .list(let proposals)? = structure["agencies"] else { return [] }
        let names = proposals.map { proposal -> Expectation in
            if case .object(let object) = proposal, let name = object["name"] { name } else { proposal }
        }
        var rest = names[...]
        let isOrdered = expected.allSatisfy { item in
            guard let place = rest.firstIndex(where: { covers($0, item) }) else { return false }
            rest = rest[(place + 1)...]
            return true
        }
        let isFirst = expected.first.map { first in names.first.map { covers($0, first) } ?? false } ?? true
        return isOrdered && isFirst ? [] : [sentence("agencies", .list(expected), .list(names))]
    }

    private func isFound(_ finding: Expectation, _ expected: Expectation) -> Bool {
        if case .object(let wanted) = expected, wanted["value"] != nil { return covers(finding, expected) }
        return covers(finding.findingValue, expected)
    }

    /// Whether everything expected is there; what is not named does not matter.
    private func covers(_ actual: Expectation, _ expected: Expectation) -> Bool {
        switch (actual, expected) {
        case (.object(let actual), .object(let expected)):
            expected.allSatisfy { key, value in actual[key].map { covers($0, value) } ?? false }
        case (.list(let actual), .list(let expected)):
            expected.allSatisfy { item in actual.contains { covers($0, item) } }
        default: actual.leaf.map { $0.unicodeScalars.elementsEqual((expected.leaf ?? "\u{0}").unicodeScalars) } ?? false
        }
    }

    private func sentence(_ name: String, _ expected: Expectation, _ actual: Expectation?) -> String {
        "\(name): expected \(expected.shown), found \(actual?.shown ?? "nothing")."
    }
}

extension Expectation {
    /// The value of a finding.
    fileprivate var findingValue: Expectation {
        if case .object(let object) = self, let value = object["value"] { value } else { self }
    }

    /// A single value as text; 500 and 500.0 are the same.
    fileprivate var leaf: String? {
        switch self {
        case .text(let text): text
        case .flag(let flag): String(flag)
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
        case .list, .object: nil
        }
    }

    fileprivate var shown: String {
        switch self {
        case .list(let list): "[" + list.map(\.shown).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.shown)" }.joined(separator: ", ") + "}"
        default: leaf ?? ""
        }
    }
}
