internal import ComplaintModel
internal import PipelineContract

extension SMSRecord {
    /// The record as a channel offers it to the house; `isCutOff` where the gateway's file ends before it should.
    ///
    /// - Throws: `EncodingError`, which no record leads to.
    func offered(by source: SourceName, isCutOff: Bool = false) throws -> Incoming {
        var details = ["dialect": dialect]
        (details["message_id"], details["gateway"]) = (messageID, gateway)
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

/// How spools of gateways write the time of the service centre: its local time, the zone dropped.
public struct ServiceCentreTime: Sendable, Hashable {
    /// How many minutes the service centre is ahead of UTC; Thailand's are 420.
    public var minutesEast: Int

    /// The time of a service centre so many minutes ahead of UTC.
    public init(minutesEast: Int = 420) { self.minutesEast = minutesEast }

    /// Reads year, month, day, hour, minute and second from the digits of `text`, whatever stands between them.
    ///
    /// A year of two digits is of this century. Nil where the digits are no time.
    func moment(_ text: some StringProtocol) -> Timestamp? {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }.map { Int($0 - 0x30) }
        guard digits.count == 12 || digits.count == 14 else { return nil }
        let rest = digits.suffix(10)
        func pair(_ index: Int) -> String {
            let place = rest.startIndex + index * 2
            return "\(rest[place])\(rest[place + 1])"
        }
        let year = digits.dropLast(10).reduce(digits.count == 12 ? 20 : 0) { $0 * 10 + $1 }
        let written = "\(year)-\(pair(0))-\(pair(1))T\(pair(2)):\(pair(3)):\(pair(4))Z"
        return Timestamp(written).map { $0.adding(seconds: Double(-60 * minutesEast)) }
    }
}
