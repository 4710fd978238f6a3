/// One page of a letter that can be looked at.
public struct Page: Codable, Sendable, Hashable {
    /// The number of the page in the arrival, from 1.
    public let number: Int
    /// The picture of the page: the arrival's own artefact where it is a single image, else one drawn from it.
    public let image: Artefact
    /// Width in pixels.
    public let width: Int
    /// Height in pixels.
    public let height: Int
    /// The text layer of a born-digital page, where there is one; whether it is sound is for Recognition to judge.
    public let textLayer: String?

    /// Describes a page.
    public init(number: Int, image: Artefact, width: Int, height: Int, textLayer: String? = nil) {
        (self.number, self.image, self.width, self.height) = (number, image, width, height)
        self.textLayer = textLayer
    }

    private enum CodingKeys: String, CodingKey {
        case number, image, width, height
        case textLayer = "text_layer"
    }
}

/// What unpacking noted about a page it did not pass on.
public struct PageNote: Codable, Sendable, Hashable {
    /// Why the page is not among the pages.
    public enum Reason: String, Codable, Sendable { case blank, separator, unreadable }
    /// The number of the page in the arrival, from 1.
    public let number: Int
    /// Why it is not among the pages.
    public let reason: Reason
    /// What was seen, in plain words without any text of the letter.
    public let detail: String

    /// Notes what became of a page.
    public init(number: Int, reason: Reason, detail: String) {
        (self.number, self.reason, self.detail) = (number, reason, detail)
    }
}

/// A letter taken out of its container: what the `recognise` queue carries.
public struct Document: Codable, Sendable, Hashable {
    /// The item this letter is.
    public let item: ItemID
    /// The arrival it came with.
    public let arrival: Arrival
    /// The pages to read, in order; empty where the letter came as text.
    public let pages: [Page]
    /// Text that came as text (SMS, the body of a mail); nil where there are only pages.
    public let text: String?
    /// The passages of a mail, those too that `text` leaves out; empty where text came by other ways.
    public let passages: [Passage]
    /// What was attached to a mail, with its name; all of it is in evidence.
    public let attachments: [MailAttachment]
    /// Tracking codes that the sender quotes: what was sent may follow up those complaints.
    public let quotedCodes: [TrackingCode]
    /// Pages that were left out, and why.
    public let notes: [PageNote]
    /// What a person must look at.
    public let doubts: [Doubt]
    /// What a desk has already typed beside the text; nil where nobody has.
    public let given: GivenFields?
    /// Further arrivals whose text is part of this letter (the other SMS of a conversation), in the order of the text.
    public let joined: [Arrival]

    /// Describes an unpacked letter.
    public init(
        item: ItemID, arrival: Arrival, pages: [Page], text: String? = nil, passages: [Passage] = [],
        attachments: [MailAttachment] = [], quotedCodes: [TrackingCode] = [], notes: [PageNote] = [],
        doubts: [Doubt] = [], given: GivenFields? = nil, joined: [Arrival] = []
    ) {
        (self.item, self.arrival, self.pages, self.text) = (item, arrival, pages, text)
        (self.passages, self.attachments, self.quotedCodes) = (passages, attachments, quotedCodes)
        (self.notes, self.doubts, self.given, self.joined) = (notes, doubts, given, joined)
    }

    private enum CodingKeys: String, CodingKey {
        case item, arrival, pages, text, passages, attachments, notes, doubts, given, joined
        case quotedCodes = "quoted_codes"
    }
}

/// A reason why a person must look before anything is filed.
public struct Doubt: Codable, Sendable, Hashable {
    /// The kinds of doubt.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A line was read with too much risk.
        case doubtfulLine = "doubtful_line"
        /// A page could not be read at all; its picture is kept.
        case unreadablePage = "unreadable_page"
        /// Nothing was read where something stands.
        case emptyReading = "empty_reading"
        /// A page looks handwritten and was not read; its picture is kept.
        case handwriting
        /// The arrival could not be opened (damaged, encrypted, too large, of an unknown kind).
        case unopened
        /// A part of what was sent did not come (a fax that was cut off, a part of a long SMS).
        case incomplete
        /// A resemblance to an earlier complaint that only a person can decide.
        case resemblance
        /// Fields contradict each other or an important one is missing.
        case fields
    }
    /// The kind of doubt.
    public let kind: Kind
    /// The page it concerns, from 1, if any.
    public let page: Int?
    /// The line of the page it concerns, from 1, if any.
    public let line: Int?
    /// What is doubtful and what to do, in plain words without any text of the letter.
    public let detail: String

    /// Records a doubt.
    public init(_ kind: Kind, page: Int? = nil, line: Int? = nil, detail: String) {
        (self.kind, self.page, self.line, self.detail) = (kind, page, line, detail)
    }
}
