/// A rectangle on a page in pixels of the page's own image, origin at the top left, written `[x, y, width, height]`.
public struct Box: Codable, Sendable, Hashable {
    /// Left edge.
    public let x: Int
    /// Top edge.
    public let y: Int
    /// Width, zero or more.
    public let width: Int
    /// Height, zero or more.
    public let height: Int

    /// Makes a rectangle.
    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// Decodes `[x, y, width, height]`.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        x = try container.decode(Int.self)
        y = try container.decode(Int.self)
        width = try container.decode(Int.self)
        height = try container.decode(Int.self)
    }

    /// Encodes `[x, y, width, height]`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for value in [x, y, width, height] { try container.encode(value) }
    }
}

/// A Thai cluster (a consonant with its vowels and marks) or another character, as it was read.
public struct Cluster: Codable, Sendable, Hashable {
    /// What was read.
    public let text: String
    /// The engine's confidence, 0 to 100.
    public let confidence: Double
    /// Where it stands.
    public let box: Box

    /// Describes a cluster.
    public init(text: String, confidence: Double, box: Box) {
        (self.text, self.confidence, self.box) = (text, confidence, box)
    }
}

/// One line of writing as it was read.
public struct Line: Codable, Sendable, Hashable {
    /// What was read, with true Thai spacing.
    public let text: String
    /// The engine's mean confidence, 0 to 100.
    public let confidence: Double
    /// How likely the line is to hold a wrong reading that matters, 0 to 1.
    public let risk: Double
    /// Where it stands.
    public let box: Box
    /// Its clusters, in reading order.
    public let clusters: [Cluster]

    /// Describes a line.
    public init(text: String, confidence: Double, risk: Double, box: Box, clusters: [Cluster]) {
        (self.text, self.confidence, self.risk, self.box) = (text, confidence, risk, box)
        self.clusters = clusters
    }
}

/// What was read of one page, and how.
public struct PageReading: Codable, Sendable, Hashable {
    /// How the text of a page was come by.
    public enum Origin: String, Codable, Sendable {
        case recognised
        case textLayer = "text_layer"
    }
    /// The number of the page in the arrival, from 1.
    public let page: Int
    /// How the text was come by.
    public let origin: Origin
    /// The lines, top to bottom.
    public let lines: [Line]
    /// Mean confidence of the page, 0 to 100.
    public let confidence: Double
    /// What the reader noticed (turned by 90 degrees, deskewed by 2.1, low contrast …).
    public let warnings: [String]
    /// The models and settings that read it, so that a later reading can be compared.
    public let reader: String

    /// Describes a reading.
    public init(
        page: Int, origin: Origin, lines: [Line], confidence: Double, warnings: [String] = [], reader: String
    ) {
        (self.page, self.origin, self.lines, self.confidence) = (page, origin, lines, confidence)
        (self.warnings, self.reader) = (warnings, reader)
    }

    /// The text of the page, a line each.
    public var text: String { lines.map(\.text).joined(separator: "\n") }
}

/// A letter as it was read, or as an operator set it right: what the `normalise` queue carries.
public struct Transcript: Codable, Sendable, Hashable {
    /// The letter.
    public let document: Document
    /// What was read of its pages; empty where the letter came as text.
    public let readings: [PageReading]
    /// What an operator decided, where one did.
    public let review: ReviewRecord?
    /// What a person must look at: the document's doubts and those of the reading.
    public let doubts: [Doubt]

    /// Describes a transcript.
    public init(document: Document, readings: [PageReading], review: ReviewRecord? = nil, doubts: [Doubt]) {
        (self.document, self.readings, self.review, self.doubts) = (document, readings, review, doubts)
    }

    /// The raw text to work on: the operator's where there is one, else what came as text, else what was read
    /// (pages parted by a form feed).
    public var text: String {
        if let corrected = review?.text { return corrected }
        let pages = readings.map(\.text)
        return ((document.text.map { [$0] } ?? []) + pages).joined(separator: "\u{C}")
    }
}

/// A part of a text in Unicode scalars, half open, written `[from, to]`.
public struct Span: Codable, Sendable, Hashable {
    /// The first scalar.
    public let from: Int
    /// The scalar after the last.
    public let to: Int

    /// Makes a span.
    public init(_ range: Range<Int>) { (from, to) = (range.lowerBound, range.upperBound) }

    /// The span as a range.
    public var range: Range<Int> { from..<max(from, to) }

    /// Decodes `[from, to]`.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        from = try container.decode(Int.self)
        to = try container.decode(Int.self)
    }

    /// Encodes `[from, to]`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(from)
        try container.encode(to)
    }
}

/// One thing normalisation did: `rule` turned the raw scalars `from` into the scalars `to` of the result.
public struct Edit: Codable, Sendable, Hashable {
    /// The rule, as the specification numbers it (`N08`).
    public let rule: String
    /// The scalars of the raw text.
    public let from: Span
    /// The scalars of the normalised text.
    public let to: Span

    /// Records an edit.
    public init(rule: String, from: Span, to: Span) { (self.rule, self.from, self.to) = (rule, from, to) }
}

/// A transcript in normal form: what the `structure` queue carries.
public struct NormalisedTranscript: Codable, Sendable, Hashable {
    /// The transcript it was made from.
    public let transcript: Transcript
    /// The text in normal form.
    public let text: String
    /// What was changed, so that every scalar can be traced to the raw text.
    public let edits: [Edit]
    /// What normalisation noticed (`pua`, `toneConflict`, …).
    public let flags: [String]

    /// Describes a normalised transcript.
    public init(transcript: Transcript, text: String, edits: [Edit], flags: [String]) {
        (self.transcript, self.text, self.edits, self.flags) = (transcript, text, edits, flags)
    }
}
