internal import Acknowledgement
public import ComplaintModel
public import Outbox

/// `type: mail_acknowledgement`: a mail to who wrote by mail.
public struct MailAcknowledgementKind: ReadableDestinationKind {
    /// The word after `type:`.
    public static let typeName = "mail_acknowledgement"
    private let settings: MailAcknowledgementSettings

    init(reading section: YAMLSection, paths: PathResolver) {
        var settings = MailAcknowledgementSettings(server: section.required("server"), from: section.required("from"))
        if !settings.server.isEmpty, settings.server.prefixMatch(of: /smtps?:\/\/[^\/]/) == nil {
            section.report("server", "\(section.name).server must be like smtps://mail.example.go.th:465.")
        }
        if !settings.from.isEmpty, settings.from.wholeMatch(of: /[^@<>\s]+@[^@<>\s]+/) == nil {
            section.report("from", "\(section.name).from must be an address like no-reply@example.go.th.")
        }
        settings.user = section.text("user")
        settings.password = section.secret("password", paths: paths)
        if (settings.user == nil) != (settings.password == nil) {
            section.report(nil, "\(section.name) needs user and password_file (or password_command) together.")
        }
        settings.authorities = section.text("authorities_file").map { paths($0) }
        settings.text = AcknowledgementText(
            subject: section.template("subject", default: settings.text.subject),
            body: section.template("text", default: settings.text.body))
        self.settings = settings
    }

    /// Makes the destination.
    public func destination(clock: @escaping @Sendable () -> Timestamp) -> any Destination {
        MailAcknowledgement(settings, clock: clock)
    }

    /// Whether the password can be had.
    public func examine(named name: String) -> [Doctor.Finding] {
        [.secret(settings.password, of: "outbox \(name)", found: settings.server)]
    }
}

extension YAMLSection {
    /// A text with placeholders, all of which must be known.
    func template(_ key: String, default fallback: String) -> String {
        let template = text(key, default: fallback)
        let unknown = AcknowledgementText.unknownPlaceholders(in: template)
        if !unknown.isEmpty {
            report(
                key, "\(name).\(key) has \(unknown.joined(separator: ", ")); there is {code}, {received}, {deadline}.")
        }
        return template
    }
}
