internal import ComplaintModel
internal import ContainerEngine
internal import EngineContract
internal import Foundation
internal import MailEngine
internal import ReadingEngine

/// The process in the jail: answers one request after another until its standard input ends.
@main
struct Worker {
    private let reading: ReadingEngine
    private let containers = ContainerEngine()
    private let mails = MailEngine()
    private let pipes: FramePipes

    static func main() {
        guard isatty(STDIN_FILENO) == 0 else {
            print("rongthuk-worker is started by rongthuk and speaks with it over pipes.")
            exit(64)
        }
        let replies = dup(STDOUT_FILENO)
        guard replies >= 0, let messages = LibraryMessages() else {
            exit(78)
        }
        let reading = ReadingEngine(modelFolders: modelFolders(CommandLine.arguments), messages: messages)
        let worker = Worker(reading: reading, pipes: FramePipes(reading: STDIN_FILENO, writing: replies))
        do { try worker.serve() } catch { exit(74) }
    }

    private init(reading: ReadingEngine, pipes: FramePipes) { (self.reading, self.pipes) = (reading, pipes) }

    private static func modelFolders(_ arguments: [String]) -> [String] {
        zip(arguments, arguments.dropFirst()).filter { $0.0 == "--models" }.map(\.1)
    }

    private func serve() throws {
        try pipes.send(try Frame(EngineReply.ready(version: EngineReply.version)))
        while let frame = try pipes.receive() {
            let request = try frame.decode(as: EngineRequest.self)
            CallBounds(request.limits).apply()
            let (reply, payload) = answer(request, payload: frame.payload)
            try pipes.send(try Frame(reply, payload: payload))
        }
    }

    private func answer(_ request: EngineRequest, payload: [UInt8]) -> (EngineReply, [UInt8]) {
        do throws(EngineFault) {
            return try perform(request, payload: payload)
        } catch {
            return (.fault(error), [])
        }
    }

    private func perform(
        _ request: EngineRequest, payload: [UInt8]
    ) throws(EngineFault) -> (EngineReply, [UInt8]) {
        let limits = request.limits
        switch request.work {
        case .inspect:
            return (.inspection(try containers.inspect(try content(request, payload), limits: limits)), [])
        case .draw(let page):
            let drawn = try containers.draw(page: page, of: try content(request, payload), limits: limits)
            let reply = EngineReply.drawn(
                width: drawn.width, height: drawn.height, inkShare: drawn.inkShare, isBlank: drawn.isBlank,
                hasImage: drawn.image != nil)
            return (reply, drawn.image ?? [])
        case .recognise(let settings):
            return (.recognition(try reading.recognise(payload, settings: settings, limits: limits)), [])
        case .crop(let box, let maximumWidth):
            return (.cropped, try reading.crop(payload, to: box, maximumWidth: maximumWidth, limits: limits))
        case .readMail:
            return (.mail(try mails.read(payload, limits: limits)), [])
        case .mailPart(let number):
            return (.mailPart, try mails.part(number, of: payload, limits: limits))
        case .plainText:
            let plain = mails.plainText(ofHTML: payload)
            return (.plainText(isWhole: plain.isWhole), Array(plain.text.utf8))
        case .prepare:
            return (.prepared, try reading.prepare(payload, limits: limits))
        case .readPrepared(let settings):
            return (.timing(try reading.timeBareReading(payload, settings: settings, limits: limits)), [])
        case .probe:
            return (.probes(JailProbing.run()), [])
        }
    }

    private func content(_ request: EngineRequest, _ payload: [UInt8]) throws(EngineFault) -> Content {
        guard let artefact = request.artefact else { throw .nonsense("A request without its artefact.") }
        return Content(artefact: artefact, bytes: payload)
    }
}
