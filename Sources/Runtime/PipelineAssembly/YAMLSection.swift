internal import Yams

/// Gathers what is wrong with a file while it is read, so that all of it is reported at once.
final class DiagnosticCollector {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    func report(_ severity: Diagnostic.Severity = .error, at node: Node?, _ message: String) {
        let mark = node?.mark
        diagnostics.append(
            Diagnostic(severity, file: file, line: mark?.line ?? 0, column: mark?.column ?? 0, message: message))
    }
}

/// One mapping of a YAML file, read key by key; `finish()` reports the keys that nobody asked for.
///
/// Every accessor reports what is wrong and gives the default, so that reading goes on and finds the other faults too.
final class YAMLSection {
    let name: String
    let node: Node?
    let collector: DiagnosticCollector
    private let values: [(key: Node, value: Node)]
    private var asked: Set<String> = []

    /// Reads a mapping; `node` is nil where the section is not there.
    init(_ name: String, _ node: Node?, _ collector: DiagnosticCollector) {
        (self.name, self.node, self.collector) = (name, node, collector)
        switch node {
        case nil: values = []
        case .mapping(let mapping): values = mapping.map { ($0.key, $0.value) }
        default:
            values = []
            collector.report(at: node, "\(name) must be a list of `key: value` lines.")
        }
        reportRepeatedKeys()
    }

    private func reportRepeatedKeys() {
        var seen: Set<String> = []
        for (key, _) in values where !seen.insert(key.string ?? "").inserted {
            collector.report(at: key, "\(key.string ?? "") stands twice in \(name).")
        }
    }

    /// The keys there are, in the order of the file.
    var keys: [(name: String, node: Node)] { values.map { ($0.key.string ?? "", $0.key) } }

    private func value(_ key: String) -> Node? {
        asked.insert(key)
        guard let node = values.first(where: { $0.key.string == key })?.value else { return nil }
        if case .scalar(let scalar) = node, node.tag == Tag(.null), scalar.style == .plain {
            collector.report(at: node, "\(name).\(key) has no value: give one, or leave the line out.")
            return nil
        }
        return node
    }

    func has(_ key: String) -> Bool { values.contains { $0.key.string == key } }

    /// Whether a key has a list; asking does not count as reading it.
    func isList(_ key: String) -> Bool {
        if case .sequence = values.first(where: { $0.key.string == key })?.value { true } else { false }
    }

    func section(_ key: String) -> YAMLSection {
        YAMLSection(name.isEmpty ? key : "\(name).\(key)", value(key), collector)
    }

    func text(_ key: String) -> String? {
        guard let node = value(key) else { return nil }
        guard case .scalar(let scalar) = node else {
            collector.report(at: node, "\(name).\(key) must be one text.")
            return nil
        }
        return scalar.string
    }

    func text(_ key: String, default fallback: String) -> String { text(key) ?? fallback }

    func required(_ key: String) -> String {
        if let text = text(key) { return text }
        if !has(key) { collector.report(at: node, "\(name) needs \(key).") }
        return ""
    }

    func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        number(key, text(key), fallback, range, Int.init)
    }

    func decimal(_ key: String, default fallback: Double, in range: ClosedRange<Double>) -> Double {
        number(key, text(key), fallback, range, Double.init)
    }

    private func number<Value: Comparable>(
        _ key: String, _ text: String?, _ fallback: Value, _ range: ClosedRange<Value>, _ read: (String) -> Value?
    ) -> Value {
        guard let text else { return fallback }
        guard let value = read(text), range.contains(value) else {
            collector.report(
                at: value(key), "\(name).\(key) is \(text); it must be from \(range.lowerBound) to \(range.upperBound)."
            )
            return fallback
        }
        return value
    }

    func flag(_ key: String, default fallback: Bool) -> Bool {
        switch text(key) {
        case nil: return fallback
        case "true": return true
        case "false": return false
        case let other?:
            collector.report(at: value(key), "\(name).\(key) is \(other); it must be true or false.")
            return fallback
        }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, default fallback: Choice) -> Choice
    where Choice.RawValue == String {
        guard let text = text(key) else { return fallback }
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        collector.report(at: value(key), "\(name).\(key) is \(text)\(suggestion(for: text, among: names))")
        return fallback
    }

    func texts(_ key: String, default fallback: [String]) -> [String] {
        guard let node = value(key) else { return fallback }
        guard case .sequence(let sequence) = node else {
            collector.report(at: node, "\(name).\(key) must be a list, a `- ` line each.")
            return fallback
        }
        return sequence.compactMap(\.string)
    }

    func entries(_ key: String) -> [YAMLSection] {
        guard let node = value(key) else { return [] }
        guard case .sequence(let sequence) = node else {
            collector.report(at: node, "\(name).\(key) must be a list, a `- ` line each.")
            return []
        }
        return sequence.enumerated().map { YAMLSection("\(name).\(key)[\($0 + 1)]", $1, collector) }
    }

    func report(_ key: String?, _ message: String) {
        collector.report(at: key.flatMap { key in values.first { $0.key.string == key }?.value } ?? node, message)
    }

    /// Reports every key that nobody asked for, with the nearest spelling.
    func finish() {
        for (key, node) in keys where !asked.contains(key) {
            let place = name.isEmpty ? "the file" : name
            collector.report(at: node, "\(place) knows no \(key)\(suggestion(for: key, among: asked.sorted()))")
        }
    }
}

/// `: did you mean x?`, or the list of what there is.
func suggestion(for word: String, among names: [String]) -> String {
    let near = names.map { ($0, editDistance(word, $0)) }.min { $0.1 < $1.1 }
    if let near, near.1 <= max(2, word.count / 3) { return ": did you mean \(near.0)?" }
    return names.isEmpty ? "." : "; there is \(names.joined(separator: ", "))."
}

/// Levenshtein's distance between two short words.
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let replaced = diagonal + (character == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
