/// How a gateway's requests are read, as data: where each value stands, and how it is written.
public struct WebhookDialect: Sendable, Hashable {
    /// A place in a request.
    public enum Place: Sendable, Hashable {
        /// A field of the form or JSON in the body, else of the query; `a.b` is the `b` of `a` in JSON.
        case field(String)
        /// A line of the header.
        case header(String)
        /// A line of the header, escaped as in a query.
        case escapedHeader(String)
        /// The whole body of a POST.
        case body
        /// The `charset` of the body's media type.
        case charsetOfBody
        /// The text of an element of the XML in the body.
        case element(String)
        /// The same, escaped as in a query.
        case escapedElement(String)
    }

    /// How bytes are written where they are not sent as they are.
    public enum Writing: String, Sendable, CaseIterable { case plain, hexadecimal, base64 }

    /// The name in the records.
    public var name: String
    /// The gateway's identity of the message.
    public var messageID: [Place] = []
    /// Who sent it.
    public var sender: [Place] = []
    /// To whom.
    public var recipient: [Place] = []
    /// The gateway's name for the line.
    public var gateway: [Place] = []
    /// What it says.
    public var text: [Place] = []
    /// How the text is written.
    public var textWriting = Writing.plain
    /// In which charset, by name; what the request says wins over `charset`.
    public var charsetPlace: [Place] = []
    /// In which charset where the request does not say.
    public var charset = "UTF-8"
    /// Bytes that are no text, in hexadecimal digits, where there is no text.
    public var binary: [Place] = []
    /// The user data header (3GPP TS 23.040, 9.2.3.24).
    public var userDataHeader: [Place] = []
    /// How the header is written.
    public var userDataHeaderWriting = Writing.plain
    /// When the service centre took it.
    public var sentAt: [Place] = []
    /// How that moment is written.
    public var timeFormat = DialectTime.unixSeconds
    /// The number the parts of a long message share.
    public var partReference: [Place] = []
    /// How many parts there are.
    public var partTotal: [Place] = []
    /// The number of the part, from 1.
    public var partNumber: [Place] = []
    /// The media type of the answer, nil for none; words in an answer are sent to the citizen by some gateways.
    public var answerType: String?
    /// The body of the answer.
    public var answer = ""

    /// A dialect that finds nothing yet.
    public init(name: String) { self.name = name }
}

extension WebhookDialect {
    /// Kannel's `get-url`, `post-url` and `post-xml`.
    ///
    /// For GET write `get-url = "…?id=%I&from=%p&to=%P&smsc=%i&time=%T&charset=%C&udh=%u&text=%b"`: `%a` destroys Thai
    /// that was not recoded. For POST and XML write `…?id=%I`, since neither carries the identity, and
    /// `send-sender = true` in the service, since without it neither carries the sender.
    public static let kannel: WebhookDialect = {
        var dialect = WebhookDialect(name: "kannel")
        dialect.messageID = [.field("id")]
        dialect.sender = [.element("message/submit/oa/number"), .header("X-Kannel-From"), .field("from")]
        dialect.recipient = [.element("message/submit/da/number"), .header("X-Kannel-To"), .field("to")]
        dialect.gateway = [.element("message/submit/from/account"), .header("X-Kannel-SMSC"), .field("smsc")]
        dialect.text = [.escapedElement("message/submit/ud"), .body, .field("text")]
        dialect.charsetPlace = [.field("charset"), .charsetOfBody]
        dialect.userDataHeader = [
            .escapedElement("message/submit/udh"), .escapedHeader("X-Kannel-UDH"), .field("udh"),
        ]
        dialect.sentAt = [.field("time"), .header("X-Kannel-Time")]
        dialect.timeFormat = .kannel
        return dialect
    }()

    /// Twilio's form (`https://www.twilio.com/docs/messaging/guides/webhook-request`).
    public static let twilio: WebhookDialect = {
        var dialect = WebhookDialect(name: "twilio")
        dialect.messageID = [.field("MessageSid")]
        dialect.sender = [.field("From")]
        dialect.recipient = [.field("To")]
        dialect.gateway = [.field("AccountSid")]
        dialect.text = [.field("Body")]
        (dialect.answerType, dialect.answer) = ("text/xml", "<Response/>")
        return dialect
    }()

    /// Vonage's JSON, form or query (`https://developer.vonage.com/en/messaging/sms/guides/inbound-sms`).
    public static let vonage: WebhookDialect = {
        var dialect = WebhookDialect(name: "vonage")
        dialect.messageID = [.field("messageId")]
        dialect.sender = [.field("msisdn")]
        dialect.recipient = [.field("to")]
        dialect.text = [.field("text")]
        dialect.binary = [.field("data")]
        dialect.userDataHeader = [.field("udh")]
        dialect.userDataHeaderWriting = .hexadecimal
        dialect.sentAt = [.field("message-timestamp")]
        dialect.timeFormat = .pattern("yyyy-MM-dd HH:mm:ss", minutesEast: 0)
        dialect.partReference = [.field("concat-ref")]
        dialect.partTotal = [.field("concat-total")]
        dialect.partNumber = [.field("concat-part")]
        return dialect
    }()
}
