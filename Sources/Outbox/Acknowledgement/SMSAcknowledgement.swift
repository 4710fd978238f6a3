public import ComplaintModel
public import ComplaintStore
internal import Foundation
public import Outbox
public import Secrets
internal import Transfers

/// How acknowledgements by SMS are sent: one HTTP call, as the gateway wants it.
///
/// In URL, headers and body `{to}`, `{text}`, `{code}` and `{password}` are filled in, percent-encoded in the URL and in a
/// form, as JSON text where the body begins with `{`. The default is Kannel's sendsms.
public struct SMSAcknowledgementSettings: Sendable, Hashable {
    /// Where to, with placeholders.
    public var url: String
    /// The method.
    public var method = "GET"
    /// Headers, with placeholders.
    public var headers: [String] = []
    /// The body, with placeholders; none where nil.
    public var body: String?
    /// Where the password comes from, where one is wanted.
    public var password: SecretOrigin?
    /// A file with the authorities that are trusted instead of the system's.
    public var authorities: String?
    /// How the number is written: `international` +66812345678, `plain` 66812345678, `local` 0812345678.
    public var numbers = NumberForm.international
    /// What the citizen is told.
    public var text = AcknowledgementText.message

    /// Ways to write a number.
    public enum NumberForm: String, Sendable, CaseIterable { case international, plain, local }

    /// A GET of `url`.
    public init(url: String) { self.url = url }
}

/// Tells who wrote by SMS, once, that the complaint is filed, under which code, and by when it will be answered.
public struct SMSAcknowledgement: Destination {
    private let settings: SMSAcknowledgementSettings

    /// Sends as `settings` say.
    public init(_ settings: SMSAcknowledgementSettings) { self.settings = settings }

    /// A second message would be one too many.
    public var isRepeatable: Bool { false }

    /// Sends the message, or says why none is due.
    public func deliver(_ complaint: Complaint, isFirst: Bool) async -> DeliveryOutcome {
        guard complaint.channel == .sms else { return .skipped("It did not come by SMS.") }
        if let reason = complaint.reasonNotToAcknowledge(isFirst: isFirst) { return .skipped(reason) }
        guard let number = complaint.complainant.phones.first, number.isThaiMobile else {
            return .skipped("The sender's number is no Thai mobile number.")
        }
        do {
            let transfer = try transfer(to: number, about: complaint)
            let answer = try transfer.perform()
            return outcome(of: answer.status)
        } catch let fault as TransferFault {
            return fault.outcome
        } catch {
            return .later(seconds: 60, "\(error)")
        }
    }

    /// A gateway that says it takes nothing just now, or that the password is wrong, has sent nothing.
    private func outcome(of status: Int) -> DeliveryOutcome {
        switch status {
        case 200..<300: .delivered
        case 401, 403, 404, 407, 429, 503: .later(seconds: 60, "The gateway answered \(status).")
        case 400..<500: .refused("The gateway answered \(status).")
        default: .unsure("The gateway answered \(status).")
        }
    }

    func transfer(to number: String, about complaint: Complaint) throws(SecretFault) -> Transfer {
        let values = [
            "{to}": settings.numbers.write(number), "{text}": settings.text.filled(for: complaint).body,
            "{code}": complaint.trackingCode.rawValue, "{password}": try settings.password?.fetch() ?? "",
        ]
        func fill(_ template: String, _ encode: (String) -> String) -> String {
            values.reduce(template) { $0.replacing($1.key, with: encode($1.value)) }
        }
        let isJSON = settings.body?.hasPrefix("{") ?? false
        var transfer = Transfer(
            .http(
                method: settings.method, headers: settings.headers.map { fill($0) { $0.withoutControls } },
                body: settings.body.map { Array(fill($0) { isJSON ? $0.insideJSON : $0.percentEncoded }.utf8) }),
            to: fill(settings.url) { $0.percentEncoded })
        transfer.authorities = settings.authorities
        return transfer
    }
}

extension SMSAcknowledgementSettings.NumberForm {
    func write(_ number: String) -> String {
        switch self {
        case .international: number
        case .plain: String(number.dropFirst())
        case .local: "0" + number.dropFirst(3)
        }
    }
}

extension String {
    /// Whether an E.164 number is one of Thailand's mobile numbers: 06, 08 or 09 and eight digits.
    fileprivate var isThaiMobile: Bool { wholeMatch(of: /\+66[689][0-9]{8}/) != nil }

    /// Everything but RFC 3986's unreserved characters as percent and two digits.
    fileprivate var percentEncoded: String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    fileprivate var insideJSON: String {
        guard let data = try? JSONEncoder().encode(self) else { return "" }
        return String(String(decoding: data, as: UTF8.self).dropFirst().dropLast())
    }

    fileprivate var withoutControls: String { String(unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }) }
}
