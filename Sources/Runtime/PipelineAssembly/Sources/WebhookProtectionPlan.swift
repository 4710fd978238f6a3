internal import HTTPContract
internal import SMSChannel
internal import Secrets

/// What a pipeline file says of a webhook's protection; its secrets are read when the webhook is made.
struct WebhookProtectionPlan: Sendable {
    private enum Kind: String, CaseIterable { case hmac, twilio, vonage, addresses, certificate }

    private let secrets: [SecretOrigin]
    private let make: @Sendable ([[UInt8]]) -> WebhookProtection
    let needsSecretPath: Bool

    init(reading section: YAMLSection, paths: PathResolver) {
        if section.node == nil {
            section.report(nil, "A webhook needs protection: hmac, twilio, vonage, addresses or certificate.")
        }
        let kind = section.choice("type", default: Kind.hmac)
        let settings = section.section(kind.rawValue)
        needsSecretPath = kind == .addresses
        switch kind {
        case .hmac: (secrets, make) = WebhookProtectionPlan.hmac(settings, paths)
        case .twilio:
            secrets = settings.secrets("token", paths: paths)
            let url = settings.required("public_url")
            make = { .twilio(tokens: $0, publicURL: url) }
        case .vonage:
            secrets = settings.secrets("secret", paths: paths)
            let seconds = settings.integer("tolerance_secs", default: 300, in: 10...172_800)
            make = { .vonage(secrets: $0, toleranceSeconds: seconds) }
        case .addresses:
            let ranges = settings.addresses("allow_from")
            if ranges.isEmpty { settings.report(nil, "\(settings.name) needs allow_from, a list of addresses.") }
            (secrets, make) = ([], { _ in .addresses(ranges) })
        case .certificate:
            let proxies = settings.addresses("proxies")
            if proxies.isEmpty { settings.report(nil, "\(settings.name) needs proxies, the addresses of the proxy.") }
            let (field, value) = (settings.required("header"), settings.required("value"))
            (secrets, make) = ([], { _ in .certificate(field: field, value: value, proxies: proxies) })
        }
        settings.finish()
        section.finish()
    }

    private static func hmac(
        _ settings: YAMLSection, _ paths: PathResolver
    ) -> (secrets: [SecretOrigin], make: @Sendable ([[UInt8]]) -> WebhookProtection) {
        var scheme = WebhookProtection.SignedBody(keys: [])
        scheme.digest = settings.choice("digest", default: scheme.digest)
        scheme.signatureField = settings.text("signature_header", default: scheme.signatureField)
        scheme.timestampField = settings.text("timestamp_header", default: scheme.timestampField)
        scheme.toleranceSeconds = settings.integer("tolerance_secs", default: scheme.toleranceSeconds, in: 10...86_400)
        let template = scheme
        return (
            settings.secrets("key", paths: paths),
            { keys in
                var scheme = template
                scheme.keys = keys
                return .hmac(scheme)
            }
        )
    }

    /// The protection with its secrets.
    func protection() throws -> WebhookProtection { make(try secrets.map { try $0.key() }) }
}

extension WebhookDialect {
    /// A gateway's own names, as a pipeline file gives them: a field, or `header:X-Name`.
    init(reading section: YAMLSection) {
        self.init(name: "mapping")
        func places(_ key: String) -> [Place] {
            section.text(key).map { text in
                text.hasPrefix("header:")
                    ? [.header(String(text.dropFirst(7)))] : text == "body" ? [.body] : [.field(text)]
            } ?? []
        }
        if section.node == nil { section.report(nil, "dialect: mapping needs a section mapping.") }
        name = section.text("name", default: name)
        (messageID, sender, recipient) = (places("message_id"), places("sender"), places("recipient"))
        (gateway, text, charsetPlace) = (places("gateway"), places("text"), places("charset_field"))
        if text.isEmpty { section.report(nil, "\(section.name) needs text, the field that holds the message.") }
        if sender.isEmpty { section.report(nil, "\(section.name) needs sender, the field that holds who sent it.") }
        charset = section.text("charset", default: charset)
        textWriting = section.choice("text_writing", default: textWriting)
        (userDataHeader, userDataHeaderWriting) = (places("udh"), section.choice("udh_writing", default: .hexadecimal))
        (partReference, partTotal, partNumber) = (places("part_reference"), places("part_total"), places("part_number"))
        sentAt = places("sent_at")
        timeFormat = WebhookDialect.time(section)
        section.finish()
    }

    private static func time(_ section: YAMLSection) -> DialectTime {
        let minutes = section.integer("time_zone_minutes", default: 420, in: -840...840)
        switch section.text("time_format", default: "rfc3339") {
        case "unix_secs": return .unixSeconds
        case "unix_millis": return .unixMilliseconds
        case "rfc3339": return .rfc3339
        case let pattern:
            if !pattern.contains("yyyy") {
                section.report(
                    "time_format",
                    "time_format must be unix_secs, unix_millis, rfc3339, or a pattern like dd/MM/yyyy HH:mm:ss.")
            }
            return .pattern(pattern, minutesEast: minutes)
        }
    }
}
