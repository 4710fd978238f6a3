internal import CCurl
internal import Glibc

/// A connection that libcurl opens and encrypts, and over which it logs in; what follows is carried as it is.
final class CurlConnection: ByteChannel {
    private let easy: UnsafeMutableRawPointer
    private let interrupt: Interrupt
    private let patience: Patience
    private let complaint = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var buffer = [UInt8](repeating: 0, count: 32_768)

    private static let library: Bool = {
        signal(SIGPIPE, SIG_IGN)  // libcurl leaves it alone under CURLOPT_NOSIGNAL
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    /// Connects and logs in, which blocks until it is done.
    ///
    /// - Throws: `MailFault`; `CancellationError` where interrupted.
    init(_ account: MailAccount, secret: String, patience: Patience, interrupt: Interrupt) throws {
        guard Self.library, let easy = curl_easy_init() else {
            throw MailFault(.connection, "libcurl cannot be started; is there memory?")
        }
        (self.easy, self.interrupt, self.patience) = (easy, interrupt, patience)
        complaint.initialize(to: 0)
        try prepare(account, secret: secret)
        let code = curl_easy_perform(easy)
        if interrupt.hasFired { throw CancellationError() }
        guard code == CURLE_OK else { throw fault(code, account) }
    }

    deinit {
        curl_easy_cleanup(easy)
        complaint.deallocate()
    }

    private func prepare(_ account: MailAccount, secret: String) throws {
        let scheme = account.security == .tls ? "imaps" : "imap"
        let host = account.host.contains(":") ? "[\(account.host)]" : account.host
        try set(CURLOPT_URL, "\(scheme)://\(host):\(account.port)/")
        try set(CURLOPT_USERNAME, account.user)
        switch account.login {
        case .password: try set(CURLOPT_PASSWORD, secret)
        case .bearer: try set(CURLOPT_XOAUTH2_BEARER, secret)
        }
        try set(CURLOPT_CONNECT_ONLY, 1)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(patience.connectSeconds * 1000))
        try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, Int(patience.connectSeconds)))
        // No login before encryption, and none with a server that cannot prove its name.
        try set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let authorities = account.authorities { try set(CURLOPT_CAINFO, authorities) }
        try set(CURLOPT_PROXY, account.proxy ?? "")
        try set(CURLOPT_HTTPPROXYTUNNEL, 1)
        try check(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, complaint))
        try set(CURLOPT_NOPROGRESS, 0)
        let context = Unmanaged.passUnretained(interrupt).toOpaque()
        try check(
            ccurl_set_progress(
                easy,
                { context, _, _, _, _ in
                    guard let context else { return 0 }
                    return Unmanaged<Interrupt>.fromOpaque(context).takeUnretainedValue().hasFired ? 1 : 0
                }, context))
    }

    private func set(_ option: CURLoption, _ text: String) throws { try check(ccurl_set_text(easy, option, text)) }
    private func set(_ option: CURLoption, _ number: Int) throws { try check(ccurl_set_long(easy, option, number)) }
    private func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else {
            throw MailFault(.connection, "libcurl lacks what is needed: \(String(cString: curl_easy_strerror(code))).")
        }
    }

    /// What went wrong; only of certificates libcurl's own words are shown, for others may quote the server.
    private func fault(_ code: CURLcode, _ account: MailAccount) -> MailFault {
        let place = "\(account.host):\(account.port)"
        switch code {
        case CURLE_LOGIN_DENIED:
            return MailFault(
                .login, "\(place) does not let \(account.user) in: is the password (or token) right, and IMAP allowed?")
        case CURLE_USE_SSL_FAILED:
            return MailFault(
                .certificate, "\(place) offers no encryption, so no password was sent: use `security: tls`, or mend it."
            )
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            return MailFault(
                .certificate,
                "\(place) cannot prove who it is, so no password was sent: \(String(cString: complaint)).")
        default:
            return MailFault(
                .connection, "\(place) cannot be reached: \(String(cString: curl_easy_strerror(code))).")
        }
    }

    private func socket() throws -> Int32 {
        var socket = curl_socket_t(-1)
        guard ccurl_info_socket(easy, &socket) == CURLE_OK, socket >= 0 else { throw Self.cut }
        return socket
    }

    private static let cut = MailFault(.connection, "The connection to the mail server was cut; it is made again.")

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            var sent = 0
            let code = rest.withUnsafeBytes { curl_easy_send(easy, $0.baseAddress, $0.count, &sent) }
            guard code == CURLE_OK || code == CURLE_AGAIN else { throw Self.cut }
            rest = rest.dropFirst(sent)
            if code == CURLE_AGAIN, try !interrupt.wait(for: socket(), POLLOUT, within: patience.silenceSeconds) {
                throw MailFault(.silence, "The mail server takes no commands; it is called again.")
            }
        }
    }

    func receive(within seconds: Double) throws -> [UInt8]? {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            var count = 0
            let code = curl_easy_recv(easy, &buffer, buffer.count, &count)
            if code == CURLE_OK, count > 0 { return Array(buffer[..<count]) }
            // First the library is asked, then the socket: decrypted bytes may wait in the library.
            guard code == CURLE_AGAIN else { throw Self.cut }
            let left = (end - ContinuousClock.now) / .seconds(1)
            guard left > 0, try interrupt.wait(for: socket(), POLLIN, within: left) else {
                if interrupt.hasFired { throw CancellationError() }
                return nil
            }
        }
    }
}
