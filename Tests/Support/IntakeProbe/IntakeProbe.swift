internal import ComplaintModel
internal import Foundation
internal import HTTPContract
internal import HTTPIntake
internal import PipelineContract
internal import SMSChannel
internal import Spool
internal import WebChannel

/// The ways in that are pushed to, and nothing behind them: `IntakeProbe ROOT PORT`, for tests that kill or flood it.
///
/// Kannel's messages are taken in at `/mo` from loopback, submissions with the key `probe key of the tests`.
@main struct IntakeProbe {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3, let port = Int(words[2]), let gateway = SourceName(rawValue: "gateway"),
            let systems = SourceName(rawValue: "systems"), let loopback = AddressRange("127.0.0.1")
        else {
            print("usage: IntakeProbe ROOT PORT")
            exit(64)
        }
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        let spool = try SpoolDirectory(words[1], marks: marks, allowingAnyFileSystem: true)
        _ = try spool.recover(givingUpAfter: 5)
        let intake = spool.makeIntake()
        let kannel = Webhook(
            source: gateway,
            configuration: WebhookConfiguration(path: "/mo", dialect: .kannel, protection: .addresses([loopback])),
            intake: intake, events: Silent(), clock: { .now })
        let key = APIKey(
            name: "probe", secrets: [Array("probe key of the tests".utf8)], ways: Set(WebSubmission.Way.allCases))
        let submissions = SubmissionIntake(
            source: systems, configuration: WebConfiguration(keys: [key]), intake: intake, events: Silent(),
            clock: { .now })
        var settings = HTTPServerSettings()
        settings.port = port
        let server = HTTPServer(settings, routes: [kannel.route] + submissions.routes, events: Complaining())
        try await server.run { _ in
            print("listening")
            fflush(nil)
        }
    }
}

private struct Silent: EventSink {
    func emit(_ event: PipelineEvent) {}
}

private struct Complaining: EventSink {
    func emit(_ event: PipelineEvent) {
        if event.name == .sourceError { print(event.detail ?? "") }
    }
}
