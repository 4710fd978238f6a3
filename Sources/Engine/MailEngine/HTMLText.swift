internal import CXML2
internal import EngineContract
internal import Foundation

/// The text a person would read on an HTML page.
enum HTMLText {
    /// What is put at the end of every page: where it does not come out again, the parser has stopped before.
    private static let end: [UInt8] = Array("<p>\u{F8FE}\u{F8FF}\u{F8FE}</p>".utf8)
    private static let endMark = "\u{F8FE}\u{F8FF}\u{F8FE}"

    static func prepare() { xmlInitParser() }

    static func read(_ html: [UInt8]) -> PlainText {
        // A NUL ends the page for the parser.
        let page = html.map { $0 == 0 ? 0x20 : $0 } + end
        let flags = [
            HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET, HTML_PARSE_COMPACT,
            HTML_PARSE_IGNORE_ENC,
        ]
        let options = flags.reduce(Int32(0)) { $0 | Int32($1.rawValue) }
        let document = page.withUnsafeBytes {
            htmlReadMemory($0.bindMemory(to: CChar.self).baseAddress, Int32(clamping: $0.count), nil, "UTF-8", options)
        }
        guard let document else { return PlainText(text: "", isWhole: false) }
        defer { xmlFreeDoc(document) }
        var layout = HTMLLayout()
        walk(document, &layout)
        guard let range = layout.text.range(of: endMark, options: .backwards) else {
            return PlainText(text: trimmed(layout.text), isWhole: false)
        }
        return PlainText(text: trimmed(String(layout.text[..<range.lowerBound])), isWhole: true)
    }

    /// Visits every node without recursion, for pages may be nested as deep as they like.
    ///
    /// A document begins with the fields of a node, and what stands behind the end of `html` hangs beside it.
    private static func walk(_ document: htmlDocPtr, _ layout: inout HTMLLayout) {
        let root = UnsafeMutableRawPointer(document).assumingMemoryBound(to: xmlNode.self)
        var node: xmlNodePtr? = root
        while let current = node {
            if layout.enter(current), let child = current.pointee.children {
                node = child
                continue
            }
            layout.leave(current)
            var place = current
            while place != root, place.pointee.next == nil, let parent = place.pointee.parent {
                layout.leave(parent)
                place = parent
            }
            node = place == root ? nil : place.pointee.next
        }
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
