import ComplaintModel
import Foundation
import Spool
import Testing

/// Messages through a real Kannel over SMPP, while the listener is killed again and again: each arrives once.
///
/// `RONGTHUK_GATEWAY_MESSAGES` says how many each way; the script `scripts/gateway-test` sends a thousand.
@Suite(.serialized) struct KannelTests {
    private static let count =
        ProcessInfo.processInfo.environment["RONGTHUK_GATEWAY_MESSAGES"].flatMap { Int($0) } ?? 40

    @Test(arguments: Kannel.Way.allCases)
    func everyMessageArrivesOnceThoughTheListenerIsKilled(_ way: Kannel.Way) async throws {
        let scratch = try Scratch()
        let centre = try ServiceCentre()
        let listener = try Listener(in: scratch.path)
        try await eventually("the listener") { connected(to: listener.port).map { close($0) == 0 } ?? false }
        let proxy = try Proxy(to: listener.port)
        let kannel = try await Kannel(
            way, in: scratch.path, centre: centre.port, listener: proxy.port, path: listener.path)
        let messages = (0..<KannelTests.count).map(Message.init(number:))
        var order = SystemRandomNumberGenerator()
        let units = messages.flatMap(\.units).shuffled(using: &order)
        let sending = Task { try await blocking { _ = try centre.deliver(units) } }
        var kills = 0
        try await eventually(withinSeconds: 120 + KannelTests.count, "arrival of all messages by \(way)") {
            if kills < 4 + KannelTests.count / 20 {
                Thread.sleep(forTimeInterval: .random(in: 0.05...1))
                try listener.killAndStartAgain()
                kills += 1
            }
            return try listener.arrivals() >= messages.count
        }
        try await sending.value
        let account = try listener.settle()
        print("\(way): \(messages.count) messages, \(kills) kills: \(account)")
        let arrived = try listener.messages().map { Message.line($0.record.sender ?? "-", $0.record.text ?? "-") }
        #expect(arrived.sorted() == messages.map(\.line).sorted())
        #expect(account.arrivals == messages.count && account.filed + account.waiting == messages.count)
        #expect(account.inFlight == 0 && account.quarantine == 0)
        withExtendedLifetime((kannel, proxy)) {}
    }
}

/// Who wrote by SMS is told by SMS, through the gateway it came by.
@Suite(.serialized) struct SendingTests {
    @Test func whoWroteIsToldCodeAndDayThroughKannel() async throws {
        let scratch = try Scratch()
        let (centre, port) = (try ServiceCentre(), try freePort())
        let listener = try Listener(in: scratch.path, acknowledgingBy: port)
        try await eventually("the listener") { connected(to: listener.port).map { close($0) == 0 } ?? false }
        let proxy = try Proxy(to: listener.port)
        let kannel = try await Kannel(
            .get, in: scratch.path, centre: centre.port, listener: proxy.port, path: listener.path, sending: port)
        let text = "น้ำประปาไม่ไหล ต.บางพูด อ.ปากเกร็ด จ.นนทบุรี".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let unit = ServiceCentre.Unit(sender: "66810000001", bytes: text)
        let sent = try await blocking { try centre.deliver([unit], awaiting: 2) }
        #expect(sent.allSatisfy { $0.recipient.hasSuffix("66810000001") && $0.coding == 8 })
        let bytes = sent.sorted { $0.part < $1.part }.flatMap(\.bytes)
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        let told = String(decoding: units, as: UTF16.self)
        #expect(told.contains("RT69-000001-") && told.contains("แจ้งผล"), "\(told)")
        withExtendedLifetime((kannel, proxy)) {}
    }
}

/// A message as a citizen writes it, and how the network carries it: whole, or cut into parts in one of four ways.
struct Message {
    let number: Int
    let text: String

    init(number: Int) {
        self.number = number
        let sentence = "ร้องเรียนเรื่องน้ำท่วมซอย 5 ฏ ฎ ญ ฐ ำ 😡🏳️‍🌈 \(number) "
        text =
            number.isMultiple(of: 6) ? "Road is broken \(number)" : String(repeating: sentence, count: 1 + number % 5)
    }

    var sender: String { "668\(10_000_000 + number)" }
    var line: String { Message.line("+" + sender, text) }

    /// Sender and scalars, so that marks in another order would show.
    static func line(_ sender: String, _ text: String) -> String {
        sender + " " + text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
    }

    var units: [ServiceCentre.Unit] {
        if number.isMultiple(of: 6) {
            return [ServiceCentre.Unit(sender: sender, bytes: Array(text.utf8), coding: 0)]
        }
        let bytes = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        if number % 4 == 3 || bytes.count <= 140 {
            let isPayload = bytes.count > 140
            return [
                ServiceCentre.Unit(
                    sender: sender, bytes: isPayload ? [] : bytes,
                    parameters: isPayload ? [(tag: UInt16(0x0424), value: bytes)] : [])
            ]
        }
        // Cut wherever the network cuts, in the middle of a surrogate pair too.
        let parts = stride(from: 0, to: bytes.count, by: 132).map { Array(bytes[$0..<min($0 + 132, bytes.count)]) }
        let (total, reference) = (UInt8(parts.count), UInt8(number & 0xFF))
        return parts.enumerated().map { index, part in
            let place = UInt8(index + 1)
            switch number % 4 {
            case 0:
                return ServiceCentre.Unit(
                    sender: sender, bytes: [5, 0, 3, reference, total, place] + part, hasHeader: true)
            case 1:
                return ServiceCentre.Unit(
                    sender: sender, bytes: [6, 8, 4, 1, reference, total, place] + part, hasHeader: true)
            default:
                return ServiceCentre.Unit(
                    sender: sender, bytes: part,
                    parameters: [(0x020C, [0, reference]), (0x020E, [total]), (0x020F, [place])])
            }
        }
    }
}
