import ComplaintModel
import Foundation
import Glibc
import Synchronization
import Testing

/// A thousand requests a second, with five hundred clients that never finish a request beside them: each is durable
/// and told 200, or told to come back; memory stays bounded; an honest client is served all the while.
///
/// `RONGTHUK_FLOOD_SECONDS` says for how long; the script `scripts/gateway-test` floods for thirty seconds.
@Suite(.serialized) struct FloodTests {
    private static let seconds =
        ProcessInfo.processInfo.environment["RONGTHUK_FLOOD_SECONDS"].flatMap { Double($0) } ?? 3

    @Test func aFloodIsKeptOrToldToComeBack() async throws {
        let scratch = try Scratch()
        let listener = try Listener(in: scratch.path)
        try await eventually("the listener") { connected(to: listener.port).map { close($0) == 0 } ?? false }
        let slow = SlowCrowd(listener, count: 500)
        let flood = Flood(listener, perSecond: 1000, seconds: FloodTests.seconds, connections: 400)
        let honest = Flood(
            listener, perSecond: 10, seconds: FloodTests.seconds, connections: 1, prefix: "honest",
            address: "203.0.113.2")
        let pacemaker = Pacemaker()
        async let slowEnd: Void = blocking { slow.dawdle(seconds: FloodTests.seconds) }
        async let beat = blocking { pacemaker.lateness(seconds: FloodTests.seconds) }
        async let honestTally = honest.run()
        let (tally, patience) = (try await flood.run(), try await honestTally)
        let late = try await beat
        try await slowEnd
        let peak = listener.program.peakMebibytes
        print("flood: \(tally.summary); honest: \(patience.summary); \(peak) MiB at most; the test itself woke \(late)")

        #expect(tally.statuses.keys.filter { ![200, 429, 503].contains($0) }.isEmpty)
        #expect(tally.kept.count > 0)
        #expect(patience.statuses == [200: patience.sent], "who floods is in nobody else's way")
        #expect(peak < 256)
        // After the flood the house takes in at once again.
        let after = try await Flood(listener, perSecond: 10, seconds: 1, connections: 1, prefix: "after").run()
        #expect(after.statuses[200] == after.sent)
        try listener.killAndStartAgain()
        let arrived = Set(try listener.messages().compactMap(\.record.messageID))
        #expect(tally.kept.subtracting(arrived).isEmpty, "told 200 and not there")
        #expect(patience.kept.subtracting(arrived).isEmpty, "told 200 and not there")
    }

    /// Slow clients alone cost an honest one nothing but the time of its own durability.
    @Test func slowClientsDoNotDelayAnHonestOne() async throws {
        let scratch = try Scratch()
        let listener = try Listener(in: scratch.path)
        try await eventually("the listener") { connected(to: listener.port).map { close($0) == 0 } ?? false }
        let slow = SlowCrowd(listener, count: 500)
        let honest = Flood(listener, perSecond: 20, seconds: FloodTests.seconds, connections: 1, prefix: "honest")
        async let slowEnd: Void = blocking { slow.dawdle(seconds: FloodTests.seconds) }
        let tally = try await honest.run()
        try await slowEnd
        print("beside 500 slow clients: \(tally.summary)")
        #expect(tally.statuses == [200: tally.sent])
        #expect(tally.seconds.sorted()[tally.seconds.count / 2] < 5)
    }
}

/// Clients that send a request each at their time, whether the last was answered or not.
struct Flood: Sendable {
    private let port: Int
    private let path: String
    private let perSecond: Double
    private let seconds: Double
    private let connections: Int
    private let prefix: String
    private let header: String

    /// Clients of one peer; `address`: whom the proxy before the house says they are.
    init(
        _ listener: Listener, perSecond: Double, seconds: Double, connections: Int, prefix: String = "flood",
        address: String = "203.0.113.1"
    ) {
        (port, path, self.prefix) = (listener.port, listener.path, prefix)
        header = "Host: house\r\nX-Forwarded-For: \(address)\r\n\r\n"
        (self.perSecond, self.seconds, self.connections) = (perSecond, seconds, connections)
    }

    struct Tally: Sendable {
        var statuses: [Int: Int] = [:]
        var kept: Set<String> = []
        var seconds: [Double] = []
        var sent = 0

        /// What was answered how often, and how long it took, in seconds.
        var summary: String {
            "\(sent) sent, \(statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")), "
                + seconds.summary
        }
    }

    func run() async throws -> Tally {
        let tally = SharedTally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<connections {
                group.addTask { try await blocking { send(as: client, into: tally) } }
            }
            try await group.waitForAll()
        }
        return tally.value
    }

    private func send(as client: Int, into tally: SharedTally) {
        let interval = Double(connections) / perSecond
        let start = DispatchTime.now().uptimeNanoseconds
        func elapsed() -> Double { Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 }
        var line: Int32?
        var number = 0
        var due = interval * Double(client) / Double(connections)
        while due < seconds {
            if due > elapsed() { Thread.sleep(forTimeInterval: due - elapsed()) }
            due += interval
            let identity = "\(prefix)-\(client)-\(number)"
            let sent = elapsed()
            line = line ?? connected(to: port)
            let status = line.flatMap { ask($0, identity, sender: 668_100_00000 + client * 10_000 + number) }
            number += 1
            if status == nil, let broken = line {
                close(broken)
                line = nil
            }
            tally.count(status: status ?? 0, seconds: elapsed() - sent, identity: identity)
        }
        if let line { close(line) }
    }

    /// Sends a message and reads its answer; nil where the connection broke.
    ///
    /// Bytes are looked at once and no text is made of them, so that the flood leaves the processors to the house.
    private func ask(_ line: Int32, _ identity: String, sender: Int) -> Int? {
        let query = "id=\(identity)&from=\(sender)&to=1111&time=1795316341&charset=UTF-8&text=%E0%B8%81+\(identity)"
        let request = Array("GET \(path)?\(query) HTTP/1.1\r\n\(header)".utf8)
        guard Glibc.send(line, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var answer = [UInt8](repeating: 0, count: 2048)
        var count = 0
        while count < answer.count {
            let more = answer.withUnsafeMutableBytes { room in
                room.baseAddress.map { recv(line, $0 + count, room.count - count, 0) } ?? 0
            }
            guard more > 0 else { return nil }
            count += more
            if let status = Flood.status(of: answer[..<count]) { return status }
        }
        return nil
    }

    /// The status of an answer that is whole.
    private static func status(of answer: ArraySlice<UInt8>) -> Int? {
        guard let end = answer.firstRange(of: [13, 10, 13, 10])?.upperBound,
            let place = answer.firstRange(of: Array("ength: ".utf8))?.upperBound
        else { return nil }
        func number(at start: Int) -> Int {
            answer[start...].prefix { (0x30...0x39).contains($0) }.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        return answer.endIndex - end >= number(at: place) ? number(at: 9) : nil
    }
}

/// What all clients of a flood count together.
final class SharedTally: Sendable {
    private let tally = Mutex(Flood.Tally())

    var value: Flood.Tally { tally.withLock { $0 } }

    func count(status: Int, seconds: Double, identity: String) {
        tally.withLock { tally in
            tally.sent += 1
            tally.statuses[status, default: 0] += 1
            tally.seconds.append(seconds)
            if status == 200 { tally.kept.insert(identity) }
        }
    }
}
