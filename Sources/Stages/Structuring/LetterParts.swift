internal import ComplaintModel

/// Where the parts of a letter stand: subject, addressee, references, enclosures, body, closing and signature.
struct LetterParts {
    /// The lines before the first word of the letter's form: sender's address and date.
    private(set) var head: Range<Int>
    private(set) var subject: Range<Int>?
    private(set) var addressee: Range<Int>?
    private(set) var references: [Range<Int>] = []
    private(set) var enclosures: [Range<Int>] = []
    /// From the first line after the form to the closing.
    private(set) var body: Range<Int>
    private(set) var closing: Range<Int>?
    /// From the closing, or a line to sign on, to the end.
    private(set) var signature: Range<Int>

    /// Whether the text has the form of a letter.
    var isLetter: Bool { subject != nil || addressee != nil || closing != nil }

    /// Finds the parts; words of the form may have one character wrong, as scans have it.
    init(_ text: ScannedText, channel: ChannelKind) {
        let count = text.units.count
        (head, body, signature) = (0..<0, 0..<count, count..<count)
        guard text.lines.contains(where: { !$0.isEmpty }) else { return }
        var form = FormLines(text, channel: channel)
        form.read()
        (subject, addressee) = (form.subject, form.addressee)
        references = form.references
        form.readTail()
        enclosures = form.enclosures
        let ending = LetterEnding(text, from: form.bodyLine)
        closing = ending.closing
        let bodyStart = form.bodyLine < text.lines.count ? text.lines[form.bodyLine].lowerBound : count
        let signatureStart = max(ending.start ?? count, bodyStart)
        body = bodyStart..<signatureStart
        signature = signatureStart..<count
        if let first = form.firstLine { head = 0..<text.lines[first].lowerBound }
    }
}
