/// Undoes the soft line breaks of `format=flowed` (RFC 3676).
enum FlowedText {
    /// Joins lines that end in a blank with the next of the same depth of quoting; `deletesSpace` (DelSp) takes the blank
    /// out, as scripts without spaces between words need it.
    static func unwrapped(_ text: String, deletesSpace: Bool) -> String {
        var lines: [String] = []
        var open: (depth: Int, text: String)?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == ">" }.count
            var words = line.dropFirst(depth)
            // Space-stuffing.
            if words.first == " " { words = words.dropFirst() }
            let isSignature = words == "-- " || words == "--"
            if let started = open, started.depth != depth || isSignature {
                lines.append(quoted(started.text, started.depth))
                open = nil
            }
            let joined = (open?.text ?? "") + words
            if words.last == " ", !isSignature {
                open = (depth, deletesSpace ? String(joined.dropLast()) : joined)
            } else {
                lines.append(quoted(joined, depth))
                open = nil
            }
        }
        if let open { lines.append(quoted(open.text, open.depth)) }
        return lines.joined(separator: "\n")
    }

    private static func quoted(_ text: String, _ depth: Int) -> String {
        depth == 0 ? text : String(repeating: ">", count: depth) + " " + text
    }
}
