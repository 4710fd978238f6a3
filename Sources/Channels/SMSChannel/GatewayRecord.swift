internal import ComplaintModel
internal import PipelineContract

extension SMSRecord {
    /// The record as a channel offers it to the house.
    ///
    /// `isCutOff` where the gateway's file ends before it should; `rule` names what it is where the gateway itself wrote it.
    ///
    /// - Throws: `EncodingError`, which no record leads to.
    func offered(by source: SourceName, isCutOff: Bool = false, rule: String? = nil) throws -> Incoming {
        var details = ["dialect": dialect]
        (details["message_id"], details["gateway"]) = (messageID, gateway)
        details["automatic"] = rule
        if isCutOff { details["ending"] = "missing" }
        return Incoming(
            channel: .sms, source: source, channelKey: channelKey, mediaType: .json,
            provenance: Provenance(sender: sender, recipient: recipient, details: details), bytes: try json())
    }

    /// A file that is none of its gateway's: kept as it is, for a person.
    static func foreign(_ dialect: String, gateway: String?, file: [UInt8]) -> SMSRecord {
        SMSRecord(
            dialect: dialect, gateway: gateway, sender: nil, recipient: nil, sentAt: nil, text: nil,
            payload: Payload(.binary, file), originals: [Original("file", file)])
    }
}
