public import Secrets

/// How messages are fetched from a gateway that lists them by HTTP as JSON.
public struct PollConfiguration: Sendable, Hashable {
    /// A request of the gateway's interface.
    public struct Request: Sendable, Hashable {
        /// The method, such as `GET`, `POST` or `DELETE`.
        public var method: String
        /// The address; in that of the acknowledgement `{id}` stands for the message's identity.
        public var url: String
        /// The body, if any; `{id}` as in the address.
        public var body: String?

        /// Describes a request.
        public init(method: String, url: String, body: String? = nil) {
            (self.method, self.url, self.body) = (method, url, body)
        }
    }

    /// How the text of a message is written in JSON.
    public enum TextForm: String, Sendable, CaseIterable {
        /// As text.
        case text
        /// As UTF-16BE in hexadecimal digits, so that even half a pair of surrogates comes through.
        case hexUTF16 = "hex_utf16"
    }

    /// Where the facts of a message stand in its object; `a.b` is the `b` of `a`.
    public struct Mapping: Sendable, Hashable {
        /// Where the list stands in the answer; nil where it is the answer.
        public var list: String?
        /// The gateway's identity of the message, without which it cannot be acknowledged.
        public var id = "id"
        /// Who sent it.
        public var sender = "from"
        /// To which number.
        public var recipient: String? = "to"
        /// What it says.
        public var text = "text"
        /// How that is written.
        public var textForm = TextForm.text
        /// When the service centre took it: RFC 3339, seconds or milliseconds since 1970, or a local time of digits.
        public var time: String?
        /// The reference that parts share, the number of parts, and that of the part.
        public var part: (reference: String, total: String, number: String)?

        /// A list of objects with `id`, `from`, `to` and `text`.
        public init() {}

        /// Compares mappings.
        public static func == (left: Self, right: Self) -> Bool { left.facts == right.facts }
        /// Hashes a mapping.
        public func hash(into hasher: inout Hasher) { hasher.combine(facts) }

        private var facts: [String?] {
            [list, id, sender, recipient, text, textForm.rawValue, time, part?.reference, part?.total, part?.number]
        }
    }

    /// The request that lists what is there.
    public var list: Request
    /// The request that deletes or marks a message once it is durable.
    public var acknowledge: Request
    /// Where the facts of a message stand.
    public var mapping = Mapping()
    /// Lines of the header of both requests.
    public var header: [String] = []
    /// Where the key of the interface comes from, if it wants one.
    public var secret: SecretOrigin?
    /// The line of the header that carries the key, in which it stands for `{secret}`.
    public var secretHeader = "Authorization: Bearer {secret}"
    /// How often to ask.
    public var everySeconds = 15.0
    /// How long to wait for an answer.
    public var timeoutSeconds = 30.0
    /// The zone of times that are written without one.
    public var time = DialectTime.thaiDigits

    /// Fetches by one request and acknowledges by another.
    public init(list: Request, acknowledge: Request) { (self.list, self.acknowledge) = (list, acknowledge) }
}
