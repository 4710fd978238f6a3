internal import Foundation

/// Where a gateway's JSON says a thing: `message.text` is the `text` of `message`.
struct JSONPlace {
    private let names: [Substring]

    init(_ path: String) { names = path.split(separator: ".") }

    /// What stands there; nil where nothing does.
    func value(in json: Any) -> Any? {
        names.reduce(Optional(json)) { value, name in (value as? [String: Any])?[String(name)] }
    }

    /// What stands there as text, a number as it is written; nil where neither does.
    func text(in json: Any) -> String? {
        switch value(in: json) {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: nil
        }
    }
}
