internal import ComplaintModel
internal import Foundation
internal import HTTPContract

/// A request as a dialect looks at it: values by their place.
struct DialectReading {
    private let request: HTTPRequest
    private let fields: FormFields
    private let form: FormFields?
    private let json: [String: Any]?
    private let xml: XMLText?

    init(_ request: HTTPRequest) {
        self.request = request
        fields = FormFields(parsing: (request.query ?? "").utf8)
        let type = request.contentType ?? ""
        form = type == "application/x-www-form-urlencoded" ? FormFields(parsing: request.body) : nil
        json = type == "application/json" || type.hasSuffix("+json") ? DialectReading.object(request.body) : nil
        xml = type == "text/xml" || type == "application/xml" ? XMLText(request.body) : nil
    }

    private static func object(_ body: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]
    }

    /// The bytes at the first place that has any.
    func bytes(_ places: [WebhookDialect.Place]) -> [UInt8]? {
        for place in places { if let bytes = bytes(place) { return bytes } }
        return nil
    }

    /// The text at the first place that has any; empty text counts as none.
    func text(_ places: [WebhookDialect.Place]) -> String? {
        bytes(places).flatMap { String(validating: $0, as: UTF8.self) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func number(_ places: [WebhookDialect.Place]) -> Int? { text(places).flatMap { Int($0) } }

    private func bytes(_ place: WebhookDialect.Place) -> [UInt8]? {
        switch place {
        case .field(let name):
            form?.bytes(name) ?? json.flatMap { JSONPlace(name).text(in: $0) }.map { Array($0.utf8) }
                ?? fields.bytes(name)
        case .header(let name): request.field(name).map { Array($0.utf8) }
        case .escapedHeader(let name): request.field(name).map { FormFields.decoded(Array($0.utf8)) }
        case .body: isPlain ? request.body : nil
        case .element(let path): xml?.text(at: path)
        case .escapedElement(let path): xml?.text(at: path).map { FormFields.decoded($0) }
        case .charsetOfBody: charsetOfBody.map { Array($0.utf8) }
        }
    }

    /// Whether the body is neither form nor JSON nor XML, sound or broken, but the text itself.
    private var isPlain: Bool {
        guard request.method == "POST" else { return false }
        return request.contentType.map { $0.hasPrefix("text/plain") || $0 == "application/octet-stream" } ?? true
    }

    private var charsetOfBody: String? {
        guard let type = request.field("Content-Type"), let start = type.range(of: "charset=") else { return nil }
        return String(type[start.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" && $0 != " " })
    }
}

/// The little of XML that a gateway writes: elements by their path, no attributes, no entities of one's own.
struct XMLText {
    private let texts: [String: [UInt8]]

    /// Takes a document apart; what is not closed in order ends the reading.
    init(_ document: [UInt8]) {
        var texts: [String: [UInt8]] = [:]
        var path: [String] = []
        var rest = document[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")),
            let close = rest[open...].firstIndex(of: UInt8(ascii: ">"))
        {
            let key = path.joined(separator: "/")
            if !path.isEmpty { texts[key, default: []] += XMLText.unescaped(rest[..<open]) }
            let tag = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
            rest = rest[(close + 1)...]
            if tag.hasPrefix("?") || tag.hasPrefix("!") || tag.hasSuffix("/") { continue }
            if tag.hasPrefix("/") {
                guard path.popLast() == String(tag.dropFirst()) else { break }
            } else {
                path.append(String(tag.prefix { $0 != " " && $0 != "\n" && $0 != "\t" }))
                guard path.count <= 20 else { break }
            }
        }
        self.texts = texts
    }

    /// The text directly in the element at `path`, without the space around it.
    func text(at path: String) -> [UInt8]? {
        guard let text = texts[path] else { return nil }
        let start = text.prefix { $0 <= 0x20 }.count
        return Array(text[start...].reversed().drop { $0 <= 0x20 }.reversed())
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(UInt8(ascii: "&")) else { return Array(text) }
        let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        let whole = String(decoding: text, as: UTF8.self)
        return Array(names.reduce(whole) { $0.replacingOccurrences(of: $1.0, with: $1.1) }.utf8)
    }
}
