import Dispatch
import FaultInjection
import Glibc
import Synchronization
import TLSPeer
import Testing

@testable import MailChannel

/// A certificate with its key, and the authority that vouches for it.
struct Credentials {
    let folder: ScratchFolder
    let isSigned: Bool
    var certificate: String { "\(folder.path)/certificate.pem" }
    var key: String { "\(folder.path)/key.pem" }
    var authority: String { isSigned ? "\(folder.path)/authority.pem" : certificate }

    static let day = 86_400

    init(for name: String = "127.0.0.1", from: Int = -day, until: Int = day, signed: Bool = true) throws {
        folder = try ScratchFolder()
        isSigned = signed
        let status = tlspeer_make_certificate(
            certificate, key, signed ? authority : nil, name, from, until)
        try #require(status == 0)
    }
}

/// A mail server on the loopback that speaks IMAP with real encryption, as well or as badly as it is told.
final class TLSMailServer: Sendable {
    /// How a connection begins.
    enum Opening: Sendable {
        /// Encrypted from the first byte.
        case encrypted
        /// In the clear, with these words to greet with and what is answered to STARTTLS; nil where it is not offered.
        case clear(greeting: String, startTLS: String?)
        /// As a proxy that connects to the server.
        case proxied
        /// Silence.
        case silent
    }

    let port: Int
    private let mail: FakeMailServer
    private let opening: Opening
    private let secret: String
    private let limit: Int
    private let listener: Int32
    private let context: UInt
    private let heard = Mutex<[UInt8]>([])
    private let queue = DispatchQueue(label: "tests.tls", attributes: .concurrent)

    /// Starts a server; `cutAfter` bytes of answers its first session is cut.
    init(
        _ mail: FakeMailServer, _ credentials: Credentials, _ opening: Opening = .encrypted,
        secret: String = "a secret", cutAfter: Int = .max
    ) throws {
        (self.mail, self.opening, self.secret, limit) = (mail, opening, secret, cutAfter)
        context = UInt(bitPattern: tlspeer_server(credentials.certificate, credentials.key))
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = self.listener
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length)
                listen(listener, 16)
                getsockname(listener, address, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
        queue.async { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                self.queue.async { self.serve(connection) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Every byte that clients sent, after decryption.
    var everythingHeard: String { String(decoding: heard.withLock { $0 }, as: UTF8.self) }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var line = Line(socket: connection)
        switch opening {
        case .silent:
            while hear(&line) != nil {}
            return
        case .proxied:
            var request = ""
            while !request.hasSuffix("\r\n\r\n") {
                guard let bytes = hear(&line) else { return }
                request += String(decoding: bytes, as: UTF8.self)
            }
            line.write(Array("HTTP/1.1 200 Connected\r\n\r\n".utf8))
            guard line.encrypt(context) else { return }
            line.write(Array("* OK ready\r\n".utf8))
        case .encrypted:
            guard line.encrypt(context) else { return }
            line.write(Array("* OK ready\r\n".utf8))
        case .clear(let greeting, _): line.write(Array("\(greeting)\r\n".utf8))
        }
        defer { line.close() }
        if login(&line) { talk(&line) }
    }

    private func hear(_ line: inout Line) -> [UInt8]? {
        guard let bytes = line.read() else { return nil }
        heard.withLock { $0 += bytes }
        return bytes
    }

    /// Until the client is let in; false where it goes away.
    private func login(_ line: inout Line) -> Bool {
        var input: [UInt8] = []
        while true {
            guard let end = input.firstIndex(of: 10) else {
                guard let bytes = hear(&line) else { return false }
                input += bytes
                continue
            }
            let words = String(decoding: input[..<end], as: UTF8.self).split { $0 == " " || $0 == "\r\n" || $0 == "\r" }
            input.removeSubrange(...end)
            guard words.count > 1 else { return false }
            let tag = words[0]
            switch words[1].uppercased() {
            case "CAPABILITY":
                line.write(Array("* CAPABILITY \(offer(line))\r\n\(tag) OK done\r\n".utf8))
            case "STARTTLS":
                guard case .clear(_, let answer?) = opening else { return false }
                line.write(Array("\(tag) \(answer)\r\n".utf8))
                guard answer.hasPrefix("OK") else { continue }
                guard line.encrypt(context) else { return false }
            case "AUTHENTICATE", "LOGIN":
                let isRight = words.dropFirst(2).contains { proves(String($0)) }
                line.write(Array("\(tag) \(isRight ? "OK" : "NO [AUTHENTICATIONFAILED]") \(isRight)\r\n".utf8))
                if isRight { return true }
            default: line.write(Array("\(tag) BAD what?\r\n".utf8))
            }
        }
    }

    private func offer(_ line: Line) -> String {
        if case .clear(_, let startTLS) = opening, !line.isEncrypted {
            return startTLS == nil ? "IMAP4rev1 AUTH=PLAIN" : "IMAP4rev1 STARTTLS LOGINDISABLED"
        }
        return "IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=OAUTHBEARER"
    }

    private func proves(_ word: String) -> Bool {
        word.contains(secret.split(separator: " ").last ?? "") || decoded(base64: word).contains(secret)
    }

    private func talk(_ line: inout Line) {
        var session = mail.open()
        let limit = session.number == 1 ? self.limit : .max
        var sent = 0
        while true {
            guard let bytes = line.isReady() ? hear(&line) : [] else { return }
            let answer = session.answer(bytes) + session.news()
            line.write(Array(answer.prefix(limit - sent)))
            sent += answer.count
            guard sent < limit else { return }
        }
    }
}

/// One connection of the server.
private struct Line {
    let socket: Int32
    private var peer: UnsafeMutableRawPointer?

    init(socket: Int32) { self.socket = socket }

    var isEncrypted: Bool { peer != nil }

    mutating func encrypt(_ context: UInt) -> Bool {
        peer = tlspeer_accept(UnsafeMutableRawPointer(bitPattern: context), socket)
        return peer != nil
    }

    /// Whether something came within a moment, or the client went away.
    func isReady() -> Bool {
        var waited = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&waited, 1, 5) > 0
    }

    func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = peer.map { Int(tlspeer_read($0, &buffer, 16_384)) } ?? Glibc.read(socket, &buffer, 16_384)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    func write(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if let peer {
            _ = tlspeer_write(peer, bytes, Int32(bytes.count))
        } else {
            _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }

    mutating func close() {
        if let peer { tlspeer_free(peer) }
        peer = nil
    }
}
