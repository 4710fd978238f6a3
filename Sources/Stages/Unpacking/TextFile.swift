internal import ComplaintModel
internal import ThaiText

/// Text that came as a file of its own, in whatever charset: UTF-8, or what old programs write.
struct TextFile {
    /// The text, its control characters kept where it was UTF-8.
    let text: String
    /// What its bytes were read as, where that was not UTF-8.
    let charset: String?

    /// Reads bytes; nil where they make no text in any charset.
    init?(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: body, as: UTF8.self), !text.hasControls {
            (self.text, charset) = (text, nil)
            return
        }
        // Thai in UTF-16 without a mark is UTF-8 too, byte for byte, but of control characters.
        let decoded = ThaiDecoder.decode(bytes)
        let text = decoded.text.tidied
        // Any bytes can be read as windows-874: what nobody writes is no text.
        guard !decoded.text.hasControls, text.hasWords, !text.isGarbled else { return nil }
        (self.text, charset) = (text, decoded.encoding.rawValue)
    }

    /// The arrival, with the charset among its details where it was a guess.
    func noted(on arrival: Arrival) -> Arrival {
        guard let charset else { return arrival }
        var provenance = arrival.provenance
        provenance.details[TextFile.charset] = charset
        return Arrival(
            channel: arrival.channel, source: arrival.source, channelKey: arrival.channelKey,
            receivedAt: arrival.receivedAt, artefact: arrival.artefact, provenance: provenance)
    }

    /// The detail that says in what charset a text was read.
    private static let charset = "charset"

    /// Whether a file calls itself text: other kinds (RTF, HTML, a program's data) may be text too and are no letters.
    static func isNamed(_ arrival: Arrival) -> Bool { arrival.provenance.name?.lowercased().hasSuffix(".txt") == true }
}

extension String {
    /// Whether it holds control characters that nobody writes in a letter.
    fileprivate var hasControls: Bool {
        unicodeScalars.contains { $0.value < 0x20 && !"\t\n\r\u{C}".unicodeScalars.contains($0) }
    }
}
