internal import Foundation
internal import Glibc

/// Where a password or token comes from; it is never kept, never an argument, never in the environment.
public enum SecretOrigin: Sendable, Hashable {
    /// The first line of a file that nobody but its owner may read.
    case file(String)
    /// The first line that a program prints.
    case command([String])

    private static let limit = 65_536

    /// The least bytes of a secret that programs share and nobody must guess.
    public static let leastBytesOfKey = 16

    /// Fetches the secret, which may block for as long as the program runs, at most `seconds`.
    ///
    /// - Throws: `SecretFault` that says what is wrong with file or program, never what was read; also where the secret
    ///   has fewer than `leastBytes` bytes.
    public func fetch(within seconds: Double = 30, leastBytes: Int = 1) throws(SecretFault) -> String {
        let bytes =
            switch self {
            case .file(let path): try Self.read(path)
            case .command(let words): try Self.ask(words, within: seconds)
            }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let secret = String(validating: line, as: UTF8.self), !secret.isEmpty, !line.contains(0) else {
            throw SecretFault("\(self) gives no secret: its first line must be the secret.")
        }
        guard secret.utf8.count >= leastBytes else {
            throw SecretFault(
                "The secret of \(self) is shorter than \(leastBytes) bytes; make one with `openssl rand -hex 32`.")
        }
        return secret
    }

    private static func read(_ path: String) throws(SecretFault) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw SecretFault("\(path) cannot be read: \(String(cString: strerror(errno))).") }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw SecretFault("\(path) is no file.")
        }
        guard facts.st_mode & 0o077 == 0 else {
            throw SecretFault("\(path) may be read by others, so it is not used: chmod 600 it.")
        }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = Glibc.read(file, &bytes, limit)
        return Array(bytes.prefix(max(0, count)))
    }

    private static func ask(_ words: [String], within seconds: Double) throws(SecretFault) -> [UInt8] {
        guard let program = words.first else { throw SecretFault("A command for a secret is empty.") }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = Array(words.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { throw SecretFault("\(program) cannot be started.") }
        let failed = SecretFault("\(program), which should print the secret, failed or took too long.")
        guard let bytes = readAll(output.fileHandleForReading.fileDescriptor, within: seconds) else {
            // Not waited for: what the program itself has started may outlive it.
            kill(process.processIdentifier, SIGKILL)
            throw failed
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else { throw failed }
        return bytes
    }

    /// What comes until the end; nil where the end does not come in time, or too much does.
    private static func readAll(_ descriptor: Int32, within seconds: Double) -> [UInt8]? {
        let end = ContinuousClock.now + .seconds(seconds)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            let left = (end - ContinuousClock.now) / .milliseconds(1)
            var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&waited, 1, Int32(left) + 1) > 0 else { return nil }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += buffer[..<count]
        }
        return nil
    }
}

extension SecretOrigin: CustomStringConvertible {
    /// The file or the program.
    public var description: String {
        switch self {
        case .file(let path): path
        case .command(let words): words.first ?? ""
        }
    }
}

/// Why a secret could not be fetched, and what to do; never what was read.
public struct SecretFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence for the administrator.
    public let description: String

    /// Says what is wrong.
    public init(_ description: String) { self.description = description }
}
