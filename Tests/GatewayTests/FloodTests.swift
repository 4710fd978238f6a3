import ComplaintModel
import Foundation
import Glibc
import PipelineContract
import Spool
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
        let slow = SlowCrowd(port: listener.port, count: 500)
        let flood = Flood(port: listener.port, perSecond: 1000, seconds: FloodTests.seconds, connections: 400)
        let honest = Flood(
            port: listener.port, perSecond: 10, seconds: FloodTests.seconds, connections: 1, prefix: "honest")
        async let slowEnd: Void = blocking { slow.dawdle(seconds: FloodTests.seconds) }
        async let honestTally = honest.run()
        let (tally, patience) = (try await flood.run(), try await honestTally)
        try await slowEnd
        let peak = listener.program.peakMebibytes
        print("flood: \(tally.summary); honest: \(patience.summary); \(peak) MiB at most")

        #expect(tally.statuses.keys.filter { ![200, 429, 503].contains($0) }.isEmpty)
        #expect(tally.kept.count > 0 && patience.kept.count > 0)
        #expect(peak < 256)
        // After the flood the house takes in at once again.
        let after = try await Flood(port: listener.port, perSecond: 10, seconds: 1, connections: 1, prefix: "after")
            .run()
        #expect(after.statuses[200] == after.sent)
        let arrived = try identities(of: listener)
        #expect(tally.kept.subtracting(arrived).isEmpty, "told 200 and not there")
        #expect(patience.kept.subtracting(arrived).isEmpty, "told 200 and not there")
    }

    /// Slow clients alone cost an honest one nothing but the time of its own durability.
    @Test func slowClientsDoNotDelayAnHonestOne() async throws {
        let scratch = try Scratch()
        let listener = try Listener(in: scratch.path)
        try await eventually("the listener") { connected(to: listener.port).map { close($0) == 0 } ?? false }
        let slow = SlowCrowd(port: listener.port, count: 500)
        let honest = Flood(
            port: listener.port, perSecond: 20, seconds: FloodTests.seconds, connections: 1, prefix: "honest")
        async let slowEnd: Void = blocking { slow.dawdle(seconds: FloodTests.seconds) }
        let tally = try await honest.run()
        try await slowEnd
        print("beside 500 slow clients: \(tally.summary)")
        #expect(tally.statuses == [200: tally.sent])
        #expect(tally.seconds.sorted()[tally.seconds.count / 2] < 5)
    }

    /// The gateway's identity of every message in the queue, which is durable: it is read after the process was killed.
    private func identities(of listener: Listener) throws -> Set<String> {
        try listener.killAndStartAgain()
        var marks = SpaceMarks()
        (marks.freeBytes, marks.freeShare, marks.freeInodeShare) = (0, 0, 0)
        let spool = try SpoolDirectory(listener.root, marks: marks, allowingAnyFileSystem: true)
        let identities = try spool.queue(.unpack).entries(in: .ready).compactMap { entry in
            try entry.item.flatMap { try spool.ledger.arrival($0.arrival)?.provenance.details["message_id"] }
        }
        return Set(identities)
    }
}

/// Clients that send a request each at their time, whether the last was answered or not.
struct Flood: Sendable {
    let port: Int
    let perSecond: Double
    let seconds: Double
    let connections: Int
    var prefix = "flood"

    struct Tally: Sendable {
        var statuses: [Int: Int] = [:]
        var kept: Set<String> = []
        var seconds: [Double] = []
        var sent = 0

        /// What was answered how often, and how long it took, in seconds.
        var summary: String {
            let sorted = seconds.sorted()
            func share(_ part: Double) -> String {
                String(
                    format: "%.3f", sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
                )
            }
            return
                "\(sent) sent, \(statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")), "
                + "p50 \(share(0.5)) s, p99 \(share(0.99)) s"
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
            number += 1
            let sent = elapsed()
            line = line ?? connected(to: port)
            let status = line.flatMap { ask($0, identity) }
            if status == nil, let broken = line {
                close(broken)
                line = nil
            }
            let took = elapsed() - sent
            tally.count(status: status ?? 0, seconds: took, identity: identity)
        }
        if let line { close(line) }
    }

    /// Sends a message and reads its answer; nil where the connection broke.
    private func ask(_ line: Int32, _ identity: String) -> Int? {
        let query = "id=\(identity)&from=66810000001&to=1111&time=1795316341&charset=UTF-8&text=%E0%B8%81+\(identity)"
        let request = Array("GET /mo?\(query) HTTP/1.1\r\nHost: house\r\n\r\n".utf8)
        guard Glibc.send(line, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(line, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            answer += buffer[..<count]
            let text = String(decoding: answer, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let length =
                text[..<end.lowerBound].lowercased().split(separator: "\r\n").lazy
                .first { $0.hasPrefix("content-length:") }?.split(separator: " ").last.flatMap { Int($0) } ?? 0
            guard text[end.upperBound...].utf8.count >= length else { continue }
            return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
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

/// Clients that begin a request and send a byte of it a second, in five ways.
final class SlowCrowd: Sendable {
    private static let beginnings = [
        "", "GET /mo?id=", "POST /mo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n",
        "POST /mo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "GET /mo HTTP/1.1\r\nX-Long: ",
    ]
    private let port: Int
    private let count: Int

    init(port: Int, count: Int) { (self.port, self.count) = (port, count) }

    func dawdle(seconds: Double) {
        let end = DispatchTime.now().uptimeNanoseconds + UInt64(seconds * 1e9)
        var lines: [Int32] = []
        while DispatchTime.now().uptimeNanoseconds < end {
            while lines.count < count, let line = connected(to: port) {
                let beginning = Array(SlowCrowd.beginnings[lines.count % SlowCrowd.beginnings.count].utf8)
                Glibc.send(line, beginning, beginning.count, Int32(MSG_NOSIGNAL))
                lines.append(line)
            }
            lines = lines.filter { line in
                let isThere = Glibc.send(line, "1", 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)) == 1
                if !isThere { close(line) }
                return isThere
            }
            Thread.sleep(forTimeInterval: 1)
        }
        for line in lines { close(line) }
    }
}
