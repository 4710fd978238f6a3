import Foundation
import Glibc
import Synchronization

/// A server on the loopback interface that does with each connection what the test says, one after the other.
final class ScriptedServer: Sendable {
    /// One connection, read line by line.
    final class Connection: Sendable {
        private let socket: Int32
        private let log: @Sendable (String) -> Void

        init(_ socket: Int32, log: @escaping @Sendable (String) -> Void) { (self.socket, self.log) = (socket, log) }

        func say(_ line: String) {
            let bytes = Array("\(line)\r\n".utf8)
            _ = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }

        /// The next line without its end; nil where the client is gone.
        func hear() -> String? {
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) == 1 {
                if byte == UInt8(ascii: "\n") {
                    let text = String(decoding: line, as: UTF8.self)
                    log(text)
                    return text
                }
                if byte != UInt8(ascii: "\r") { line.append(byte) }
            }
            return nil
        }

        func hear(bytes count: Int) -> String {
            var bytes = [UInt8](repeating: 0, count: count)
            let got = max(0, recv(socket, &bytes, count, Int32(MSG_WAITALL)))
            let text = String(decoding: bytes.prefix(got), as: UTF8.self)
            log(text)
            return text
        }
    }

    private final class Lines: Sendable { let list = Mutex([String]()) }

    let port: UInt16
    private let socket: Int32
    private let lines = Lines()
    private let ended = DispatchSemaphore(value: 0)

    /// Everything clients said, line by line.
    var heard: [String] { lines.list.withLock { $0 } }

    init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 8) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        (self.socket, port) = (socket, address.sin_port.bigEndian)
        let thread = Thread { [lines, ended] in
            defer { ended.signal() }
            while true {
                let client = accept(socket, nil, nil)
                guard client >= 0 else { return }
                serve(Connection(client) { line in lines.list.withLock { $0.append(line) } })
                close(client)
            }
        }
        thread.start()
    }

    /// Ends the server; a client that comes later finds nobody, since the port stays taken.
    func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// The thread is waited for, or it would take clients away from the next socket of the same number.
    deinit {
        stop()
        ended.wait()
        close(socket)
    }

    /// Takes one mail over SMTP, answering `end` to its last line; hangs up at the end where that is nil.
    static func smtp(recipient: String = "250 ok", end: String? = "250 taken") -> @Sendable (Connection) -> Void {
        { connection in
            connection.say("220 test")
            while let line = connection.hear() {
                switch line.prefix(4).uppercased() {
                case "RCPT": connection.say(recipient)
                case "DATA":
                    connection.say("354 go on")
                    while let line = connection.hear(), line != "." {}
                    guard let end else { return }
                    connection.say(end)
                case "QUIT": return connection.say("221 bye")
                default: connection.say("250 ok")
                }
            }
        }
    }

    /// Answers every HTTP request with `status`; hangs up without an answer where it is nil.
    static func http(_ status: Int?) -> @Sendable (Connection) -> Void {
        { connection in
            var length = 0
            while let line = connection.hear(), !line.isEmpty {
                let parts = line.split(separator: ":")
                if parts.first?.lowercased() == "content-length" { length = Int(parts[1].dropFirst()) ?? 0 }
            }
            if length > 0 { _ = connection.hear(bytes: length) }
            guard let status else { return }
            connection.say("HTTP/1.1 \(status) test\r\nContent-Length: 0\r\nConnection: close\r\n")
        }
    }
}
