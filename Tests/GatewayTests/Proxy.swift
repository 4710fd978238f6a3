import Foundation
import Glibc

/// The proxy that stands between a gateway and the house: it answers 502 while the house is down.
///
/// Kannel 1.4.5 needs one: its smsbox panics (`conn_unregister`, gwlib/conn.c) when a connection is reset while it
/// writes, and loses every message it has in hand.
final class Proxy: Sendable {
    let port: Int
    private let socket: Int32
    private let house: Int

    init(to house: Int) throws {
        self.house = house
        port = try freePort()
        socket = try listening(on: port)
        Thread.detachNewThread { [socket, house] in
            while true {
                let line = accept(socket, nil, nil)
                guard line >= 0 else { return }
                Thread.detachNewThread { Proxy.serve(line, house: house) }
            }
        }
    }

    deinit { shutdown(socket, Int32(SHUT_RDWR)) }

    private static func serve(_ line: Int32, house: Int) {
        defer { close(line) }
        while let request = message(from: line) {
            let answer = ask(house, request) ?? Array("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".utf8)
            guard send(line, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else { return }
        }
    }

    private static func ask(_ house: Int, _ request: [UInt8]) -> [UInt8]? {
        guard let line = connected(to: house) else { return nil }
        defer { close(line) }
        guard send(line, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        return message(from: line)
    }

    /// A request or an answer with its body; nil where the other side hung up before it was whole.
    private static func message(from line: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = recv(line, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: Unicode.ASCII.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let head = text[..<end.upperBound]
            let length = head.lowercased().components(separatedBy: "\r\n").first { $0.hasPrefix("content-length:") }
            let body = length?.split(separator: " ").last.flatMap { Int($0) } ?? 0
            if bytes.count >= head.utf8.count + body { return bytes }
        }
    }
}
