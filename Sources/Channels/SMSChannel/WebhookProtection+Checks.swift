internal import ComplaintModel
internal import Foundation
internal import HTTPContract

extension WebhookProtection {
    /// Whether a request may be read at all: what can be told by its address and header.
    func admits(_ request: HTTPRequest) -> Bool {
        switch self {
        case .hmac, .twilio, .vonage: true
        case .addresses(let ranges): ranges.contains { $0.contains(request.peer) }
        case .certificate(let field, let value, let proxies):
            proxies.contains { $0.contains(request.peer) }
                && MessageAuthentication.isSame(Array((request.field(field) ?? "").utf8), Array(value.utf8))
        }
    }

    /// What of a request the signature vouches for, and nothing else is read: with a body, the query is anybody's.
    func signedPart(of request: HTTPRequest) -> HTTPRequest {
        switch self {
        case .hmac, .vonage:
            HTTPRequest(
                method: request.method, path: request.path, query: request.body.isEmpty ? request.query : nil,
                header: request.header, body: request.body, peer: request.peer)
        case .twilio, .addresses, .certificate: request
        }
    }

    /// Whether a request is the gateway's.
    func check(_ request: HTTPRequest, now: Timestamp) -> Verdict {
        switch self {
        case .hmac(let scheme): scheme.check(request, now: now)
        case .twilio(let tokens, let publicURL): WebhookProtection.checkTwilio(request, tokens, publicURL)
        case .vonage(let secrets, let seconds): WebhookProtection.checkVonage(request, secrets, seconds, now: now)
        case .addresses, .certificate:
            admits(request) ? .genuine(token: nil) : .refused("It comes from an address that may not send.")
        }
    }

    /// `https://www.twilio.com/docs/usage/security`: the address, then every field of the form with its value, in the
    /// order of their names.
    private static func checkTwilio(_ request: HTTPRequest, _ tokens: [[UInt8]], _ publicURL: String) -> Verdict {
        guard let signature = request.field("X-Twilio-Signature").flatMap({ Data(base64Encoded: $0) }) else {
            return .refused("It carries no signature.")
        }
        let address = publicURL + (request.query.map { "?\($0)" } ?? "")
        let isForm = request.contentType == "application/x-www-form-urlencoded"
        let pairs = isForm ? FormFields(parsing: request.body).pairs : []
        let fields = pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        let message = Array(address.utf8) + fields.flatMap { Array($0.name.utf8) + $0.value }
        return tokens.contains { key in
            MessageAuthentication.isSame(
                MessageAuthentication.code(.sha1, key: key, over: message), [UInt8](signature))
        } ? .genuine(token: nil) : .refused("Its signature is not Twilio's, or the public address is not this one.")
    }

    /// `https://developer.vonage.com/en/getting-started/concepts/signing-messages`: `&name=value` for every field but
    /// `sig`, in the order of their names, with `_` for `&` and `=` in values.
    private static func checkVonage(
        _ request: HTTPRequest, _ secrets: [[UInt8]], _ toleranceSeconds: Int, now: Timestamp
    ) -> Verdict {
        let fields = vonageFields(request)
        guard let signature = fields["sig"].flatMap({ WebhookDialect.Writing.hexadecimal.bytes(Array($0.utf8)) }),
            let moment = fields["timestamp"].flatMap({ Int64($0) })
        else { return .refused("It carries no signature or no timestamp.") }
        guard abs(now.milliseconds / 1000 - moment) <= toleranceSeconds else {
            return .refused("Its timestamp is too far from now: is the clock right?")
        }
        let message = fields.filter { $0.key != "sig" }.sorted { $0.key < $1.key }.map { name, value in
            "&\(name)=" + String(value.map { $0 == "&" || $0 == "=" ? "_" : $0 })
        }.joined()
        return secrets.contains { key in
            MessageAuthentication.isSame(
                MessageAuthentication.code(.sha256, key: key, over: Array(message.utf8)), signature)
        } ? .genuine(token: nil) : .refused("Its signature is none of ours.")
    }

    private static func vonageFields(_ request: HTTPRequest) -> [String: String] {
        if request.contentType == "application/json",
            let object = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        {
            return object.compactMapValues { $0 as? String ?? ($0 as? NSNumber)?.stringValue }
        }
        let isForm = request.contentType == "application/x-www-form-urlencoded"
        let pairs = FormFields(parsing: isForm ? request.body : Array((request.query ?? "").utf8)).pairs
        return Dictionary(pairs.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) }) { first, _ in first }
    }
}

extension WebhookProtection.SignedBody {
    func check(_ request: HTTPRequest, now: Timestamp) -> WebhookProtection.Verdict {
        guard let moment = request.field(timestampField), let seconds = Int64(moment) else {
            return .refused("It carries no timestamp.")
        }
        guard let signature = request.field(signatureField).flatMap(code) else {
            return .refused("It carries no signature.")
        }
        guard abs(now.milliseconds / 1000 - seconds) <= toleranceSeconds else {
            return .refused("Its timestamp is too far from now: is the clock right?")
        }
        let signed = request.body.isEmpty ? Array((request.query ?? "").utf8) : request.body
        let message = Array("\(moment).".utf8) + signed
        let isOurs = keys.contains { key in
            MessageAuthentication.isSame(MessageAuthentication.code(digest, key: key, over: message), signature)
        }
        guard isOurs else { return .refused("Its signature is none of ours.") }
        let text = Data(signature).base64EncodedString()
        return .genuine(token: .init(signature: text, keptSeconds: max(600, 2 * toleranceSeconds + 60)))
    }

    /// The bytes of a signature as it is written in a header.
    private func code(_ text: String) -> [UInt8]? {
        let prefix = "\(digest.rawValue)="
        let digits = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        let length = digest == .sha1 ? 20 : 32
        let readings = [
            WebhookDialect.Writing.hexadecimal.bytes(Array(digits.utf8)),
            Data(base64Encoded: digits).map { [UInt8]($0) },
        ]
        return readings.compactMap { $0 }.first { $0.count == length }
    }
}

/// Orders by name, then by value.
private func < (left: (String, [UInt8]), right: (String, [UInt8])) -> Bool {
    left.0 == right.0
        ? left.1.lexicographicallyPrecedes(right.1) : Array(left.0.utf8).lexicographicallyPrecedes(right.0.utf8)
}
