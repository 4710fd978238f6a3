import Foundation
import Glibc

/// A service centre that speaks as much SMPP 3.4 as Kannel needs to bind to it and to be sent messages.
final class ServiceCentre: Sendable {
    /// One message unit on its way to the gateway (`deliver_sm`).
    struct Unit: Sendable {
        let sender: String
        let bytes: [UInt8]
        /// 0 for the GSM alphabet, 8 for UCS-2.
        var coding: UInt8 = 8
        /// Whether the bytes begin with a user data header.
        var hasHeader = false
        /// Optional parameters, by tag.
        var parameters: [(tag: UInt16, value: [UInt8])] = []
    }

    /// One message unit that a gateway hands over to be sent (`submit_sm`).
    struct Submission: Sendable {
        let recipient: String
        let coding: UInt8
        /// Without the user data header.
        let bytes: [UInt8]
        /// The last byte of the header: which part it is.
        let part: UInt8
    }

    private let socket: Int32
    let port: Int

    init() throws {
        port = try freePort()
        socket = try listening(on: port)
    }

    deinit { close(socket) }

    /// Waits for a gateway to bind, sends every unit, and returns once each was answered with status 0.
    ///
    /// At most `window` units are under way at once, as real centres have it, and a hundred a second are sent, so that
    /// there is time to kill somebody meanwhile.
    ///
    /// - Returns: what the gateway handed over meanwhile; `awaiting` units are waited for.
    @discardableResult
    func deliver(_ units: [Unit], window: Int = 20, awaiting: Int = 0) throws -> [Submission] {
        let line = accept(socket, nil, nil)
        guard line >= 0 else { throw TestFault("nobody binds: \(errno)") }
        defer { close(line) }
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var submissions: [Submission] = []
        var (next, answered, isBound) = (0, 0, false)
        while answered < units.count || submissions.count < awaiting {
            while isBound, next < units.count, next - answered < window {
                Thread.sleep(forTimeInterval: 0.01)
                try send(line, command: 5, sequence: UInt32(next + 1), body: ServiceCentre.body(of: units[next]))
                next += 1
            }
            let (command, status, sequence, body) = try read(line)
            switch command {
            case 1, 2, 9:
                try send(line, command: command | 0x8000_0000, sequence: sequence, body: Array("SIM\u{0}".utf8))
                isBound = true
            case 4:
                submissions.append(ServiceCentre.submission(body))
                let identity = Array("\(submissions.count)\u{0}".utf8)
                try send(line, command: command | 0x8000_0000, sequence: sequence, body: identity)
            case 0x15, 6: try send(line, command: command | 0x8000_0000, sequence: sequence, body: [])
            case 0x8000_0005:
                guard status == 0 else { throw TestFault("the gateway refused a message with status \(status)") }
                answered += 1
            default: break
            }
        }
        return submissions
    }

    private static func submission(_ body: [UInt8]) -> Submission {
        var rest = body[...]
        func text() -> String {
            defer { rest = rest.drop { $0 != 0 }.dropFirst() }
            return String(decoding: rest.prefix { $0 != 0 }, as: UTF8.self)
        }
        _ = text()
        rest = rest.dropFirst(2)
        _ = text()
        rest = rest.dropFirst(2)
        let recipient = text()
        let hasHeader = (rest.first ?? 0) & 0x40 != 0
        rest = rest.dropFirst(3)
        _ = (text(), text())
        let coding = rest.dropFirst(2).first ?? 0
        let message = rest.dropFirst(5)
        let header = hasHeader ? Int(message.first ?? 0) + 1 : 0
        return Submission(
            recipient: recipient, coding: coding, bytes: Array(message.dropFirst(header)),
            part: message.prefix(header).last ?? 0)
    }

    private static func body(of unit: Unit) -> [UInt8] {
        func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
        var body: [UInt8] = text("") + [1, 1]
        body += text(unit.sender) + [0, 1]
        body += text("1111") + [unit.hasHeader ? 0x40 : 0, 0, 0]
        body += text("") + text("") + [0, 0, unit.coding, 0, UInt8(unit.bytes.count)]
        body += unit.bytes
        for (tag, value) in unit.parameters { body += words(tag, UInt16(value.count)) + value }
        return body
    }

    private static func words(_ values: UInt16...) -> [UInt8] { values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }

    private func send(_ line: Int32, command: UInt32, sequence: UInt32, body: [UInt8]) throws {
        let numbers: [UInt32] = [UInt32(16 + body.count), command, 0, sequence]
        let bytes = numbers.flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) } + body
        guard Glibc.send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw TestFault("the gateway hung up: \(errno)")
        }
    }

    private func read(_ line: Int32) throws -> (command: UInt32, status: UInt32, sequence: UInt32, body: [UInt8]) {
        let head = try bytes(16, from: line)
        let numbers = (0..<4).map { index in
            head[(4 * index)..<(4 * index + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        return (numbers[1], numbers[2], numbers[3], try bytes(Int(numbers[0]) - 16, from: line))
    }

    private func bytes(_ count: Int, from line: Int32) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard count == 0 || recv(line, &bytes, count, Int32(MSG_WAITALL)) == count else {
            throw TestFault("the gateway hung up")
        }
        return bytes
    }
}
