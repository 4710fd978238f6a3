internal import CXML2

/// Lays the nodes of a page out as lines of text.
struct HTMLLayout {
    private(set) var text = ""
    private var isAtLineStart = true
    private var emptyLines = 0
    private var needsSpace = false
    private var quotes = 0
    private var preformatted = 0

    /// Begins a node; says whether its children are to be read.
    mutating func enter(_ node: xmlNodePtr) -> Bool {
        switch node.pointee.type {
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
            if let content = node.pointee.content { write(String(cString: content)) }
            return false
        case XML_ELEMENT_NODE: break
        case XML_ENTITY_REF_NODE, XML_COMMENT_NODE, XML_PI_NODE, XML_DTD_NODE: return false
        default: return true
        }
        guard !node.isUnseen else { return false }
        switch node.name {
        case "br": breakLine()
        case "li":
            endLine()
            write("- ")
        case "td", "th": needsSpace = !isAtLineStart
        case "hr":
            endLine()
            write("---")
            endLine()
        case "pre", "textarea":
            endLine()
            preformatted += 1
        case let name where HTMLLayout.paragraphs.contains(name): endParagraph()
        case let name where HTMLLayout.blocks.contains(name): endLine()
        default: break
        }
        if node.isQuotation { quotes += 1 }
        return true
    }

    /// Ends a node.
    mutating func leave(_ node: xmlNodePtr) {
        guard node.pointee.type == XML_ELEMENT_NODE, !node.isUnseen else { return }
        switch node.name {
        case "pre", "textarea":
            preformatted -= 1
            endLine()
        case let name where HTMLLayout.paragraphs.contains(name): endParagraph()
        case let name where HTMLLayout.blocks.contains(name): endLine()
        default: break
        }
        if node.isQuotation { quotes -= 1 }
    }

    private static let paragraphs: Set<String> = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl"]
    private static let blocks: Set<String> = [
        "div", "tr", "li", "blockquote", "address", "article", "section", "header", "footer", "main", "center", "form",
        "fieldset", "dt", "dd", "caption", "figure", "figcaption", "body", "html",
    ]

    private mutating func write(_ words: String) {
        for scalar in words.unicodeScalars {
            switch scalar {
            case "\n" where preformatted > 0: breakLine()
            case " ", "\t", "\n", "\r", "\u{C}":
                if preformatted > 0 { put(scalar == "\t" ? "\t" : " ") } else { needsSpace = !isAtLineStart }
            default:
                if needsSpace { put(" ") }
                needsSpace = false
                put(scalar)
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        if isAtLineStart { text += String(repeating: "> ", count: min(quotes, 9)) }
        (isAtLineStart, emptyLines) = (false, 0)
        text.unicodeScalars.append(scalar)
    }

    /// A line break that was asked for; no more than one empty line comes of it.
    private mutating func breakLine() {
        needsSpace = false
        if !isAtLineStart {
            text += "\n"
            isAtLineStart = true
        } else if emptyLines == 0, !text.isEmpty {
            text += "\n"
            emptyLines = 1
        }
    }

    private mutating func endLine() {
        needsSpace = false
        if !isAtLineStart { breakLine() }
    }

    private mutating func endParagraph() {
        endLine()
        if emptyLines == 0, !text.isEmpty { breakLine() }
    }
}

extension xmlNodePtr {
    fileprivate var name: String { pointee.name.map { String(cString: $0) } ?? "" }

    private func attribute(_ name: String) -> String {
        guard let value = xmlGetProp(self, name) else { return "" }
        defer { cxml2_free(value) }
        return String(cString: value).lowercased()
    }

    /// What no reader sees: programs, styles, what is hidden by its style.
    fileprivate var isUnseen: Bool {
        if ["script", "style", "head", "title", "template", "object", "svg", "select"].contains(name) { return true }
        guard pointee.properties != nil else { return false }
        let style = attribute("style").filter { $0 != " " }
        return style.contains("display:none") || style.contains("visibility:hidden")
    }

    /// A quotation of an earlier mail; writers use plain `blockquote` to indent their own words.
    fileprivate var isQuotation: Bool {
        guard name == "blockquote", pointee.properties != nil else { return false }
        return attribute("type") == "cite" || attribute("class").contains("quote")
    }
}
