internal import Acknowledgement
public import ComplaintModel
public import Outbox

/// `type: sms_acknowledgement`: an SMS to who wrote by SMS, by one HTTP call.
public struct SMSAcknowledgementKind: ReadableDestinationKind {
    /// The word after `type:`.
    public static let typeName = "sms_acknowledgement"
    private let settings: SMSAcknowledgementSettings

    init(reading section: YAMLSection, paths: PathResolver) {
        var settings = SMSAcknowledgementSettings(url: section.required("url"))
        if !settings.url.isEmpty, settings.url.prefixMatch(of: /https?:\/\/[^\/]/) == nil {
            section.report("url", "\(section.name).url must begin with http:// or https://.")
        }
        settings.body = section.text("body")
        settings.method = section.text("method", default: settings.body == nil ? "GET" : "POST")
        settings.headers = section.texts("headers", default: [])
        settings.password = section.secret("password", paths: paths)
        settings.authorities = section.text("authorities_file").map { paths($0) }
        settings.numbers = section.choice("numbers", default: settings.numbers)
        settings.text.body = section.template("text", default: settings.text.body)
        let places = [settings.url, settings.body ?? ""] + settings.headers
        for placeholder in ["{to}", "{text}"] where !places.contains(where: { $0.contains(placeholder) }) {
            section.report(nil, "\(section.name) says nowhere where \(placeholder) goes: in url, headers or body.")
        }
        self.settings = settings
    }

    /// Makes the destination.
    public func destination(clock: @escaping @Sendable () -> Timestamp) -> any Destination {
        SMSAcknowledgement(settings)
    }

    /// Whether the password can be had.
    public func examine(named name: String) -> [Doctor.Finding] {
        let server = settings.url.split(separator: "/", maxSplits: 3).prefix(2).joined(separator: "//")
        return [.secret(settings.password, of: "outbox \(name)", found: server)]
    }
}
