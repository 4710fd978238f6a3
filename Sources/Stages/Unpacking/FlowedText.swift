/// Undoes the soft line breaks of `format=flowed` (RFC 3676).
struct FlowedText {
    private var text = ""
    private var depth = 0
    /// Whether the next line goes on with the last one.
    private var isOpen = false

    /// Joins lines that end in a blank with the next of the same depth of quoting; `deletesSpace` (DelSp) takes the blank
    /// out, as scripts without spaces between words need it.
    static func unwrapped(_ text: String, deletesSpace: Bool) -> String {
        var flowed = FlowedText()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            flowed.add(line, deletesSpace: deletesSpace)
        }
        // Every line but the first was begun with a line end.
        return String(flowed.text.dropFirst())
    }

    private mutating func add(_ line: Substring, deletesSpace: Bool) {
        let depth = line.prefix { $0 == ">" }.count
        var words = line.dropFirst(depth)
        // Space-stuffing.
        if words.first == " " { words = words.dropFirst() }
        let isSignature = words == "-- " || words == "--"
        if !isOpen || depth != self.depth || isSignature {
            text += "\n"
            if depth > 0 { text += String(repeating: ">", count: depth) + " " }
        }
        self.depth = depth
        isOpen = words.last == " " && !isSignature
        text += isOpen && deletesSpace ? words.dropLast() : words
    }
}
