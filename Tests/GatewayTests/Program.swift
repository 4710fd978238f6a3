import Foundation
import Glibc

/// A program that a test starts and ends; never outlives the value.
final class Program {
    let process = Process()

    init(_ path: String, _ arguments: [String], output: String) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        guard FileManager.default.createFile(atPath: output, contents: nil) else { throw TestFault(output) }
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardOutput = log
        process.standardError = log
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit { end(SIGKILL) }

    /// Sends a signal and waits for the end.
    func end(_ signal: Int32) {
        if process.isRunning { kill(process.processIdentifier, signal) }
        process.waitUntilExit()
    }

    /// The most memory it ever held, in MiB (`VmHWM` of proc(5)).
    var peakMebibytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (line.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
    }
}

/// A folder of a test's own.
final class Scratch {
    let path = NSTemporaryDirectory() + "gateway-\(UUID().uuidString.prefix(8))"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
}

struct TestFault: Error {
    let what: String
    init(_ what: String) { self.what = what }
}

/// A port of loopback that nobody listens on now.
func freePort() throws -> Int {
    let socket = try listening(on: 0)
    defer { close(socket) }
    return try port(of: socket)
}

/// A socket that listens on loopback.
func listening(on port: Int) throws -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = loopback(port)
    let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard result == 0, listen(socket, 16) == 0 else { throw TestFault("port \(port): \(errno)") }
    return socket
}

func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
}

private func port(of socket: Int32) throws -> Int {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
    }
    guard result == 0 else { throw TestFault("getsockname: \(errno)") }
    return Int(in_port_t(bigEndian: address.sin_port))
}

/// A connection to a port of loopback; nil where nobody listens.
func connected(to port: Int) -> Int32? {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port)
    let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    if result == 0 { return socket }
    close(socket)
    return nil
}

/// Waits until something is so.
func eventually(withinSeconds seconds: Int = 120, _ what: String, _ isSo: () throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try !isSo() {
        guard ContinuousClock.now < end else { throw TestFault("\(what) did not come about in \(seconds) s") }
        try await Task.sleep(for: .milliseconds(50))
    }
}

/// Runs what blocks off the pool of tasks.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}
