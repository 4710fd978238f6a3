import Foundation
import Testing

/// The promise of the house, kept by the whole program: scans dropped while the daemon is killed at random moments end
/// as that many arrivals that balance, none twice in the store.
@Suite(.serialized) struct KillTests {
    @Test func scansDroppedWhileTheDaemonIsKilledAreAllThereOnce() async throws {
        let site = try TemporarySite()
        let scan = try Data(
            contentsOf: URL(fileURLWithPath: RongthukProgram.tree).appendingPathComponent(
                "Tests/EndToEndTests/Resources/two-lines.png"))
        var random = SeededGenerator(seed: 1111)
        var dropped = 0
        for _ in 0..<20 {
            let daemon = try RongthukProgram.start(["run", site.pipeline])
            for _ in 0..<10 {
                // Bytes after the end of a PNG are no part of the picture, and make every scan another one.
                try (scan + Data("letter \(dropped)".utf8)).write(
                    to: site.inbox.appendingPathComponent("scan-\(dropped).png"))
                dropped += 1
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...1500, using: &random)))
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
            #expect(daemon.terminationReason == .uncaughtSignal)
        }
        #expect(dropped == 200)
        #expect(try site.drain().status == 0)
        let account = try account(of: site)
        #expect(account["arrivals"] as? Int == 200)
        #expect(account["letters"] as? Int == 200)
        #expect(account["in_flight"] as? Int == 0)
        #expect(account["quarantine"] as? Int == 0)
        let filed = try site.run("complaints", "--json-lines").lines.count
        let list = Data(try site.run("review", "list", "--json").output.utf8)
        let waiting = try #require(JSONSerialization.jsonObject(with: list) as? [Any]).count
        #expect(filed + waiting == 200)
        #expect(account["filed"] as? Int == filed)
        let left = try FileManager.default.contentsOfDirectory(atPath: site.inbox.path).filter { $0.hasSuffix(".png") }
        #expect(left.isEmpty, "every original has moved to taken/")
    }

    private func account(of site: TemporarySite) throws -> [String: Any] {
        let answer = try site.run("ledger", "check", "--json")
        #expect(answer.status == 0)
        let object = try #require(JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let accounts = try #require(object["accounts"] as? [[String: Any]])
        return try #require(accounts.first)
    }

    @Test func theDaemonStopsWithinTenSecondsAndHandsBackItsWork() throws {
        let site = try TemporarySite()
        for number in 1...3 { try site.drop(sample: "desk-1/SCAN000\(number).\(["tif", "jpg", "png"][number - 1])") }
        let daemon = try RongthukProgram.start(["run", site.pipeline])
        // Wait until a page is being read.
        while try !site.run("status").output.contains("A daemon works"), daemon.isRunning {}
        // Bounded: where the pages were read before anybody looked, nothing is in hand, and the rest must hold as well.
        for _ in 0..<200 where daemon.isRunning {
            if try !site.run("queue", "list", "--queue", "recognise", "--json-lines").lines.isEmpty { break }
        }
        let start = ContinuousClock.now
        daemon.terminate()
        daemon.waitUntilExit()
        #expect(daemon.terminationStatus == 0)
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try site.run("queue", "list", "--state", "active", "--json-lines").lines.isEmpty)
        #expect(try site.run("ledger", "check").status == 0)
        #expect(try site.drain().status == 0)
        #expect(try site.run("ledger", "check").status == 0)
    }

    @Test func aSecondDaemonOnTheSpoolEndsWith75() throws {
        let site = try TemporarySite()
        let daemon = try RongthukProgram.start(["run", site.pipeline])
        defer {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        while try !site.run("status").output.contains("A daemon works"), daemon.isRunning {}
        let second = try site.drain()
        #expect(second.status == 75)
        #expect(second.errors.contains("Another rongthuk works on"))
    }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
