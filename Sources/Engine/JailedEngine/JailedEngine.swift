public import ComplaintModel
public import EngineContract
internal import Glibc

/// The document engine in its jail: a pool of `rongthuk-worker` processes behind pipes.
///
/// A crash, a hang or a memory bomb costs the one call; the next one finds a new worker. A cancelled task gives its
/// worker up at once. When the engine goes, its workers go.
public final class JailedEngine: DocumentEngine, MailOpening {
    /// How many workers read side by side.
    public let workers: Int
    private let pool: WorkerPool

    /// Prepares a pool; a worker is started with the first call that needs it.
    public init(_ configuration: WorkerConfiguration = WorkerConfiguration()) {
        workers = max(1, configuration.workers)
        pool = WorkerPool(configuration)
    }

    deinit { pool.close() }

    /// Ends every worker at once; calls in hand and later ones throw `EngineFault.unavailable`.
    public func shutDown() { pool.close() }

    /// Looks at the headers of a container without decoding any page.
    public func inspect(_ content: Content, limits: EngineLimits) async throws -> Inspection {
        guard case (.inspection(let inspection), _) = try await ask(.inspect, of: content, limits) else {
            throw wrongAnswer
        }
        guard !inspection.pages.isEmpty else { throw EngineFault.nonsense("A document without pages.") }
        return inspection
    }

    /// Draws one page of a container, numbered from 1, and measures its ink.
    public func draw(page: Int, of content: Content, limits: EngineLimits) async throws -> DrawnPage {
        let (reply, bytes) = try await ask(.draw(page: page), of: content, limits)
        guard case .drawn(let width, let height, let inkShare, let isBlank, let hasImage) = reply else {
            throw wrongAnswer
        }
        return DrawnPage(
            width: width, height: height, inkShare: inkShare, isBlank: isBlank, image: hasImage ? bytes : nil)
    }

    /// Reads one page image.
    public func recognise(
        _ image: Content, settings: RecognitionSettings, limits: EngineLimits
    ) async throws -> Recognition {
        guard case (.recognition(let reading), _) = try await ask(.recognise(settings), of: image, limits) else {
            throw wrongAnswer
        }
        return reading
    }

    /// Cuts a rectangle out of a page image, as PNG.
    public func crop(_ image: Content, to box: Box, maximumWidth: Int, limits: EngineLimits) async throws -> [UInt8] {
        let (reply, bytes) = try await ask(.crop(box: box, maximumWidth: maximumWidth), of: image, limits)
        guard case .cropped = reply else { throw wrongAnswer }
        return bytes
    }

    /// Takes a mail apart.
    public func readMail(_ mail: Content, limits: EngineLimits) async throws -> MailReading {
        guard case (.mail(let reading), _) = try await ask(.readMail, of: mail, limits) else { throw wrongAnswer }
        return reading
    }

    /// The bytes of one part of a mail.
    public func mailPart(_ number: Int, of mail: Content, limits: EngineLimits) async throws -> [UInt8] {
        let (reply, bytes) = try await ask(.mailPart(number: number), of: mail, limits)
        guard case .mailPart = reply else { throw wrongAnswer }
        return bytes
    }

    /// The text of an HTML page.
    public func plainText(ofHTML html: String, limits: EngineLimits) async throws -> PlainText {
        let request = EngineRequest(.plainText, limits: limits)
        let (reply, bytes) = try await perform(request, payload: Array(html.utf8))
        guard case .plainText(let isWhole) = reply else { throw wrongAnswer }
        return PlainText(text: String(decoding: bytes, as: UTF8.self), isWhole: isWhole)
    }

    /// Tries from inside the jail what it must refuse: for `rongthuk doctor`.
    public func probe() async throws -> [JailProbe] {
        let request = EngineRequest(.probe, limits: EngineLimits())
        guard case .probes(let probes) = try await perform(request, payload: []).reply else { throw wrongAnswer }
        return probes
    }

    /// The worker processes that live.
    var processes: [pid_t] { pool.processes }
    /// Those that have a call in hand.
    var processesAtWork: [pid_t] { pool.processesAtWork }

    func ask(
        _ work: EngineRequest.Work, of content: Content, _ limits: EngineLimits
    ) async throws -> (reply: EngineReply, payload: [UInt8]) {
        let request = EngineRequest(work, artefact: content.artefact, limits: limits)
        return try await perform(request, payload: content.bytes)
    }

    func perform(_ request: EngineRequest, payload: [UInt8]) async throws -> (reply: EngineReply, payload: [UInt8]) {
        let (reply, bytes) = try await pool.perform(request, payload: payload)
        if case .fault(let fault) = reply { throw fault }
        return (reply, bytes)
    }

    var wrongAnswer: EngineFault { .nonsense("The worker answered another question.") }
}
