internal import ComplaintModel
internal import EngineContract
internal import PipelineContract
internal import ThaiText

/// Gathers what the pieces of a mail hold: passages of text, pages, attachments, and what a person must look at.
struct MailGathering {
    private let engine: any DocumentEngine & MailOpening
    private let evidence: any EvidenceKeeping
    private let limits: EngineLimits
    private let drawing: PageDrawing
    private let mail: Content

    private(set) var passages: [Passage] = []
    private(set) var attachments: [MailAttachment] = []
    private(set) var binder = PageBinder()
    private(set) var doubts: [Doubt] = []
    private var textBytes = 0

    init(
        of mail: Content, engine: any DocumentEngine & MailOpening, evidence: any EvidenceKeeping, limits: EngineLimits
    ) {
        (self.mail, self.engine, self.evidence, self.limits) = (mail, engine, evidence, limits)
        drawing = PageDrawing(engine: engine, evidence: evidence, limits: limits)
    }

    /// Gathers pieces; what cannot be opened becomes a doubt, and the rest goes on.
    mutating func add(_ pieces: [MailOutline.Piece], isForward: Bool) async throws {
        for piece in pieces {
            do {
                try await add(piece, isForward: isForward)
            } catch let fault as EngineFault {
                // A worker that is stopped with the daemon looks like one that crashed.
                try Task.checkCancellation()
                doubts.append(Doubt(.unopened, detail: try Remedy.sentence(forPartOfMail: fault)))
            }
        }
    }

    private mutating func add(_ piece: MailOutline.Piece, isForward: Bool) async throws {
        switch piece {
        case .text(let part, let isFile):
            if isFile { try attach(part, try await bytes(of: part), pages: []) }
            let text = part.type == "text/html" ? try await html(part) : try await plain(part)
            put(isFile ? [Passage(.attached, text.trimmed)] : MailPassages.split(text, isForward: isForward))
        case .alternative(let plain, let html):
            put(MailPassages.split(try await better(of: plain, html), isForward: isForward))
        case .mail(let part, let pieces): try await addMail(part, pieces)
        case .attachment(let part): try await addAttachment(part)
        case .sealed(let part):
            if part.parts.isEmpty { try attach(part, try await bytes(of: part), pages: []) }
            doubts.append(Doubt(.unopened, detail: Remedy.encrypted))
        }
    }

    // MARK: Texts

    private mutating func put(_ passages: [Passage]) {
        for passage in passages where !passage.text.isEmpty {
            textBytes += passage.text.utf8.count
            guard textBytes <= limits.mailTextBytes else {
                let limit = EngineFault.tooLarge(limit: "\(limits.mailTextBytes) bytes of text a mail", found: "more")
                doubts.append(Doubt(.unopened, detail: (try? Remedy.sentence(forPartOfMail: limit)) ?? ""))
                return
            }
            self.passages.append(passage)
        }
    }

    private mutating func plain(_ part: MailPart) async throws -> String {
        let text = ThaiDecoder.decode(try await text(of: part)).text.tidied
        // Web forms send HTML and call it plain.
        if ["<html", "<!doctype html"].contains(where: text.prefix(100).trimmed.lowercased().hasPrefix) {
            return try await html(text)
        }
        guard part.parameters["format"] == "flowed" else { return text }
        return FlowedText.unwrapped(text, deletesSpace: part.parameters["delsp"] == "yes")
    }

    private mutating func html(_ part: MailPart) async throws -> String {
        try await html(ThaiDecoder.decode(try await text(of: part)).text)
    }

    private mutating func html(_ html: String) async throws -> String {
        let plain = try await engine.plainText(ofHTML: html, limits: limits)
        if !plain.isWhole { doubts.append(Doubt(.unopened, detail: Remedy.htmlCut)) }
        return plain.text.tidied
    }

    /// The plain text, unless it is none: lost letters, or a line that says to look at the HTML.
    private mutating func better(of plain: MailPart, _ html: MailPart) async throws -> String {
        let text = try await self.plain(plain)
        let letters = text.unicodeScalars.count { $0.properties.isAlphabetic }
        let isLost = ThaiDecoder.decode(Array(text.utf8)).isLost
        if letters >= 200, !isLost { return text }
        let other = try await self.html(html)
        let others = other.unicodeScalars.count { $0.properties.isAlphabetic }
        return others > 0 && (isLost || letters * 5 < others) ? other : text
    }

    private func text(of part: MailPart) async throws -> [UInt8] {
        // Mark-up is many times what it marks up.
        let most = limits.mailTextBytes * (part.type == "text/html" ? 8 : 1)
        guard part.size <= most else {
            throw EngineFault.tooLarge(limit: "\(most) bytes of text a mail", found: "\(part.size) bytes")
        }
        return try await bytes(of: part)
    }

    // MARK: Mails within the mail

    private mutating func addMail(_ part: MailPart, _ pieces: [MailOutline.Piece]) async throws {
        let heading = ["From", "Date", "To", "Subject"].compactMap { name -> String? in
            let field = part.headers.first { $0.name == name.lowercased() }
            return field.map { "\(name): \($0.text.decoded)" }
        }
        put([Passage(.forwarded, heading.joined(separator: "\n"))])
        let start = passages.count
        try await add(pieces, isForward: true)
        // Whatever it quotes is part of what is passed on.
        passages = passages[..<start] + passages[start...].map { Passage(.forwarded, $0.text) }
    }

    // MARK: Attachments

    private mutating func addAttachment(_ part: MailPart) async throws {
        let bytes = try await bytes(of: part)
        guard MediaType(sniffing: bytes).isPicturable else {
            try attach(part, bytes, pages: [])
            guard let kind = SealedFile(sniffing: bytes, declaredType: part.type) else { return }
            return doubts.append(Doubt(.unopened, detail: Remedy.sealed(attachments.count, kind)))
        }
        let artefact = try evidence.keep(bytes, mediaType: MediaType(sniffing: bytes))
        do {
            let content = Content(artefact: artefact, bytes: bytes)
            let pages = try await drawing.draw(content, smallest: Self.smallestPage, into: &binder)
            attach(part, artefact, pages: pages)
        } catch let fault as EngineFault {
            attach(part, artefact, pages: [])
            let sentence = try Remedy.sentence(for: fault)
            doubts.append(Doubt(.unopened, detail: Remedy.attachment(attachments.count, sentence)))
        }
    }

    private mutating func attach(_ part: MailPart, _ bytes: [UInt8], pages: [Int]) throws {
        attach(part, try evidence.keep(bytes, mediaType: MediaType(sniffing: bytes)), pages: pages)
    }

    private mutating func attach(_ part: MailPart, _ artefact: Artefact, pages: [Int]) {
        let name = part.name.map { ThaiDecoder.repair($0).text.tidied.cut(to: 255) }
        attachments.append(
            MailAttachment(artefact: artefact, name: name, declaredType: part.type.cut(to: 100), pages: pages))
    }

    private func bytes(of part: MailPart) async throws -> [UInt8] {
        let bytes = try await engine.mailPart(part.number, of: mail, limits: limits)
        guard bytes.count <= limits.mailBytes * 4 else { throw EngineFault.nonsense("a part larger than its mail") }
        return bytes
    }

    /// A picture of fewer pixels is a logo, a tracking dot or a smiley: nobody could read a letter on it.
    private static let smallestPage = 90_000
}

extension MediaType {
    /// Whether pages can be drawn of it.
    fileprivate var isPicturable: Bool {
        switch self {
        case .tiff, .png, .jpeg, .pdf: true
        case .mail, .text, .json, .multipart, .unknown: false
        }
    }
}
