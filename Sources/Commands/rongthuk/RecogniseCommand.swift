internal import ArgumentParser
internal import ComplaintModel
internal import EngineContract
internal import Foundation
internal import JailedEngine
internal import PipelineAssembly
internal import Terminal

/// Recognition alone, as a filter.
struct RecogniseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recognise", abstract: "Read images and PDF files. (อ่านภาพ)",
        discussion: """
            Prints the text, pages parted by a form feed. With --json-lines a line a page: file, page, width, height, \
            dpi_x, dpi_y, text, confidence, lines with confidence, risk and box, seconds, warnings. A file that cannot be \
            read becomes {"file","error"}; the others go on, and the command ends with 65.

            Example: rongthuk recognise --json-lines scans/*.tif > pages.jsonl
            """)
    @OptionGroup var options: SiteOptions
    @Flag(name: .long, help: "JSON Lines out.") var jsonLines = false
    @Argument(help: "Image or PDF files.") var files: [String]

    struct PageAnswer: Encodable {
        let file: String
        let page: Int
        let recognition: Recognition

        private enum CodingKeys: String, CodingKey {
            case file, page, width, height, text, confidence, lines, seconds, warnings, cover, reader
            case resolutionX = "dpi_x"
            case resolutionY = "dpi_y"
        }
        private struct LineAnswer: Encodable {
            let text: String
            let confidence: Double
            let risk: Double
            let box: Box
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .file)
            try container.encode(page, forKey: .page)
            try container.encode(recognition.width, forKey: .width)
            try container.encode(recognition.height, forKey: .height)
            try container.encode(recognition.resolutionX, forKey: .resolutionX)
            try container.encode(recognition.resolutionY, forKey: .resolutionY)
            try container.encode(recognition.lines.map(\.text).joined(separator: "\n"), forKey: .text)
            try container.encode(recognition.confidence, forKey: .confidence)
            let lines = recognition.lines.map {
                LineAnswer(text: $0.text, confidence: $0.confidence, risk: $0.risk, box: $0.box)
            }
            try container.encode(lines, forKey: .lines)
            try container.encode(recognition.cover, forKey: .cover)
            try container.encode(recognition.reader, forKey: .reader)
            try container.encode(recognition.seconds, forKey: .seconds)
            try container.encode(recognition.warnings, forKey: .warnings)
        }
    }
    struct FaultAnswer: Encodable {
        let file: String
        let page: Int?
        let error: String
    }

    func run() async throws {
        let plan = try options.plan()
        let engine = JailedEngine(plan.workers)
        defer { engine.shutDown() }
        var failed = false
        for file in files {
            do {
                try await read(file, engine: engine, plan: plan, failed: &failed)
            } catch let fault as EngineFault {
                failed = true
                try report(FaultAnswer(file: file, page: nil, error: fault.description))
            }
        }
        if failed { throw Failure(.badData, "") }
    }

    private func read(_ file: String, engine: JailedEngine, plan: PipelinePlan, failed: inout Bool) async throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw EngineFault.unreadable("The file cannot be read: is the name right, and may you read it?")
        }
        let content = Content(bytes: [UInt8](data))
        let pages = try await engine.inspect(content, limits: plan.limits).pages.count
        try await withThrowingTaskGroup(of: (Int, Result<Recognition, EngineFault>).self) { group in
            var next = 1
            var done: [Int: Result<Recognition, EngineFault>] = [:]
            // As many pages at a time as there are workers, so that a long document does not lie drawn in memory.
            func start() {
                guard next <= pages else { return }
                let page = next
                next += 1
                group.addTask { (page, await engine.read(page: page, of: content, plan)) }
            }
            for _ in 0..<engine.workers { start() }
            var printed = 0
            while let (page, answer) = try await group.next() {
                done[page] = answer
                start()
                while let answer = done.removeValue(forKey: printed + 1) {
                    printed += 1
                    try show(answer, file: file, page: printed, failed: &failed)
                }
            }
        }
    }

    private func show(
        _ answer: Result<Recognition, EngineFault>, file: String, page: Int, failed: inout Bool
    ) throws {
        switch answer {
        case .success(let recognition): try print(recognition, file: file, page: page)
        case .failure(let fault):
            failed = true
            try report(FaultAnswer(file: file, page: page, error: fault.description))
        }
    }

    private func print(_ recognition: Recognition, file: String, page: Int) throws {
        if jsonLines {
            try printJSON(PageAnswer(file: file, page: page, recognition: recognition), pretty: false)
        } else {
            let text = recognition.lines.map(\.text).joined(separator: "\n")
            Swift.print(page > 1 ? "\u{C}" : "", terminator: "")
            Swift.print(TerminalText.safe(text, keepingLines: true))
        }
    }

    private func report(_ fault: FaultAnswer) throws {
        if jsonLines {
            try printJSON(fault, pretty: false)
        } else {
            printToStandardError("rongthuk: \(fault.file)\(fault.page.map { " page \($0)" } ?? ""): \(fault.error)")
        }
    }
}

extension Content {
    /// Bytes with what they say they are.
    init(bytes: [UInt8]) {
        let artefact = Artefact(
            sha256: ContentDigest(of: bytes), size: bytes.count, mediaType: MediaType(sniffing: bytes))
        self.init(artefact: artefact, bytes: bytes)
    }
}

extension JailedEngine {
    /// Draws a page where the file holds several, and reads it.
    fileprivate func read(
        page: Int, of content: Content, _ plan: PipelinePlan
    ) async -> Result<Recognition, EngineFault> {
        do {
            let drawn = try await draw(page: page, of: content, limits: plan.limits)
            let image = drawn.image.map(Content.init(bytes:)) ?? content
            return .success(
                try await recognise(image, settings: plan.recognition.settings, limits: plan.limits))
        } catch let fault as EngineFault {
            return .failure(fault)
        } catch {
            return .failure(.unavailable("\(error)"))
        }
    }
}
