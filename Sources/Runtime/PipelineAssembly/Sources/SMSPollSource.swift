public import ComplaintModel
internal import Foundation
public import PipelineContract
public import SMSChannel

/// `type: sms_poll`: a gateway that lists its messages by HTTP.
public struct SMSPollSource: ReadableSourceKind {
    /// The word after `type:`.
    public static let typeName = "sms_poll"
    /// What the file says of the gateway.
    public let configuration: PollConfiguration

    init(reading section: YAMLSection, paths: PathResolver) {
        var configuration = PollConfiguration(
            list: SMSPollSource.request(section.section("list"), method: "GET"),
            acknowledge: SMSPollSource.request(section.section("acknowledge"), method: "DELETE"))
        configuration.mapping = SMSPollSource.mapping(section.section("fields"))
        configuration.header = section.texts("headers", default: [])
        configuration.secret = section.secret("secret", paths: paths)
        configuration.secretHeader = section.text("secret_header", default: configuration.secretHeader)
        configuration.everySeconds = section.decimal("every_secs", default: configuration.everySeconds, in: 0.1...3600)
        configuration.timeoutSeconds = section.decimal(
            "timeout_secs", default: configuration.timeoutSeconds, in: 1...300)
        configuration.time = .serviceCentre(section)
        if !configuration.secretHeader.contains("{secret}") {
            section.report("secret_header", "secret_header must say with {secret} where the key stands.")
        }
        if !configuration.acknowledge.url.contains("{id}"), configuration.acknowledge.body?.contains("{id}") != true {
            section.report("acknowledge", "acknowledge must say with {id}, in url or body, which message is meant.")
        }
        self.configuration = configuration
    }

    private static func request(_ section: YAMLSection, method: String) -> PollConfiguration.Request {
        let url = section.required("url")
        let request = PollConfiguration.Request(
            method: section.text("method", default: method), url: url, body: section.text("body"))
        if !url.isEmpty, !url.hasPrefix("https://"), !url.hasPrefix("http://") {
            section.report("url", "\(url) is no address of HTTP: it must begin with https:// (or http://).")
        }
        section.finish()
        return request
    }

    private static func mapping(_ section: YAMLSection) -> PollConfiguration.Mapping {
        var mapping = PollConfiguration.Mapping()
        mapping.list = section.text("list")
        mapping.id = section.text("id", default: mapping.id)
        mapping.sender = section.text("from", default: mapping.sender)
        mapping.recipient = section.text("to", default: mapping.recipient ?? "to")
        mapping.text = section.text("text", default: mapping.text)
        mapping.textForm = section.choice("text_form", default: mapping.textForm)
        mapping.time = section.text("time")
        let part = ["part_reference", "part_total", "part_number"].map { section.text($0) }
        if let reference = part[0], let total = part[1], let number = part[2] {
            mapping.part = (reference, total, number)
        } else if part.contains(where: { $0 != nil }) {
            section.report("part_reference", "part_reference, part_total and part_number belong together.")
        }
        section.finish()
        return mapping
    }

    /// The address that lists the messages.
    public var claim: String? { "the gateway \(configuration.list.url)" }

    /// A key that travels in the clear.
    public var warnings: [String] {
        let isClear = [configuration.list.url, configuration.acknowledge.url].contains { $0.hasPrefix("http://") }
        return isClear ? ["speaks http, so that anybody on the way can read the messages: use https."] : []
    }

    /// Makes the poller.
    public func watcher(
        named name: SourceName, state: String, intake: any Intake, events: any EventSink
    ) -> any ChannelWatching {
        MessagePoller(source: name, configuration: configuration, intake: intake, events: events)
    }

    /// Whether the key can be fetched; the gateway itself is not asked, which would fetch messages.
    public func examine(named name: SourceName) async -> [Doctor.Finding] {
        guard configuration.secret != nil else { return [] }
        return [.secret(configuration.secret, of: "source \(name)", found: "the key can be fetched")]
    }
}
