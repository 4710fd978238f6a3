import Foundation
import Glibc

/// A client that says exactly what a test wants, byte by byte, over a socket of its own.
final class Visitor: Sendable {
    private let socket: Int32
    private static let threads = DispatchQueue(label: "visitors", attributes: .concurrent)

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    /// Sends what fits; false once the other side has hung up.
    @discardableResult
    func say(_ text: String) -> Bool { say(Array(text.utf8)) }

    @discardableResult
    func say(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Says that nothing more will come.
    func finish() { shutdown(socket, Int32(SHUT_WR)) }

    /// What one answer says; nil where the other side hung up without one.
    func answer() async -> Answer? {
        await withCheckedContinuation { continuation in
            Visitor.threads.async { continuation.resume(returning: self.read()) }
        }
    }

    private func read() -> Answer? {
        var bytes: [UInt8] = []
        while true {
            if let answer = Answer(bytes) { return answer }
            var byte = [UInt8](repeating: 0, count: 1)
            guard recv(socket, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte[0])
        }
    }
}

/// One answer, complete with its body.
struct Answer: Equatable {
    let status: Int
    let header: [String: String]
    let body: String

    init?(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let fields = lines.dropFirst().map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
        header = Dictionary(
            fields.map { ($0[0].lowercased(), $0[1].trimmingCharacters(in: .whitespaces)) }, uniquingKeysWith: { $1 })
        status = Int(lines[0].split(separator: " ")[1]) ?? 0
        body = String(text[end.upperBound...])
        guard body.utf8.count >= Int(header["content-length"] ?? "0") ?? 0 else { return nil }
    }
}
