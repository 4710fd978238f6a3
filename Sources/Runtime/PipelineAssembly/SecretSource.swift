internal import Foundation
internal import HTTPContract

/// Where a secret is: in a file that only its owner can read, or at a command that prints it.
///
/// It never stands in a pipeline file, an argument or an environment.
struct SecretSource: Sendable, Hashable {
    private enum Place: Hashable {
        case file(String)
        case command(String)
    }

    private let place: Place

    static func file(_ path: String) -> SecretSource { SecretSource(place: .file(path)) }
    static func command(_ command: String) -> SecretSource { SecretSource(place: .command(command)) }

    /// The least bytes of a secret that nobody guesses.
    static let leastBytes = 16

    /// Reads the secret, without the line feed at its end.
    ///
    /// - Throws: `SecretFault` where it cannot be had, others may read it too, or it is too short.
    func read() throws(SecretFault) -> [UInt8] {
        var bytes = [UInt8](try content())
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard bytes.count >= SecretSource.leastBytes else {
            throw SecretFault(
                description:
                    "The secret of \(name) is shorter than \(SecretSource.leastBytes) bytes; make one with `openssl rand -hex 32`."
            )
        }
        return bytes
    }

    private var name: String {
        switch place {
        case .file(let path): path
        case .command: "a command"
        }
    }

    private func content() throws(SecretFault) -> Data {
        switch place {
        case .file(let path):
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
                facts[.type] as? FileAttributeType == .typeRegular, let mode = facts[.posixPermissions] as? Int
            else {
                throw SecretFault(
                    description: "There is no secret at \(path): make the file, readable by its owner only.")
            }
            guard mode & 0o077 == 0 else {
                throw SecretFault(
                    description: "Others may read the secret at \(path): chmod 600 it, and change the secret.")
            }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw SecretFault(
                    description: "The secret at \(path) cannot be read: give it to the user that runs rongthuk.")
            }
            return data
        case .command(let command): return try output(of: command)
        }
    }

    private func output(of command: String) throws(SecretFault) -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let pipe = Pipe()
        process.standardOutput = pipe
        do { try process.run() } catch {
            throw SecretFault(description: "The command of a secret cannot be started: \(error).")
        }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw SecretFault(description: "The command of a secret failed with status \(process.terminationStatus).")
        }
        return data
    }
}

/// A secret cannot be had.
struct SecretFault: Error, CustomStringConvertible {
    /// What is wrong and what to do.
    let description: String
}

extension YAMLSection {
    /// `<key>_file` or `<key>_command`, and the same after `next_` for the one that will follow it.
    func secrets(_ key: String, paths: PathResolver) -> [SecretSource] {
        let secrets = [key, "next_\(key)"].compactMap { secret($0, paths: paths) }
        if secrets.isEmpty { report(nil, "\(name) needs \(key)_file or \(key)_command.") }
        return secrets
    }

    /// `<key>_file` or `<key>_command`; nil where neither stands there.
    func secret(_ key: String, paths: PathResolver) -> SecretSource? {
        let (file, command) = (text("\(key)_file"), text("\(key)_command"))
        if file != nil, command != nil { report("\(key)_command", "\(name) has \(key)_file already: choose one.") }
        return file.map { .file(paths($0)) } ?? command.map { .command($0) }
    }

    /// A list of addresses and ranges.
    func addresses(_ key: String) -> [AddressRange] {
        texts(key, default: []).compactMap { text in
            let range = AddressRange(text)
            if range == nil {
                report(key, "\(name).\(key) has \(text), which is no address: write 192.0.2.7 or 192.0.2.0/24.")
            }
            return range
        }
    }
}
