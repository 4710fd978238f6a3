public import HTTPContract

/// How a gateway proves that a request is its own.
public enum WebhookProtection: Sendable, Hashable {
    /// A signature over the moment and the body.
    case hmac(SignedBody)
    /// Twilio's signature over its address and the form: HMAC-SHA1 in `X-Twilio-Signature`.
    ///
    /// It carries no moment; a replayed message is recognised by its own identity. `publicURL` is the address as it is
    /// configured at Twilio, without its query.
    case twilio(tokens: [[UInt8]], publicURL: String)
    /// Vonage's signature over the fields: HMAC-SHA256 in `sig`, with `timestamp` not older than a tolerance.
    case vonage(secrets: [[UInt8]], toleranceSeconds: Int)
    /// Only these addresses, at a path that nobody else knows.
    case addresses([AddressRange])
    /// A proxy at one of these addresses has checked the client's certificate and says so in a line of the header.
    case certificate(field: String, value: String, proxies: [AddressRange])

    /// A signature over `<moment>.<body>` (the query where the request has no body).
    public struct SignedBody: Sendable, Hashable {
        /// The keys in use: one, or two while they are being changed.
        public var keys: [[UInt8]]
        /// The digest.
        public var digest = MessageAuthentication.Digest.sha256
        /// The line of the header with the signature, in hexadecimal digits or base 64, perhaps after `sha256=`.
        public var signatureField = "X-Signature"
        /// The line of the header with the moment, in seconds since 1970.
        public var timestampField = "X-Timestamp"
        /// How far the moment may be off.
        public var toleranceSeconds = 300

        /// Signed with one of `keys`.
        public init(keys: [[UInt8]]) { self.keys = keys }
    }

    /// What a check found.
    enum Verdict: Sendable, Hashable {
        /// It is the gateway's; `token` where a second request with the same signature would be a replay.
        case genuine(token: DeliveryTokenValue?)
        /// It is not, for this reason.
        case refused(String)
    }
    /// A signature, and how long it must be remembered.
    struct DeliveryTokenValue: Sendable, Hashable {
        let signature: String
        let keptSeconds: Int
    }

    /// What an administrator should know of it.
    public var description: String {
        switch self {
        case .hmac(let scheme):
            "signature (HMAC-\(scheme.digest.rawValue.uppercased()), \(scheme.keys.count) key(s), \(scheme.toleranceSeconds) s)"
        case .twilio(let tokens, _): "Twilio's signature (\(tokens.count) token(s))"
        case .vonage(let secrets, let seconds): "Vonage's signature (\(secrets.count) secret(s), \(seconds) s)"
        case .addresses(let ranges): "no signature: only the addresses \(AddressRange.list(ranges)), and the path"
        case .certificate(_, _, let proxies):
            "no signature: client certificates, checked by the proxy at \(AddressRange.list(proxies))"
        }
    }
}

extension AddressRange {
    fileprivate static func list(_ ranges: [AddressRange]) -> String {
        ranges.map(\.description).joined(separator: ", ")
    }
}
