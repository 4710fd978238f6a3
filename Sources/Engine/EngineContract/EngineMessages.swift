public import ComplaintModel

/// What the daemon asks of a worker; the bytes concerned are the frame's payload.
public struct EngineRequest: Codable, Sendable {
    /// The kinds of work.
    public enum Work: Codable, Sendable {
        case inspect
        case draw(page: Int)
        case recognise(RecognitionSettings)
        case crop(box: Box, maximumWidth: Int)
        case readMail
        case mailPart(number: Int)
        case plainText
        /// Makes a page ready as for reading and gives it back: for the bench.
        case prepare
        /// Reads a prepared page with the bare Tesseract API and times it: for the bench.
        case readPrepared(RecognitionSettings)
        /// Tries what the jail must refuse.
        case probe
    }
    /// What to do.
    public let work: Work
    /// What the payload is.
    public let artefact: Artefact?
    /// The bounds of the call.
    public let limits: EngineLimits

    /// Asks for work.
    public init(_ work: Work, artefact: Artefact? = nil, limits: EngineLimits) {
        (self.work, self.artefact, self.limits) = (work, artefact, limits)
    }
}

/// What a worker answers; bytes, if any, are the frame's payload.
public enum EngineReply: Codable, Sendable {
    /// The version of this protocol: both sides come from one build and must agree.
    public static let version = 1

    /// Sent once at the start: the worker listens.
    case ready(version: Int)
    case inspection(Inspection)
    /// `hasImage`: whether the payload is the drawn page.
    case drawn(width: Int, height: Int, inkShare: Double, isBlank: Bool, hasImage: Bool)
    case recognition(Recognition)
    /// The payload is the cut-out, as PNG.
    case cropped
    /// The payload is the prepared page.
    case prepared
    case mail(MailReading)
    /// The payload is what was asked for: the bytes of a part.
    case mailPart
    /// The payload is the text, in UTF-8.
    case plainText(isWhole: Bool)
    case timing(ReadingTime)
    case probes([JailProbe])
    case fault(EngineFault)
}

/// How long a bare reading took.
public struct ReadingTime: Codable, Sendable, Hashable {
    /// Wall-clock time.
    public let seconds: Double
    /// Processor time.
    public let processorSeconds: Double

    /// States both times.
    public init(seconds: Double, processorSeconds: Double) {
        (self.seconds, self.processorSeconds) = (seconds, processorSeconds)
    }
}

/// One thing the jail must refuse, tried from inside.
public struct JailProbe: Codable, Sendable, Hashable {
    /// What was tried.
    public let name: String
    /// Whether the kernel refused it.
    public let isRefused: Bool
    /// What the kernel said.
    public let detail: String

    /// Reports one try.
    public init(name: String, isRefused: Bool, detail: String) {
        (self.name, self.isRefused, self.detail) = (name, isRefused, detail)
    }
}
