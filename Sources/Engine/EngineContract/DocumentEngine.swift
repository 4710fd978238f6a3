public import ComplaintModel

/// Opens, draws and reads what strangers sent: the seam between the stages, which judge, and the worker in its jail,
/// which holds the C libraries.
///
/// Every call stands for itself; a crash, a hang or a memory bomb costs the one call, which throws an `EngineFault`.
public protocol DocumentEngine: Sendable {
    /// Looks at the headers of a container without decoding any page.
    func inspect(_ content: Content, limits: EngineLimits) async throws -> Inspection

    /// Draws one page of a container, numbered from 1, and measures its ink.
    func draw(page: Int, of content: Content, limits: EngineLimits) async throws -> DrawnPage

    /// Reads one page image.
    func recognise(_ image: Content, settings: RecognitionSettings, limits: EngineLimits) async throws -> Recognition

    /// Cuts a rectangle out of a page image, as a PNG no wider than `maximumWidth` pixels, for an operator to look at.
    func crop(_ image: Content, to box: Box, maximumWidth: Int, limits: EngineLimits) async throws -> [UInt8]
}

/// Bytes in evidence with what they are: what an engine is given.
public struct Content: Sendable, Hashable {
    /// The artefact the bytes are of.
    public let artefact: Artefact
    /// The bytes.
    public let bytes: [UInt8]

    /// Pairs bytes with their description.
    public init(artefact: Artefact, bytes: [UInt8]) { (self.artefact, self.bytes) = (artefact, bytes) }
}

/// The bounds of one call, out of the configuration; each stands in the error that it causes.
public struct EngineLimits: Codable, Sendable, Hashable {
    /// Pixels of one page, probed from its header before decoding.
    public var pixelsPerPage = 40_000_000
    /// Pages of one document.
    public var pagesPerDocument = 500
    /// Address space of the worker, in bytes.
    public var memoryBytes = 1 << 30
    /// Processor time of one call, in seconds.
    public var processorSeconds = 60
    /// Wall-clock time of one call, in seconds.
    public var wallSeconds = 120
    /// Dots an inch at which PDF pages are drawn.
    public var drawingResolution = 300
    /// Bytes of one mail.
    public var mailBytes = 25 << 20
    /// Bytes of the headers of a mail, or of any part of it.
    public var mailHeaderBytes = 128 << 10
    /// How deep the parts of a mail may lie within each other.
    public var mailDepth = 100
    /// Parts of one mail.
    public var mailParts = 1000
    /// Bytes of the text taken out of one mail.
    public var mailTextBytes = 1 << 20

    /// The bounds of DESIGN section 9.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case pixelsPerPage = "pixels_per_page"
        case pagesPerDocument = "pages_per_document"
        case memoryBytes = "memory_bytes"
        case processorSeconds = "processor_secs"
        case wallSeconds = "wall_secs"
        case drawingResolution = "drawing_dpi"
        case mailBytes = "mail_bytes"
        case mailHeaderBytes = "mail_header_bytes"
        case mailDepth = "mail_depth"
        case mailParts = "mail_parts"
        case mailTextBytes = "mail_text_bytes"
    }
}

/// What the headers of a container say.
public struct Inspection: Codable, Sendable, Hashable {
    /// The facts of one page.
    public struct PageHeader: Codable, Sendable, Hashable {
        /// Width in pixels (for a PDF at the drawing resolution).
        public let width: Int
        /// Height in pixels.
        public let height: Int
        /// The page's text layer, where the container has one.
        public let textLayer: String?
        /// Describes a page header.
        public init(width: Int, height: Int, textLayer: String? = nil) {
            (self.width, self.height, self.textLayer) = (width, height, textLayer)
        }
    }
    /// The pages, in order; never empty.
    public let pages: [PageHeader]
    /// What was odd but no hindrance, in plain words.
    public let warnings: [String]

    /// Describes a container.
    public init(pages: [PageHeader], warnings: [String] = []) { (self.pages, self.warnings) = (pages, warnings) }
}

/// A page drawn out of its container.
public struct DrawnPage: Codable, Sendable, Hashable {
    /// Width in pixels.
    public let width: Int
    /// Height in pixels.
    public let height: Int
    /// The share of the page covered by what looks like writing, 0 to 1, after specks, show-through and borders are
    /// set aside.
    public let inkShare: Double
    /// Whether nothing is written on the page.
    public let isBlank: Bool
    /// The page as an image file of its own (PNG or G4 TIFF); nil where the container is itself the image of this one
    /// page.
    public let image: [UInt8]?

    /// Describes a drawn page.
    public init(width: Int, height: Int, inkShare: Double, isBlank: Bool, image: [UInt8]?) {
        (self.width, self.height, self.inkShare, self.isBlank) = (width, height, inkShare, isBlank)
        self.image = image
    }
}

/// How pages are read.
public struct RecognitionSettings: Codable, Sendable, Hashable {
    /// The model, by the name of its file without `.traineddata`.
    public var model: String
    /// Further Tesseract variables.
    public var variables: [String: String]

    /// Settings for a model; `script/Thai` needs `preserve_interword_spaces` and a smaller minimum line size (measured,
    /// see the decision record on recognition).
    public init(
        model: String = "Thai",
        variables: [String: String] = ["preserve_interword_spaces": "1", "textord_min_linesize": "2.5"]
    ) {
        (self.model, self.variables) = (model, variables)
    }
}

/// What an engine read on a page image.
public struct Recognition: Codable, Sendable, Hashable {
    /// Width of the image as given, in pixels.
    public let width: Int
    /// Height of the image as given, in pixels.
    public let height: Int
    /// Dots an inch across, as the image says or as was found credible.
    public let resolutionX: Int
    /// Dots an inch down.
    public let resolutionY: Int
    /// The lines, top to bottom, boxes in pixels of the image as given.
    public let lines: [Line]
    /// Mean confidence, 0 to 100; 0 where nothing was read.
    public let confidence: Double
    /// The share of the inked area that the lines cover, 0 to 1: low where writing was not read at all.
    public let cover: Double
    /// Whether the decoder met damage: part of the page may be missing.
    public let isDamaged: Bool
    /// Whether the writing looks like that of a hand, which no model here reads.
    public let looksHandwritten: Bool
    /// What was done to the page and what was noticed.
    public let warnings: [String]
    /// Model and settings that read it.
    public let reader: String
    /// Seconds of wall-clock time in preparation and reading.
    public let seconds: Double

    /// Describes a reading.
    public init(
        width: Int, height: Int, resolutionX: Int, resolutionY: Int, lines: [Line], confidence: Double, cover: Double,
        isDamaged: Bool = false, looksHandwritten: Bool = false, warnings: [String], reader: String, seconds: Double
    ) {
        (self.width, self.height, self.resolutionX, self.resolutionY) = (width, height, resolutionX, resolutionY)
        (self.lines, self.confidence, self.cover) = (lines, confidence, cover)
        (self.isDamaged, self.looksHandwritten) = (isDamaged, looksHandwritten)
        (self.warnings, self.reader, self.seconds) = (warnings, reader, seconds)
    }

    private enum CodingKeys: String, CodingKey {
        case width, height, lines, confidence, cover, warnings, reader, seconds
        case resolutionX = "dpi_x"
        case resolutionY = "dpi_y"
        case isDamaged = "damaged"
        case looksHandwritten = "handwritten"
    }
}

/// Why an engine gave no answer.
public enum EngineFault: Error, Codable, Sendable, Hashable {
    /// The content is damaged, encrypted, of no known kind or has no pages; no retry will mend it.
    case unreadable(String)
    /// A bound was passed; `limit` names it with its value.
    case tooLarge(limit: String, found: String)
    /// The worker died at this content; the text names the signal or the status.
    case crashed(String)
    /// The worker gave no answer in time.
    case timedOut(seconds: Int)
    /// The worker could not be started or a model is missing: nothing is wrong with the content, and a retry may help.
    case unavailable(String)
    /// The worker answered with what is no answer.
    case nonsense(String)
}
