internal import ComplaintModel
internal import ThaiText

/// Brings a text into normal form in the mode of its channel, and leads spans back.
struct TextPreparation: Sendable {
    private let normaliser = ThaiNormaliser()

    struct Prepared {
        let text: String
        fileprivate let map: OffsetMap
        /// Whether spans of the normal form are spans of the raw text as they are.
        var isIdentical: Bool { map.isIdentity }

        /// The scalars of the raw text that a span of the normal form came from.
        func rawSpan(_ span: Span) -> Span { span.from < span.to ? Span(map.rawRange(of: span.range)) : span }
    }

    /// The normal form of a text; one already normal stays as it is.
    func prepare(_ raw: String, channel: ChannelKind) -> Prepared {
        let mode: NormalisationMode = channel.isRead ? .ocr : .text
        let normalised = normaliser.normalise(raw, mode: mode)
        return Prepared(text: normalised.text, map: normalised.map)
    }
}

extension ChannelKind {
    /// Whether its texts were read from pictures.
    var isRead: Bool { self == .scan || self == .fax }
}
