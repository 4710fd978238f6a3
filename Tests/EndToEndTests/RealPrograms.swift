import Foundation
import Testing

/// What tests with real servers have in common.
enum RealPrograms {
    /// Runs a program to its end.
    static func run(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words[0]) failed")
    }

    /// What stands in a file; nothing where there is none.
    static func text(of path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// Waits for something, at most two minutes.
    static func wait(_ what: String, until isThere: () throws -> Bool) async throws {
        for _ in 0..<1200 {
            if try isThere() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("waited in vain for \(what)")
        throw CancellationError()
    }
}
