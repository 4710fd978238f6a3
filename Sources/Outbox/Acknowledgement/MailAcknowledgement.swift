public import ComplaintModel
public import ComplaintStore
public import Outbox
public import Secrets
internal import Transfers

/// How acknowledgements by mail are sent.
public struct MailAcknowledgementSettings: Sendable, Hashable {
    /// `smtps://host:465`, or `smtp://host:587`, which is encrypted by STARTTLS before any login.
    public var server: String
    /// The address it comes from.
    public var from: String
    /// The user, where the server wants a login.
    public var user: String?
    /// Where the user's password comes from.
    public var password: SecretOrigin?
    /// A file with the authorities that are trusted instead of the system's.
    public var authorities: String?
    /// What the citizen is told.
    public var text: AcknowledgementText

    /// Settings without a login.
    public init(server: String, from: String, text: AcknowledgementText = .mail) {
        (self.server, self.from, self.text) = (server, from, text)
    }
}

/// Tells who wrote by mail, once, that the complaint is filed, under which code, and by when it will be answered.
///
/// Nothing goes to an automatic sender, and nothing is sent a second time that may have got there. The return path is
/// empty, so that no bounce of it comes back (RFC 3834, 3.3).
public struct MailAcknowledgement: Destination {
    private let settings: MailAcknowledgementSettings
    private let clock: @Sendable () -> Timestamp

    /// Sends as `settings` say.
    public init(_ settings: MailAcknowledgementSettings, clock: @escaping @Sendable () -> Timestamp) {
        (self.settings, self.clock) = (settings, clock)
    }

    /// A second mail would be one too many.
    public var isRepeatable: Bool { false }

    /// Sends the mail, or says why none is due.
    public func deliver(_ complaint: Complaint, isFirst: Bool) async -> DeliveryOutcome {
        guard complaint.channel == .email else { return .skipped("It did not come by mail.") }
        if let reason = complaint.reasonNotToAcknowledge(isFirst: isFirst) { return .skipped(reason) }
        guard let to = complaint.provenance.sender.flatMap(MailAddress.init) else {
            return .skipped("The sender's address is none that can be answered.")
        }
        guard !to.isAutomatic else { return .skipped("The sender is a program.") }
        do {
            var transfer = Transfer(
                .mail(from: "", to: to.text, message: message(for: complaint, to: to.text)), to: settings.server)
            transfer.authorities = settings.authorities
            if let user = settings.user, let password = settings.password {
                (transfer.user, transfer.password) = (user, try password.fetch())
            }
            _ = try transfer.perform()
            return .delivered
        } catch let fault as TransferFault {
            return fault.outcome
        } catch {
            return .later(seconds: 60, "\(error)")
        }
    }

    func message(for complaint: Complaint, to address: String) -> [UInt8] {
        let text = settings.text.filled(for: complaint)
        let domain = settings.from.split(separator: "@").last.map(String.init) ?? "localhost"
        return MailMessage(
            from: settings.from, to: address, subject: text.subject, body: text.body,
            identity: "\(complaint.trackingCode).ack@\(domain)",
            answers: complaint.provenance.details["message_id"].flatMap(MailAddress.messageIdentity), date: clock()
        ).bytes()
    }
}

extension TransferFault {
    /// What a fault means for a message that must not be sent twice.
    var outcome: DeliveryOutcome {
        if let status, status >= 500 { return .refused(description) }
        return stage == .before ? .later(seconds: 30, description) : .unsure(description)
    }
}

extension Complaint {
    /// Why nobody is to be told of this complaint; nil where somebody is.
    func reasonNotToAcknowledge(isFirst: Bool) -> String? {
        if !isFirst { return "An earlier version was acknowledged." }
        if verdict.kind == .redelivery { return "It is an earlier message once more." }
        if provenance.details["automatic"] != nil { return "The sender is a program." }
        return nil
    }
}
