internal import ArgumentParser
internal import ComplaintModel
internal import FolderWatching
internal import Foundation
internal import PipelineAssembly
internal import PipelineContract
internal import Spool
internal import Terminal

/// Hands something in by hand.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Hand files in by hand; what a fax server's hook calls. (ส่งเข้าด้วยมือ)",
        discussion: """
            Each file is one arrival; it is durable when the command returns 0, and stays where it is. The same file \
            again is counted as one more delivery, not taken twice.

            Example: rongthuk submit --channel fax --sender +6621234567 fax000000001.tif
            A fax with --error goes to an operator, marked as incomplete.
            """)
    @OptionGroup var options: SiteOptions
    @Option(name: .long, help: "scan, fax, email, sms or web.") var channel: ChannelKind
    @Option(name: .long, help: "The source it counts for.") var source = "by-hand"
    @Option(name: .long, help: "Who sent it: a telephone number or a mail address.") var sender: String?
    @Option(name: .long, help: "The line or modem of a fax.") var device: String?
    @Option(name: .long, help: "The fax server's identity of the call.") var commid: String?
    @Option(name: .long, help: "Why a fax is not whole, in the fax server's words; empty where it is.") var error = ""
    @Flag(name: .long, help: "Answer in JSON, an object a line.") var jsonLines = false
    @Argument(help: "The files.") var files: [String]

    struct Answer: Encodable {
        let file: String
        let arrival: ArrivalID
        let redelivery: Bool
    }

    func run() async throws {
        guard let source = SourceName(rawValue: source) else {
            throw Failure(.usage, "\(source) is no name for a source: use lower-case letters, digits and -.")
        }
        let plan = try options.plan()
        let intake = try Site(plan).spool.makeIntake()
        var worst: Failure.Code?
        for file in files {
            do {
                try report(try await take(file, source: source, by: intake), of: file)
            } catch let failure as Failure {
                printToStandardError("rongthuk: \(failure.message)")
                worst = worst == .tryLater ? worst : failure.code
            }
        }
        if let worst { throw Failure(worst, "") }
    }

    private var details: [String: String] {
        var details: [String: String] = [:]
        (details[FaxDetail.device], details[FaxDetail.commid]) = (device, commid)
        if !error.isEmpty { details[FaxDetail.error] = error }
        return details
    }

    private func report(_ receipt: Receipt, of file: String) throws {
        if jsonLines {
            let answer = Answer(file: file, arrival: receipt.arrival, redelivery: receipt.isRedelivery)
            return try printJSON(answer, pretty: false)
        }
        print(
            receipt.isRedelivery
                ? options.say("\(receipt.arrival)  known already", "\(receipt.arrival)  เคยรับแล้ว")
                : options.say("\(receipt.arrival)  taken in", "\(receipt.arrival)  รับเข้าแล้ว"))
    }

    private func take(_ file: String, source: SourceName, by intake: some Intake) async throws -> Receipt {
        let size = (try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int ?? 0
        let limit = FolderConfiguration(directory: "").maximumFileMebibytes
        guard size <= limit << 20 else {
            throw Failure(.badData, "\(file) has \(size >> 20) MiB, more than \(limit): hand it in in smaller parts.")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(.badData, "\(file) cannot be read: is the name right, and may you read it?")
        }
        return try await take([UInt8](data), named: file, source: source, by: intake)
    }

    private func take(
        _ bytes: [UInt8], named file: String, source: SourceName, by intake: some Intake
    ) async throws -> Receipt {
        let name = URL(fileURLWithPath: file).lastPathComponent
        var mediaType = MediaType(sniffing: bytes)
        if mediaType == .unknown, channel == .sms { mediaType = .text }
        // Whatever its first bytes may look like, it is a mail.
        if channel == .email { mediaType = .mail }
        do {
            return try await intake.take(
                Incoming(
                    channel: channel, source: source, channelKey: "\(name)\u{0}\(ContentDigest(of: bytes))",
                    mediaType: mediaType, provenance: Provenance(name: name, sender: sender, details: details),
                    bytes: bytes))
        } catch let refusal as IntakeRefusal {
            throw Failure(.tryLater, "\(file) was not taken: \(refusal.description)")
        }
    }
}
