public import ComplaintModel
public import PipelineContract
internal import ThaiText

/// Brings what was read, typed or sent into normal form, keeping the way back to the raw text.
public struct NormalisationStage: Stage {
    /// What its queue carries.
    public typealias Input = Transcript

    private let normaliser = ThaiNormaliser()

    /// Makes the stage.
    public init() {}

    /// The queue it reads.
    public var queue: QueueName { .normalise }

    /// Normalises a transcript; one without any text is held for an operator and never goes on as an empty complaint.
    public func process(_ transcript: Transcript, context: StageContext) async throws -> Outcome {
        let normalised = normalise(transcript)
        guard normalised.hasText || transcript.review?.decision == .accepted else {
            return .hold(emptyCase(transcript))
        }
        guard transcript.review != nil || !normalised.flags.contains(NormalisationFlag.lost.rawValue) else {
            let doubt = Doubt(
                .emptyReading,
                detail: "The letters became question marks on their way: ask the sender for the text, or reject it.")
            return .hold(ReviewCase(subject: .document(transcript.document), doubts: transcript.doubts + [doubt]))
        }
        return .advance([Parcel(to: .structure, item: transcript.document.item, payload: normalised)])
    }

    /// The normal form of a transcript: each page in the mode of its origin, pages parted by a blank line.
    ///
    /// Wrong decodings of what was sent as text are undone; what was read or typed here has none.
    public func normalise(_ transcript: Transcript) -> NormalisedTranscript {
        var joined = JoinedText()
        for piece in pieces(of: transcript) {
            joined.append(
                piece.isSent
                    ? normaliser.normaliseRepairing(piece.text, mode: piece.mode)
                    : normaliser.normalise(piece.text, mode: piece.mode))
        }
        return NormalisedTranscript(transcript: transcript, text: joined.text, edits: joined.edits, flags: joined.flags)
    }

    private struct Piece {
        let text: String
        let mode: NormalisationMode
        let isSent: Bool
    }

    /// The pieces of `Transcript.text`, in its order, each with how it came in.
    private func pieces(of transcript: Transcript) -> [Piece] {
        if let corrected = transcript.review?.text {
            let pages = corrected.unicodeScalars.split(separator: "\u{C}", omittingEmptySubsequences: false)
            return pages.map { Piece(text: String(String.UnicodeScalarView($0)), mode: .text, isSent: false) }
        }
        let sent = transcript.document.text.map { [Piece(text: $0, mode: .text, isSent: true)] } ?? []
        return sent
            + transcript.readings.map {
                Piece(text: $0.text, mode: $0.origin == .textLayer ? .pdf : .ocr, isSent: false)
            }
    }

    private func emptyCase(_ transcript: Transcript) -> ReviewCase {
        let isNoted = transcript.doubts.contains {
            $0.kind == .emptyReading || $0.kind == .unreadablePage || $0.kind == .unopened
                || $0.kind == .handwriting
        }
        let doubt = Doubt(
            .emptyReading,
            detail: "Nothing could be read here: look at the pages, then type the text or reject the item.")
        return ReviewCase(
            subject: .document(transcript.document), doubts: transcript.doubts + (isNoted ? [] : [doubt]))
    }
}

/// Normal forms put one after the other, with their edits counted through.
private struct JoinedText {
    private(set) var text = ""
    private(set) var edits: [Edit] = []
    private(set) var flags: [String] = []
    private var rawCount = 0
    private var count = 0
    private var isFirst = true

    mutating func append(_ piece: NormalisedString) {
        if !isFirst { breakPage() }
        isFirst = false
        edits += piece.edits.map { edit in
            Edit(rule: edit.rule, from: Span(edit.from.moved(by: rawCount)), to: Span(edit.to.moved(by: count)))
        }
        for flag in piece.flags.map(\.rawValue) where !flags.contains(flag) { flags.append(flag) }
        text += piece.text
        rawCount += piece.map.rawCount
        count += piece.map.count
    }

    /// The form feed between two pages becomes a blank line; nothing stands for it before the first text.
    private mutating func breakPage() {
        let width = text.isEmpty ? 0 : 2
        edits.append(Edit(rule: "page", from: Span(rawCount..<rawCount + 1), to: Span(count..<count + width)))
        text += width == 0 ? "" : "\n\n"
        rawCount += 1
        count += width
    }
}

extension Range<Int> {
    fileprivate func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}

extension NormalisedTranscript {
    fileprivate var hasText: Bool {
        text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }
}
