internal import CCurl
internal import Glibc

/// One request over the network by libcurl, which blocks: an HTTP call, or a mail handed to an SMTP server.
///
/// Encrypted schemes prove the server's name; a login is never sent over a connection that is not encrypted, unless the
/// server is this machine.
public struct Transfer: Sendable {
    /// What is done.
    public enum Work: Sendable, Hashable {
        /// An HTTP request with this method; a body where there is one.
        case http(method: String, headers: [String], body: [UInt8]?)
        /// A mail to one recipient, its lines ended by CR LF.
        case mail(from: String, to: String, message: [UInt8])
    }

    /// Where to.
    public var url: String
    /// What is done.
    public var work: Work
    /// The user, where the server wants a login.
    public var user: String?
    /// The password that goes with the user.
    public var password: String?
    /// A file with the authorities that are trusted instead of the system's.
    public var authorities: String?
    /// How long it may take in all, in seconds.
    public var seconds: Double = 30
    /// How many bytes of an answer are taken.
    public var largestAnswer = 1 << 20

    /// Prepares a request.
    public init(_ work: Work, to url: String) { (self.work, self.url) = (work, url) }

    /// What the server answered.
    public struct Answer: Sendable, Hashable {
        /// The last status: HTTP's, or SMTP's reply code.
        public let status: Int
        /// The body, where there is one.
        public let body: [UInt8]
    }

    /// Does it, which blocks until it is done.
    ///
    /// - Throws: `TransferFault` where no answer came.
    public func perform() throws(TransferFault) -> Answer {
        let call = try Call(self)
        return try call.run()
    }
}

/// Why a request got no answer.
public struct TransferFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// How far it had come.
    public enum Stage: Sendable, Hashable {
        /// The server has certainly acted on nothing: it was not reached, or it refused before anything was handed over.
        case before
        /// Nobody knows whether the server acted.
        case after
    }
    /// How far it had come.
    public let stage: Stage
    /// SMTP's reply code, where the server gave one.
    public let status: Int?
    /// What happened, without a word of what was sent.
    public let description: String
}

/// One easy handle with what libcurl points into while it works.
private final class Call {
    private let easy: UnsafeMutableRawPointer
    private let transfer: Transfer
    private var list: UnsafeMutablePointer<curl_slist>?
    private var received: [UInt8] = []
    private var unsent: ArraySlice<UInt8> = []
    private var hasHandedOver = false

    private static let library: Bool = {
        signal(SIGPIPE, SIG_IGN)  // libcurl leaves it alone under CURLOPT_NOSIGNAL
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    init(_ transfer: Transfer) throws(TransferFault) {
        guard Self.library, let easy = curl_easy_init() else {
            throw TransferFault(stage: .before, status: nil, description: "libcurl cannot be started.")
        }
        (self.easy, self.transfer) = (easy, transfer)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(list)
    }

    func run() throws(TransferFault) -> Transfer.Answer {
        try prepare()
        switch transfer.work {
        case .http(let method, let headers, let body): try prepare(method, headers, body)
        case .mail(let sender, let recipient, let message): try prepare(sender, recipient, message)
        }
        let code = curl_easy_perform(easy)
        var status = 0
        _ = ccurl_info_long(easy, CURLINFO_RESPONSE_CODE, &status)
        guard code == CURLE_OK else { throw fault(code, status: status) }
        return Transfer.Answer(status: status, body: received)
    }

    private func prepare() throws(TransferFault) {
        try set(CURLOPT_URL, transfer.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps")
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_TIMEOUT_MS, Int(transfer.seconds * 1000))
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(15, transfer.seconds) * 1000))
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let authorities = transfer.authorities { try set(CURLOPT_CAINFO, authorities) }
        if let user = transfer.user, let password = transfer.password {
            try set(CURLOPT_USERNAME, user)
            try set(CURLOPT_PASSWORD, password)
            if !transfer.isToThisMachine { try set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(
            ccurl_set_write(
                easy,
                { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    return Unmanaged<Call>.fromOpaque(context).takeUnretainedValue().receive(bytes, size * count)
                }, context))
        try check(
            ccurl_set_read(
                easy,
                { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    return Unmanaged<Call>.fromOpaque(context).takeUnretainedValue().hand(bytes, size * count)
                }, context))
    }

    private func prepare(_ method: String, _ headers: [String], _ body: [UInt8]?) throws(TransferFault) {
        for header in headers { list = curl_slist_append(list, header) }
        if let list { try check(ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, list)) }
        guard let body else { return try set(CURLOPT_CUSTOMREQUEST, method) }
        unsent = body[...]
        try set(CURLOPT_POST, 1)
        try set(CURLOPT_CUSTOMREQUEST, method)
        try check(ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
    }

    private func prepare(_ sender: String, _ recipient: String, _ message: [UInt8]) throws(TransferFault) {
        list = curl_slist_append(nil, "<\(recipient)>")
        unsent = message[...]
        try set(CURLOPT_MAIL_FROM, "<\(sender)>")
        try check(ccurl_set_pointer(easy, CURLOPT_MAIL_RCPT, list))
        try set(CURLOPT_UPLOAD, 1)
    }

    private func receive(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        guard received.count + count <= transfer.largestAnswer else { return 0 }
        received.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    private func hand(_ target: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        hasHandedOver = true
        let portion = unsent.prefix(room)
        portion.withUnsafeBytes { portion in
            if let start = portion.baseAddress { memcpy(target, start, portion.count) }
        }
        unsent = unsent.dropFirst(portion.count)
        return portion.count
    }

    /// A mail refused by the reply to its last line was not taken, however much was handed over; a wrong password is the
    /// administrator's to mend and says nothing of the mail.
    private func fault(_ code: CURLcode, status: Int) -> TransferFault {
        let words = String(cString: curl_easy_strerror(code))
        guard !transfer.isMail || !(400..<600).contains(status) || code == CURLE_LOGIN_DENIED else {
            return TransferFault(stage: .before, status: status, description: "The server answered \(status).")
        }
        var requested = 0
        _ = ccurl_info_long(easy, CURLINFO_REQUEST_SIZE, &requested)
        let stage: TransferFault.Stage = hasHandedOver || requested > 0 ? .after : .before
        return TransferFault(stage: stage, status: nil, description: "\(words).")
    }

    private func set(_ option: CURLoption, _ text: String) throws(TransferFault) {
        try check(ccurl_set_text(easy, option, text))
    }
    private func set(_ option: CURLoption, _ number: Int) throws(TransferFault) {
        try check(ccurl_set_long(easy, option, number))
    }
    private func check(_ code: CURLcode) throws(TransferFault) {
        guard code == CURLE_OK else {
            let words = String(cString: curl_easy_strerror(code))
            throw TransferFault(stage: .before, status: nil, description: "libcurl lacks what is needed: \(words).")
        }
    }
}

extension Transfer {
    fileprivate var isMail: Bool { if case .mail = work { true } else { false } }

    /// Whether the URL names this very machine, to which nobody can listen on the way.
    fileprivate var isToThisMachine: Bool {
        let host = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        return ["127.0.0.1", "localhost", "[::1]"].contains { host == $0 || host.hasPrefix("\($0):") }
    }
}
