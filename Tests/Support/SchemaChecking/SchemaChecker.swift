internal import Foundation

/// A JSON value that tells `false` from `0`, which `JSONSerialization` does not.
public enum JSONValue: Decodable, Equatable, Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads JSON text.
    public init(_ text: String) throws { self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }

    /// Decodes any value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// The items of an array; none of anything else.
    public var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
    /// The members of an object; none of anything else.
    public var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
    /// The text of a string.
    public var text: String? { if case .string(let text) = self { text } else { nil } }
    var number: Double { if case .number(let number) = self { number } else { .nan } }
    /// A member of an object.
    public subscript(name: String) -> JSONValue? { members[name] }

    func isOf(_ type: String) -> Bool {
        switch (self, type) {
        case (.object, "object"), (.array, "array"), (.string, "string"), (.boolean, "boolean"), (.number, "number"):
            true
        case (.number(let number), "integer"): number == number.rounded()
        default: false
        }
    }
}

/// Checks JSON against JSON Schema 2020-12, as far as the house's schemas use it; an unknown keyword is a fault.
public struct SchemaChecker {
    /// The schema, or a document that holds several.
    public let root: JSONValue

    /// Reads a schema.
    public init(_ schema: String) throws { root = try JSONValue(schema) }

    /// Takes a document that holds schemas.
    public init(_ root: JSONValue) { self.root = root }

    /// The faults of a document, each with its place; empty where it is valid.
    public func faults(of json: String) throws -> [String] { try faults(JSONValue(json), root, "$") }

    /// The faults of a value by one of the schemas in the document.
    public func faults(of value: JSONValue, by schema: JSONValue) throws -> [String] { try faults(value, schema, "$") }

    private func faults(_ value: JSONValue, _ schema: JSONValue, _ place: String) throws -> [String] {
        try schema.members.flatMap { try faults(value, $0.key, $0.value, schema, place) }
    }

    private func faults(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ place: String
    ) throws -> [String] {
        func unless(_ holds: Bool) -> [String] { holds ? [] : ["\(place): \(keyword) \(rule)"] }
        switch keyword {
        case "$schema", "$id", "$defs", "title", "description", "examples", "format": return []
        case "$ref": return try faults(value, target(of: rule), place)
        case "oneOf": return unless(try rule.items.count { try faults(value, $0, place).isEmpty } == 1)
        case "type": return unless(value.isOf(rule.text ?? ""))
        case "enum": return unless(rule.items.contains(value))
        case "const": return unless(rule == value)
        case "pattern": return unless(try (value.text ?? "").contains(Regex(rule.text ?? "")))
        case "minLength": return unless(Double((value.text ?? "").unicodeScalars.count) >= rule.number)
        case "maxLength": return unless(Double((value.text ?? "").unicodeScalars.count) <= rule.number)
        case "minimum": return unless(value.number >= rule.number)
        case "maximum": return unless(value.number <= rule.number)
        case "minItems": return unless(Double(value.items.count) >= rule.number)
        case "maxItems": return unless(Double(value.items.count) <= rule.number)
        case "items":
            return try value.items.enumerated().flatMap { try faults($0.element, rule, "\(place)[\($0.offset)]") }
        case "required": return rule.items.compactMap(\.text).filter { value[$0] == nil }.map { "\(place): no \($0)" }
        case "properties":
            return try rule.members.flatMap { name, sub in
                try value[name].map { try faults($0, sub, "\(place).\(name)") } ?? []
            }
        case "additionalProperties":
            let others = value.members.filter { schema["properties"]?[$0.key] == nil }
            if rule == .boolean(false) { return others.keys.map { "\(place): \($0) is unknown" } }
            return try others.flatMap { try faults($0.value, rule, "\(place).\($0.key)") }
        default: return ["\(place): the checker does not know the keyword \(keyword)"]
        }
    }

    private func target(of reference: JSONValue) throws -> JSONValue {
        struct NoTarget: Error { let name: String }
        let path = (reference.text ?? "").trimmingPrefix("#/").split(separator: "/")
        guard let target = path.reduce(Optional(root), { $0?[String($1)] }) else {
            throw NoTarget(name: reference.text ?? "")
        }
        return target
    }
}
