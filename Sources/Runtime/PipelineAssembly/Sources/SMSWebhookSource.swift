public import ComplaintModel
public import HTTPContract
public import PipelineContract
internal import SMSChannel
internal import Secrets
internal import Spool

/// `type: sms_webhook`: an SMS gateway that hands over one message a request.
public struct SMSWebhookSource: ReadableSourceKind, ServedSourceKind {
    /// The word after `type:`.
    public static let typeName = "sms_webhook"

    private let path: String
    private let secretPath: SecretOrigin?
    private let dialect: WebhookDialect
    private let protection: WebhookProtectionPlan
    private let requestsPerSecond: Int?

    init(reading section: YAMLSection, paths: PathResolver) {
        path = section.required("path")
        if !path.hasPrefix("/") { section.report("path", "\(section.name).path must begin with /.") }
        secretPath = section.secret("secret_path", paths: paths)
        dialect = SMSWebhookSource.dialect(section)
        protection = WebhookProtectionPlan(reading: section.section("protection"), paths: paths)
        requestsPerSecond =
            section.has("requests_per_sec") ? section.integer("requests_per_sec", default: 100, in: 1...100_000) : nil
        if protection.needsSecretPath, secretPath == nil {
            section.report(
                nil,
                "\(section.name) needs secret_path_file or secret_path_command, since addresses alone can be shared: "
                    + "what it holds is appended to path.")
        }
    }

    private static func dialect(_ section: YAMLSection) -> WebhookDialect {
        enum Name: String, CaseIterable { case kannel, twilio, vonage, mapping }
        let mapping = section.section("mapping")
        let name = section.choice("dialect", default: Name.kannel)
        if name != .mapping, mapping.node != nil {
            section.report("mapping", "\(section.name).mapping goes with dialect: mapping.")
        }
        switch name {
        case .kannel: return .kannel
        case .twilio: return .twilio
        case .vonage: return .vonage
        case .mapping: return WebhookDialect(reading: mapping)
        }
    }

    /// The path.
    public var claim: String? { "the path \(path)" }

    /// Makes the route to the webhook.
    public func routes(named name: SourceName, intake: any Intake, events: any EventSink) throws -> [HTTPRoute] {
        let configuration = WebhookConfiguration(
            path: try fullPath(), dialect: dialect, protection: try protection.protection(),
            requestsPerSecond: requestsPerSecond)
        return [
            Webhook(
                source: name, configuration: configuration, intake: intake, events: events, clock: { .now }
            ).route
        ]
    }

    private func fullPath() throws -> String {
        guard let secretPath else { return path }
        let secret = try secretPath.fetch(leastBytes: SecretOrigin.leastBytesOfKey)
        guard secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"?#%/".utf8.contains($0) }) else {
            throw SecretFault(
                "A secret path may have letters, digits, - and _ only; make one with `openssl rand -hex 32`.")
        }
        return "\(path)/\(secret)"
    }

    /// Which protection is on, and whether its secrets can be had.
    public func examine(named name: SourceName) async -> [Doctor.Finding] {
        let what = "source \(name)"
        do {
            _ = try fullPath()
            let found = "\(path)\(secretPath == nil ? "" : "/…"): \(try protection.protection().description)"
            return [Doctor.Finding(what, true, found: found, remedy: "")]
        } catch {
            return [Doctor.Finding(what, false, found: "\(error)", remedy: "make the secret as it says")]
        }
    }
}
