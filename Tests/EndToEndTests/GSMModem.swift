import Foundation
import Glibc
import Synchronization
import Testing

/// A GSM modem on a pseudo terminal, in PDU mode (3GPP TS 27.005), with messages in its storage: what real gateways read
/// from in the tests.
final class GSMModem: Sendable {
    /// The terminal that a gateway opens.
    let device: String
    private let terminal: Int32
    private let other: Int32
    private let storage: Mutex<[Int: String]>
    private let echoes = Mutex(false)

    init(messages: [String]) throws {
        terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // TIOCSPTLCK and TIOCGPTN: the other end is unlocked, and its number asked for (ioctl_tty(2)).
        var (lock, number): (Int32, Int32) = (0, 0)
        guard terminal >= 0, ioctl(terminal, 0x4004_5431, &lock) == 0, ioctl(terminal, 0x8004_5430, &number) == 0 else {
            throw CancellationError()
        }
        device = "/dev/pts/\(number)"
        // Held open, so that the terminal outlives a gateway that closes it.
        other = open(device, O_RDWR | O_NOCTTY | O_CLOEXEC)
        var settings = termios()
        tcgetattr(other, &settings)
        cfmakeraw(&settings)
        tcsetattr(other, TCSANOW, &settings)
        storage = Mutex(Dictionary(uniqueKeysWithValues: messages.enumerated().map { ($0 + 1, $1) }))
        Thread.detachNewThread { [weak self, terminal] in
            var line: [UInt8] = []
            var byte: UInt8 = 0
            while true {
                guard read(terminal, &byte, 1) == 1 else {
                    if self == nil { return }
                    usleep(20_000)
                    continue
                }
                guard byte == 0x0D || byte == 0x0A else {
                    line.append(byte)
                    continue
                }
                guard let self else { return }
                if !line.isEmpty { self.obey(String(decoding: line, as: UTF8.self).uppercased()) }
                line = []
            }
        }
    }

    deinit {
        close(other)
        close(terminal)
    }

    /// Whether every message was fetched and deleted.
    var isEmpty: Bool { storage.withLock { $0.isEmpty } }

    private func obey(_ command: String) {
        if command.hasPrefix("ATE") { echoes.withLock { $0 = command.hasPrefix("ATE1") } }
        if echoes.withLock({ $0 }) { write("\(command)\r") }
        let number = Int(command.drop { $0 != "=" }.dropFirst().prefix { $0.isNumber })
        let stored = storage.withLock { $0 }
        func is_(_ start: String) -> Bool { command.hasPrefix("AT+\(start)") }
        let count = "\(stored.count),50"
        if is_("CMGL=?") {
            answer("+CMGL: (0-4)")
        } else if is_("CMGL") {
            answer(stored.sorted { $0.key < $1.key }.map { "+CMGL: \($0),0,,\(Self.length($1))\r\n\($1)" })
        } else if is_("CMGR="), let pdu = stored[number ?? 0] {
            answer("+CMGR: 0,,\(Self.length(pdu))\r\n\(pdu)")
        } else if is_("CMGD="), let number {
            storage.withLock { $0[number] = nil }
            answer([])
        } else if is_("CPMS=?") {
            answer("+CPMS: (\"SM\"),(\"SM\"),(\"SM\")")
        } else if is_("CPMS?") {
            answer("+CPMS: \"SM\",\(count),\"SM\",\(count),\"SM\",\(count)")
        } else if is_("CPMS=") {
            answer("+CPMS: \(count),\(count),\(count)")
        } else if let known = Self.facts.first(where: { is_($0.key) })?.value {
            answer(known)
        } else if Self.unknown.contains(where: is_) {
            send("ERROR")
        } else {
            answer([])
        }
    }

    private static let facts = [
        "CPIN?": "+CPIN: READY", "CREG?": "+CREG: 0,1", "CSQ": "+CSQ: 20,99", "CIMI": "520000000000001",
        "CGSN": "350000000000001", "CGMI": "SIMULATOR", "CGMM": "ONE", "CMGF=?": "+CMGF: (0,1)",
        "CSCS=?": "+CSCS: (\"GSM\",\"UCS2\")",
    ]
    private static let unknown = ["CNMI=?", "USSD", "CBC", "MODE", "CFUN?"]

    private func answer(_ line: String) { answer([line]) }
    private func answer(_ lines: [String]) { for line in lines + ["OK"] { send(line) } }
    private func send(_ line: String) { write("\r\n\(line)\r\n") }
    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let more = bytes[sent...].withUnsafeBytes { Glibc.write(terminal, $0.baseAddress, $0.count) }
            guard more > 0 else { return }
            sent += more
        }
    }

    /// The length of a PDU without the service centre's address, in bytes.
    private static func length(_ pdu: String) -> Int { pdu.count / 2 - 1 - (Int(pdu.prefix(2), radix: 16) ?? 0) }
}

/// SMS-DELIVER in UCS2 (3GPP TS 23.040, 9.2.2.1), the parts of a long text each on its own.
enum DeliveredSMS {
    static func parts(_ text: String, from sender: String, reference: Int, units size: Int = 67) -> [String] {
        let units = Array(text.utf16)
        guard units.count > 70 else { return [pdu(units, from: sender, header: [])] }
        let pieces = stride(from: 0, to: units.count, by: size).map { Array(units[$0..<min($0 + size, units.count)]) }
        return pieces.enumerated().map { index, piece in
            pdu(piece, from: sender, header: [5, 0, 3, UInt8(reference), UInt8(pieces.count), UInt8(index + 1)])
        }
    }

    /// SMS-STATUS-REPORT (3GPP TS 23.040, 9.2.2.3): a message sent to `number` got there.
    static func report(on number: String) -> String {
        let digits = String(number.drop { $0 == "+" })
        let time = swapped("261122101002") + [0x82]
        let bytes: [UInt8] =
            [0x07, 0x91] + swapped("66180005001") + [0x06, 0x75, UInt8(digits.count), 0x91] + swapped(digits)
        return hexadecimal(bytes + time + time + [0])
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }

    private static func pdu(_ units: [UInt16], from sender: String, header: [UInt8]) -> String {
        let body = header + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let digits = sender.drop { $0 == "+" }
        let head: [UInt8] =
            [0x07, 0x91] + swapped("66180005001") + [header.isEmpty ? 0x04 : 0x44, UInt8(digits.count), 0x91]
        // 22 November 2026, 10:10:02 in Thailand: quarters of an hour east.
        let time = swapped("261122101002") + [0x82]
        return hexadecimal(head + swapped(String(digits)) + [0, 8] + time + [UInt8(body.count)] + body)
    }

    private static func swapped(_ digits: String) -> [UInt8] {
        let digits = Array(digits.count.isMultiple(of: 2) ? digits : digits + "F")
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8("\(digits[$0 + 1])\(digits[$0])", radix: 16)
        }
    }
}
