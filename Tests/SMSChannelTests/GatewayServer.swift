import Foundation
import Glibc
import Synchronization

/// A gateway's HTTP interface on a port of its own: one request a connection, answered by a closure, or never.
final class GatewayServer: Sendable {
    struct Request: Sendable {
        let method: String
        let path: String
        let header: [String]
        let body: String
    }

    struct Fault: Error {}

    private let listener: Int32
    private let port: UInt16
    private let count = Mutex(0)
    private let open = Mutex<[Int32]>([])

    var address: String { "http://127.0.0.1:\(port)" }
    var requests: Int { count.withLock { $0 } }

    init(_ answer: @escaping @Sendable (Request) -> (status: Int, body: String)?) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = self.listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw Fault() }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                self.open.withLock { $0.append(connection) }
                Thread.detachNewThread { [weak self] in self?.serve(connection, answer) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for connection in open.withLock({ $0 }) { close(connection) }
    }

    private func serve(_ connection: Int32, _ answer: (Request) -> (status: Int, body: String)?) {
        guard let request = GatewayServer.request(connection) else { return }
        count.withLock { $0 += 1 }
        guard let (status, body) = answer(request) else { return }
        let head = "HTTP/1.1 \(status) Answer\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array((head + body).utf8)
        var sent = 0
        while sent < bytes.count {
            let more = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard more > 0 else { break }
            sent += more
        }
        shutdown(connection, Int32(SHUT_WR))
    }

    private static func request(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
            let length =
                lines.first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
            let body = String(text[end.upperBound...])
            guard body.utf8.count >= length else { continue }
            let words = lines[0].components(separatedBy: " ")
            return Request(method: words[0], path: words[1], header: Array(lines.dropFirst()), body: body)
        }
    }
}

/// A gateway's list of messages: empty once it was told of all of them, unless it forgets.
final class Inbox: Sendable {
    private let list: String
    private let isForgetful: Bool
    private let told = Mutex<[String]>([])

    init(_ list: String, forgetful: Bool = false) { (self.list, isForgetful) = (list, forgetful) }

    var acknowledged: [String] { told.withLock { $0 } }

    func answer(_ request: GatewayServer.Request) -> (status: Int, body: String) {
        let isList = request.path.hasPrefix("/list") || request.path.hasPrefix("/inbox?")
        guard !isList else {
            let isDone = !isForgetful && !acknowledged.isEmpty
            let nothing = list.hasPrefix("[") ? "[]" : "{\"data\":{\"items\":[]}}"
            return (200, isDone ? nothing : list)
        }
        told.withLock { $0.append(request.body.isEmpty ? request.path : request.body) }
        return (204, "")
    }
}
